package pacewire.model.os;

/** {@code listen(socket, backlog)}. Errors: EBADF, ENOTSOCK, EDESTADDRREQ (not bound), EADDRINUSE (another one listens). */
public final class ListenCall implements SyscallHandler {
    static final SyscallRow ROW =
            new SyscallRow(50, "listen", SyscallRow::noMore, new ListenCall(), c -> c.descriptor + ", " + c.number);

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
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        if (socket.port == TcpListenSocket.NO_PORT) {
            return SyscallResult.failed(Errno.EDESTADDRREQ);
        }
        if (!kernel.network().listen(socket.port, socket)) {
            return SyscallResult.failed(Errno.EADDRINUSE);
        }
        socket.listen((int) call.number);
        return SyscallResult.done(0);
    }
}
