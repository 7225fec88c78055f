package pacewire.model.os;

/**
 * {@code connect(socket, address)} of a UDP socket: says where it sends to. Errors: EBADF, ENOTSOCK,
 * EISCONN (a TCP socket that is connected, or listens: {@code __inet_stream_connect} in Linux {@code net/ipv4/af_inet.c}),
 * EOPNOTSUPP (another TCP socket: this server is never a client).
 */
public final class ConnectCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(42, "connect", new ConnectCall())
            .that("says where a UDP socket sends to")
            .failsWith(Errno.EBADF, Errno.ENOTSOCK, Errno.EISCONN, Errno.EOPNOTSUPP);

    private ConnectCall() {}

    /** Says where a UDP socket sends to. */
    public static Step connect(Syscalls os, int descriptor, int host, int port) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = host;
        made.secondNumber = port;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(whyNot(descriptor));
        }
        socket.connect(new UdpSocket.Destination((int) call.number, call.secondNumber));
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.address(call.number, call.secondNumber) + ", 16";
    }

    private static Errno whyNot(Descriptor descriptor) {
        if (!(descriptor instanceof Socket)) {
            return Errno.ENOTSOCK;
        }
        boolean isIdle = descriptor instanceof TcpListenSocket socket && !socket.isListening();
        return isIdle ? Errno.EOPNOTSUPP : Errno.EISCONN;
    }
}
