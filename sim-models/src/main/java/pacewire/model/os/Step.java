package pacewire.model.os;

/** What a thread does next: a system call, or work of its own on the CPU. Its end is the system call {@code exit}. */
public sealed interface Step permits SyscallCall, Step.Compute {
    /**
     * Works on the CPU in user space.
     *
     * @param ps CPU time, at least 0
     */
    record Compute(long ps) implements Step {}
}
