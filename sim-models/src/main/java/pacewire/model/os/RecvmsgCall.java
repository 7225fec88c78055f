package pacewire.model.os;

/**
 * {@code recvmsg(socket, MSG_ERRQUEUE)}: takes the next event that the kernel has reported on a UDP socket:
 * first which sends without a copy are done with their pages, and then returns 0 bytes. Errors: EBADF,
 * ENOTSOCK, EAGAIN (none is there, as always on a TCP socket).
 */
public final class RecvmsgCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(47, "recvmsg", new RecvmsgCall())
            .that("takes what the kernel has reported on a socket's error queue")
            .failsWith(Errno.EBADF, Errno.EAGAIN, Errno.ENOTSOCK);

    private RecvmsgCall() {}

    /** Takes the next event that the kernel reported on a socket. */
    public static Step receiveEvent(Syscalls os, int descriptor, EventBuffer buffer) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = buffer;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(descriptor instanceof Socket ? Errno.EAGAIN : Errno.ENOTSOCK);
        }
        EventBuffer buffer = call.object(EventBuffer.class);
        if (socket.pollZeroCopyNotice(buffer)) {
            return SyscallResult.done(0);
        }
        SocketEvent event = socket.pollEvent();
        if (event == null) {
            return SyscallResult.failed(Errno.EAGAIN);
        }
        buffer.fill(event);
        return SyscallResult.done(1);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.event(call) + ", MSG_ERRQUEUE";
    }
}
