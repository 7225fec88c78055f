package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code recvfrom(connection, buffer, size)}: takes bytes that have come; waits for some; returns 0 when the other end has
 * closed. Errors: EBADF, ENOTSOCK, ENOTCONN, ECONNRESET, ETIMEDOUT, EAGAIN (nothing is there, and the
 * socket does not wait).
 */
public final class RecvfromCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            45,
            "recvfrom",
            SyscallRow::noMore,
            new RecvfromCall(),
            c -> c.descriptor + ", " + StraceText.quoted(c, (int) c.number) + ", " + StraceText.length(c)
                    + ", 0, NULL, NULL");

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
            return SyscallResult.failed(descriptor instanceof OpenFile ? Errno.ENOTSOCK : Errno.ENOTCONN);
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

    private static SyscallResult nothingToRead(SyscallCall call, TcpSocket socket) {
        Errno failure = socket.failure();
        if (failure != null) {
            return SyscallResult.failed(failure);
        }
        if (socket.isPeerClosed()) {
            return SyscallResult.done(0);
        }
        if (socket.isNonBlocking()) {
            return SyscallResult.failed(Errno.EAGAIN);
        }
        socket.awaitBytes(call.thread());
        return SyscallResult.blocked(DelayPart.PROPAGATION);
    }
}
