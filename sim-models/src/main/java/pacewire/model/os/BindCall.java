package pacewire.model.os;

/** {@code bind(socket, port)}: gives a TCP socket its port. Errors: EBADF, ENOTSOCK, EINVAL (bound already). */
final class BindCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpListenSocket socket)) {
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        if (socket.port != TcpListenSocket.NO_PORT) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        socket.port = (int) call.number;
        return SyscallResult.done(0);
    }
}
