package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/** {@code write(connection, bytes)}: hands bytes to TCP. Errors: EBADF, ENOTCONN, EPIPE (the connection broke). */
public final class WriteCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            1,
            "write",
            SyscallRow::noMore,
            new WriteCall(),
            c -> c.descriptor + ", " + StraceText.quoted(c, StraceText.length(c)) + ", " + StraceText.length(c));

    private static final int ENTER = 0;

    private WriteCall() {}

    /** Writes bytes to a connection. */
    public static Step write(Syscalls os, int descriptor, byte[] bytes) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = bytes;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpSocket socket)) {
            return SyscallResult.failed(Errno.ENOTCONN);
        }
        if (socket.failure() != null) {
            return SyscallResult.failed(Errno.EPIPE);
        }
        byte[] bytes = call.object(byte[].class);
        if (call.phase == ENTER) {
            return call.charge(DelayPart.COPY, kernel.profile().copyPs(bytes.length));
        }
        socket.connection().write(bytes);
        return SyscallResult.done(bytes.length);
    }
}
