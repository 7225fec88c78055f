package pacewire.model.os;

/** {@code close(descriptor)}. Errors: EBADF. */
final class CloseCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().free(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        descriptor.close(kernel, nowPs);
        return SyscallResult.done(0);
    }
}
