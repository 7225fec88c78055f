package pacewire.model.os;

/** {@code close(descriptor)}. Errors: EBADF. */
public final class CloseCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(3, "close", new CloseCall())
            .that("closes a descriptor")
            .failsWith(Errno.EBADF);

    private CloseCall() {}

    /** Closes a descriptor. */
    public static Step close(Syscalls os, int descriptor) {
        return os.make(ROW, descriptor);
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().free(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        Watchers watchers = descriptor.watchers();
        if (watchers != null) {
            watchers.closed();
        }
        descriptor.close(kernel, nowPs);
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return "" + call.descriptor;
    }
}
