package pacewire.model.os;

/**
 * {@code bind(socket, port)}: gives a TCP socket its port. Errors: EBADF, ENOTSOCK, EINVAL (bound already, or a connection),
 * EADDRINUSE (another socket has the port; SO_REUSEADDR, with which Linux would say so in {@code listen}, is not there), EOPNOTSUPP
 * (a UDP socket: here, the kernel chooses its port).
 */
public final class BindCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(49, "bind", new BindCall())
            .that("gives a TCP socket its port")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK, Errno.EOPNOTSUPP, Errno.EADDRINUSE);

    private BindCall() {}

    /** Gives a TCP socket its port. */
    public static Step bind(Syscalls os, int descriptor, int port) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = port;
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
        if (socket.port != TcpListenSocket.NO_PORT) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (!kernel.network().bind((int) call.number, socket)) {
            return SyscallResult.failed(Errno.EADDRINUSE);
        }
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.address(0, call.number) + ", 16";
    }

    /** The port of a connection is that of its listener; a UDP socket's is the number of its flow. */
    private static Errno whyNot(Descriptor descriptor) {
        if (descriptor instanceof UdpSocket) {
            return Errno.EOPNOTSUPP;
        }
        return descriptor instanceof TcpSocket ? Errno.EINVAL : Errno.ENOTSOCK;
    }
}
