package pacewire.model.os;

/** {@code fcntl(descriptor, F_GETFL | F_SETFL, flags)}: whether calls on the descriptor wait. Errors: EBADF. */
public final class FcntlCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(72, "fcntl", new FcntlCall())
            .that("says whether calls on a descriptor wait, or asks")
            .failsWith(Errno.EBADF);

    private static final int GET_FLAGS = 3;
    private static final int SET_FLAGS = 4;

    private FcntlCall() {}

    /** Reads the flags: O_RDWR, and O_NONBLOCK or not. */
    public static Step flags(Syscalls os, int descriptor) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = GET_FLAGS;
        return made;
    }

    /** Says whether calls on the descriptor return EAGAIN instead of waiting; a regular file's never do either. */
    public static Step setNonBlocking(Syscalls os, int descriptor, boolean isNonBlocking) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = SET_FLAGS;
        made.flags = isNonBlocking ? OpenFlags.NONBLOCK : 0;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (call.number == GET_FLAGS) {
            return SyscallResult.done(OpenFlags.READ_WRITE | (descriptor.isNonBlocking() ? OpenFlags.NONBLOCK : 0));
        }
        descriptor.setNonBlocking(call.flags == OpenFlags.NONBLOCK);
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", "
                + (call.number == FcntlCall.GET_FLAGS
                        ? "F_GETFL"
                        : "F_SETFL, O_RDWR" + (call.flags == OpenFlags.NONBLOCK ? "|O_NONBLOCK" : ""));
    }
}
