package pacewire.model.os;

/** {@code connect(socket, address)} of a UDP socket: says where it sends to. Errors: EBADF, ENOTSOCK. */
public final class ConnectCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            42,
            "connect",
            SyscallRow::noMore,
            new ConnectCall(),
            c -> c.descriptor + ", " + StraceText.address(c.number, c.secondNumber) + ", 16");

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
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        socket.connect(new UdpSocket.Destination((int) call.number, call.secondNumber));
        return SyscallResult.done(0);
    }
}
