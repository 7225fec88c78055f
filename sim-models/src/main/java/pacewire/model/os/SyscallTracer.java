package pacewire.model.os;

/** Is told of every system call, as strace is. */
@FunctionalInterface
public interface SyscallTracer {
    /** Traces nothing. */
    SyscallTracer NONE = (thread, call, result, nowPs) -> {};

    /**
     * A thread enters the kernel.
     *
     * @param call its name, arguments and start; valid until it returns
     */
    default void entered(OsThread thread, SyscallCall call) {}

    /**
     * A call returns.
     *
     * @param call its name, arguments and start; valid during this call only
     * @param nowPs when it returns
     */
    void returned(OsThread thread, SyscallCall call, SyscallResult result, long nowPs);
}
