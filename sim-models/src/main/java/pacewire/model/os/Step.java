package pacewire.model.os;

/** What a thread does next: a system call, work of its own on the CPU, or its end. */
public sealed interface Step permits SyscallCall, Step.Compute, Step.Exit {
    /**
     * Works on the CPU in user space.
     *
     * @param ps CPU time, at least 0
     */
    record Compute(long ps) implements Step {}

    /** The thread ends. */
    enum Exit implements Step {
        EXIT
    }
}
