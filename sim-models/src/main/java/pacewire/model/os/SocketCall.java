package pacewire.model.os;

/** {@code socket(AF_INET, SOCK_DGRAM | SOCK_STREAM, 0)}: makes a socket. Errors: EINVAL (another type), EMFILE. */
public final class SocketCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(41, "socket", new SocketCall())
            .that("makes a TCP or a UDP socket")
            .failsWith(Errno.EINVAL, Errno.EMFILE);

    /** Socket types of Linux, {@code include/linux/net.h}. */
    static final int STREAM = 1;

    static final int DATAGRAM = 2;

    private SocketCall() {}

    /** Makes a TCP socket. */
    public static Step streamSocket(Syscalls os) {
        return socket(os, STREAM, 0);
    }

    /** Makes a UDP socket. */
    public static Step datagramSocket(Syscalls os) {
        return socket(os, DATAGRAM, 0);
    }

    /** Makes a TCP socket whose calls do not wait, SOCK_NONBLOCK. */
    public static Step nonBlockingStreamSocket(Syscalls os) {
        return socket(os, STREAM, OpenFlags.NONBLOCK);
    }

    /** Makes a UDP socket whose calls do not wait, SOCK_NONBLOCK. */
    public static Step nonBlockingDatagramSocket(Syscalls os) {
        return socket(os, DATAGRAM, OpenFlags.NONBLOCK);
    }

    private static Step socket(Syscalls os, int type, int flags) {
        SyscallCall made = os.make(ROW);
        made.number = type;
        made.flags = flags;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        if (call.number != STREAM && call.number != DATAGRAM) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (!process.canOpen()) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        Descriptor socket = call.number == STREAM ? new TcpListenSocket() : new UdpSocket(kernel);
        socket.setNonBlocking(call.flags == OpenFlags.NONBLOCK);
        return process.open(socket);
    }

    @Override
    public String arguments(SyscallCall call) {
        return "AF_INET, " + (call.number == SocketCall.STREAM ? "SOCK_STREAM" : "SOCK_DGRAM")
                + (call.flags == OpenFlags.NONBLOCK ? "|SOCK_NONBLOCK" : "") + ", IPPROTO_IP";
    }
}
