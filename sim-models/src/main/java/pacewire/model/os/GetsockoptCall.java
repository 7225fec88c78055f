package pacewire.model.os;

/**
 * {@code getsockopt(socket, SOL_SOCKET, option, value)}: SO_SNDBUF, the limit of the send buffer as the kernel keeps it, which
 * is twice what was asked for; SO_ERROR, the number of the error that broke a connection, which is then taken away, or 0. Errors: EBADF,
 * ENOTSOCK, EOPNOTSUPP (another option, or a socket that listens).
 */
@SuppressWarnings("EnumOrdinal") // a number for the call, which is never kept
public final class GetsockoptCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(55, "getsockopt", new GetsockoptCall())
            .that("tells SO_SNDBUF or SO_ERROR")
            .failsWith(Errno.EBADF, Errno.ENOTSOCK, Errno.EOPNOTSUPP);

    /** Where the kernel writes the value of an option. */
    public static final class OptionValue {
        private long value;

        /** 0 before anything was written. */
        public OptionValue() {}

        public long value() {
            return value;
        }
    }

    private GetsockoptCall() {}

    /** Asks for the limit of the send buffer, in bytes. */
    public static Step sendBuffer(Syscalls os, int descriptor, OptionValue into) {
        return option(os, descriptor, SocketOption.SO_SNDBUF, into);
    }

    /** Asks for the error of a socket, and takes it away; 0: there is none. */
    public static Step error(Syscalls os, int descriptor, OptionValue into) {
        return option(os, descriptor, SocketOption.SO_ERROR, into);
    }

    private static Step option(Syscalls os, int descriptor, SocketOption option, OptionValue into) {
        SyscallCall made = os.make(ROW, descriptor);
        made.secondNumber = option.ordinal();
        made.object = into;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof Socket socket)) {
            return SyscallResult.failed(Errno.ENOTSOCK);
        }
        if (socket instanceof TcpListenSocket) {
            return SyscallResult.failed(Errno.EOPNOTSUPP);
        }
        boolean isError = SocketOption.values()[call.secondNumber] == SocketOption.SO_ERROR;
        call.object(OptionValue.class).value = isError ? error(socket) : sendBuffer(socket);
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", SOL_SOCKET, " + SocketOption.values()[call.secondNumber] + ", ["
                + call.object(OptionValue.class).value + "], [4]";
    }

    private static long error(Socket socket) {
        Errno error = socket instanceof TcpSocket connection ? connection.takeError() : null;
        return error == null ? 0 : error.number();
    }

    private static long sendBuffer(Socket socket) {
        if (socket instanceof TcpSocket connection) {
            return connection.output().bufferBytes();
        }
        return ((UdpSocket) socket).bufferBytes();
    }
}
