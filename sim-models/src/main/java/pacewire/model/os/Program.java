package pacewire.model.os;

/**
 * What a thread runs: a state machine. Given the result of its last step, it says its next one; it reads as the real program
 * would.
 */
@FunctionalInterface
public interface Program {
    /**
     * The next step.
     *
     * @param last result of the last system call; {@link SyscallResult#done} of 0 at the start and after computing
     * @param os makes the steps: system calls, computing, exit
     */
    Step next(SyscallResult last, Syscalls os);
}
