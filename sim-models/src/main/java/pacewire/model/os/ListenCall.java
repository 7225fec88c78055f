package pacewire.model.os;

/**
 * {@code listen(socket, backlog)}: a socket without a port is given one ({@code inet_csk_listen_start} in Linux {@code
 * net/ipv4/inet_connection_sock.c}). Errors: EBADF, ENOTSOCK, EOPNOTSUPP (a UDP socket), EINVAL (a connection).
 */
public final class ListenCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(50, "listen", new ListenCall())
            .that("lets clients connect")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK, Errno.EOPNOTSUPP);

    private ListenCall() {}

    /** Lets clients connect; so many may wait to be accepted. */
    public static Step listen(Syscalls os, int descriptor, int backlog) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = backlog;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpListenSocket socket)) {
            return SyscallResult.failed(whyNot(descriptor));
        }
        if (socket.port == TcpListenSocket.NO_PORT) {
            kernel.network().bindAnywhere(socket);
        }
        socket.listen((int) call.number);
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.number;
    }

    private static Errno whyNot(Descriptor descriptor) {
        if (descriptor instanceof UdpSocket) {
            return Errno.EOPNOTSUPP;
        }
        return descriptor instanceof TcpSocket ? Errno.EINVAL : Errno.ENOTSOCK;
    }
}
