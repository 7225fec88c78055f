package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/** {@code write(connection, bytes)}: hands bytes to TCP. Errors: EBADF, ENOTCONN, EPIPE (the connection broke). */
final class WriteCall implements SyscallHandler {
    private static final int ENTER = 0;

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpSocket socket)) {
            return SyscallResult.failed(Errno.ENOTCONN);
        }
        if (socket.failure() != null) {
            return SyscallResult.failed(Errno.EPIPE);
        }
        byte[] bytes = call.object(byte[].class);
        if (call.phase == ENTER) {
            return call.charge(DelayPart.COPY, kernel.profile().copyPs(bytes.length));
        }
        socket.connection().write(bytes);
        return SyscallResult.done(bytes.length);
    }
}
