package pacewire.model.os;

/** {@code socket(AF_INET, SOCK_DGRAM | SOCK_STREAM, 0)}: makes a socket. Errors: EINVAL (another type), EMFILE. */
final class SocketCall implements SyscallHandler {
    /** Socket types of Linux, {@code include/linux/net.h}. */
    static final int STREAM = 1;

    static final int DATAGRAM = 2;

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        if (call.number != STREAM && call.number != DATAGRAM) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (!process.canOpen()) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        return process.open(call.number == STREAM ? new TcpListenSocket() : new UdpSocket(kernel));
    }
}
