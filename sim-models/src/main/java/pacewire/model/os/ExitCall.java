package pacewire.model.os;

/** {@code exit(status)}: ends the calling thread. */
public final class ExitCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(60, "exit", new ExitCall()).that("ends the calling thread");

    private ExitCall() {}

    /** Ends the thread. */
    public static Step exit(Syscalls os) {
        return os.make(ROW);
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        call.thread().exit();
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return "0";
    }
}
