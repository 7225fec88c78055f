package pacewire.model.os;

/**
 * {@code io_uring_setup(entries, parameters)}: makes an io_uring, whose memory the application maps. Errors: EINVAL (no entry,
 * or more than 32,768), EMFILE.
 */
public final class IoUringSetupCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(425, "io_uring_setup", new IoUringSetupCall())
            .that("makes an io_uring")
            .failsWith(Errno.EINVAL, Errno.EMFILE);

    /** {@code IORING_MAX_ENTRIES} in Linux {@code io_uring/io_uring.h}. */
    private static final int MOST_ENTRIES = 32_768;

    private IoUringSetupCall() {}

    /** Makes an io_uring for so many entries, rounded up to a power of two. */
    public static Step setUp(Syscalls os, int entries) {
        SyscallCall made = os.make(ROW);
        made.number = entries;
        return made;
    }

    private static long powerOfTwo(long entries) {
        return entries < 1 ? 0 : Long.highestOneBit(2 * entries - 1);
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        if (call.number < 1 || call.number > MOST_ENTRIES) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        return call.thread().process().open(new IoUring((int) powerOfTwo(call.number)));
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.number + ", {flags=0, sq_entries=" + powerOfTwo(call.number) + ", cq_entries="
                + 2 * powerOfTwo(call.number) + "}";
    }
}
