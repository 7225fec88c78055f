package pacewire.model.os;

/** {@code socket(AF_INET, SOCK_DGRAM | SOCK_STREAM, 0)}: makes a socket. Errors: EINVAL (another type), EMFILE. */
final class SocketCall implements SyscallHandler {
    /** Socket types of Linux, {@code include/linux/net.h}. */
    static final int STREAM = 1;

    static final int DATAGRAM = 2;

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        if (call.number == STREAM) {
            return process.open(new TcpListenSocket());
        }
        return call.number == DATAGRAM ? process.open(new UdpSocket(kernel)) : SyscallResult.failed(Errno.EINVAL);
    }
}
