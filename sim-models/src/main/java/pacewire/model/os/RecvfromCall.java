package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code recvfrom(connection, buffer, size)}: takes bytes that have come; waits for some; returns 0 when the other end has
 * closed, or it is known why the connection broke. Errors: EBADF, ENOTSOCK, ENOTCONN (it listens), ECONNRESET, ETIMEDOUT, EAGAIN (nothing is there, and the
 * socket does not wait).
 */
public final class RecvfromCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(45, "recvfrom", new RecvfromCall())
            .that("takes bytes that have come over a connection")
            .failsWith(Errno.EBADF, Errno.EAGAIN, Errno.ENOTSOCK, Errno.ENOTCONN, Errno.ECONNRESET, Errno.ETIMEDOUT);

    private static final int ENTER = 0;

    private RecvfromCall() {}

    /** Receives bytes of a connection into a buffer. */
    public static Step receive(Syscalls os, int descriptor, byte[] buffer) {
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
        if (!(descriptor instanceof TcpSocket socket)) {
            return notConnected(descriptor);
        }
        byte[] buffer = call.object(byte[].class);
        int available = Math.min(socket.available(), buffer.length);
        if (available == 0) {
            call.phase = ENTER;
            return nothingToRead(call, socket);
        }
        if (call.phase == ENTER) {
            call.number = available;
            return call.charge(DelayPart.COPY, kernel.caches().receivePs(kernel.coreOf(call), available));
        }
        // What has come since was not paid for.
        call.number = socket.connection().read(buffer, 0, (int) call.number);
        return SyscallResult.done(call.number);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.quoted(call, (int) call.number) + ", " + StraceText.length(call)
                + ", 0, NULL, NULL";
    }

    /** Nothing ever comes to a UDP socket of the server: who waits there, waits for good. */
    private static SyscallResult notConnected(Descriptor descriptor) {
        if (descriptor instanceof UdpSocket socket) {
            return socket.isNonBlocking()
                    ? SyscallResult.failed(Errno.EAGAIN)
                    : SyscallResult.blocked(DelayPart.PROPAGATION);
        }
        return SyscallResult.failed(descriptor instanceof Socket ? Errno.ENOTCONN : Errno.ENOTSOCK);
    }

    private static SyscallResult nothingToRead(SyscallCall call, TcpSocket socket) {
        Errno error = socket.takeError();
        if (error != null) {
            return SyscallResult.failed(error);
        }
        if (socket.isPeerClosed() || socket.failure() != null) {
            return SyscallResult.done(0);
        }
        if (socket.isNonBlocking()) {
            return SyscallResult.failed(Errno.EAGAIN);
        }
        socket.awaitBytes(call.thread());
        return SyscallResult.blocked(DelayPart.PROPAGATION);
    }
}
