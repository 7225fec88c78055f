package pacewire.model.os;

/** {@code timerfd_create(CLOCK_MONOTONIC, flags)}: makes a timer that is read through a descriptor. Errors: EMFILE. */
public final class TimerfdCreateCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(283, "timerfd_create", new TimerfdCreateCall())
            .that("makes a timer that is read through a descriptor")
            .failsWith(Errno.EMFILE);

    private TimerfdCreateCall() {}

    /** Makes a timer whose reader waits for it. */
    public static Step create(Syscalls os) {
        return os.make(ROW);
    }

    /** Makes a timer that is read without waiting, TFD_NONBLOCK. */
    public static Step createNonBlocking(Syscalls os) {
        SyscallCall made = os.make(ROW);
        made.flags = OpenFlags.NONBLOCK;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        return call.thread().process().open(new TimerDescriptor(kernel, call.flags == OpenFlags.NONBLOCK));
    }

    @Override
    public String arguments(SyscallCall call) {
        return "CLOCK_MONOTONIC, TFD_CLOEXEC" + (call.flags == OpenFlags.NONBLOCK ? "|TFD_NONBLOCK" : "");
    }
}
