package pacewire.model.os;

/** {@code bind(socket, port)}: gives a TCP socket its port. Errors: EBADF, ENOTSOCK, EINVAL (bound already). */
public final class BindCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            49,
            "bind",
            SyscallRow::noMore,
            new BindCall(),
            c -> c.descriptor + ", " + StraceText.address(0, c.number) + ", 16");

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
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        if (socket.port != TcpListenSocket.NO_PORT) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        socket.port = (int) call.number;
        return SyscallResult.done(0);
    }
}
