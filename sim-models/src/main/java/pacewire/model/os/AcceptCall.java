package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/** {@code accept4(socket)}: takes the next established connection; waits for one. Errors: EBADF, EINVAL (it does not listen), EMFILE. */
final class AcceptCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpListenSocket listener)) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        TcpSocket connection = listener.poll();
        if (connection == null) {
            listener.waiting.add(call.thread());
            return SyscallResult.blocked(DelayPart.PROPAGATION);
        }
        return call.thread().process().open(connection);
    }
}
