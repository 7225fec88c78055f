package pacewire.model.os;

/** {@code connect(socket, address)} of a UDP socket: says where it sends to. Errors: EBADF, ENOTSOCK. */
final class ConnectCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        socket.connect(new UdpSocket.Destination((int) call.number, call.secondNumber));
        return SyscallResult.done(0);
    }
}
