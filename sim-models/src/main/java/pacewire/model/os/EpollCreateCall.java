package pacewire.model.os;

/** {@code epoll_create1(EPOLL_CLOEXEC)}: makes an epoll instance. Errors: EMFILE. */
public final class EpollCreateCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(291, "epoll_create1", new EpollCreateCall())
            .that("makes an epoll instance")
            .failsWith(Errno.EMFILE);

    private EpollCreateCall() {}

    /** Makes an epoll instance. */
    public static Step create(Syscalls os) {
        return os.make(ROW);
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        return call.thread().process().open(new EpollInstance(kernel));
    }

    @Override
    public String arguments(SyscallCall call) {
        return "EPOLL_CLOEXEC";
    }
}
