package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.DelayPart;

/**
 * {@code accept4(socket)}: takes the next established connection; waits for one. Errors: EBADF, ENOTSOCK, EOPNOTSUPP (a UDP
 * socket), EINVAL (it does not listen), EAGAIN (none is there, and the socket does not wait), EMFILE (the connection stays where it is, as in Linux, which takes the descriptor
 * first: {@code __sys_accept4_file} in {@code net/socket.c}).
 */
public final class AcceptCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(288, "accept4", new AcceptCall())
            .that("takes the next established connection")
            .failsWith(Errno.EBADF, Errno.EAGAIN, Errno.EINVAL, Errno.EMFILE, Errno.ENOTSOCK, Errno.EOPNOTSUPP);

    private AcceptCall() {}

    /** Takes the next established connection, or waits for one. */
    public static Step accept(Syscalls os, int descriptor) {
        return os.make(ROW, descriptor);
    }

    /** Takes the next established connection, whose calls will not wait, SOCK_NONBLOCK. */
    public static Step acceptNonBlocking(Syscalls os, int descriptor) {
        SyscallCall made = os.make(ROW, descriptor);
        made.flags = OpenFlags.NONBLOCK;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Descriptor descriptor = process.descriptor(call.descriptor);
        if (!(descriptor instanceof TcpListenSocket listener) || !listener.isListening()) {
            return SyscallResult.failed(whyNot(descriptor));
        }
        if (!process.canOpen()) {
            return SyscallResult.failed(Errno.EMFILE);
        }
        TcpSocket connection = listener.poll();
        if (connection == null && listener.isNonBlocking()) {
            return SyscallResult.failed(Errno.EAGAIN);
        }
        if (connection == null) {
            listener.waiting.add(call.thread());
            return SyscallResult.blocked(DelayPart.PROPAGATION);
        }
        connection.setNonBlocking(call.flags == OpenFlags.NONBLOCK);
        call.number = connection.remoteHost();
        call.secondNumber = connection.remotePort();
        return process.open(connection);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.acceptPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.acceptedAddress(call) + ", SOCK_CLOEXEC"
                + (call.flags == OpenFlags.NONBLOCK ? "|SOCK_NONBLOCK" : "");
    }

    private static Errno whyNot(@Nullable Descriptor descriptor) {
        if (descriptor == null) {
            return Errno.EBADF;
        }
        if (!(descriptor instanceof Socket)) {
            return Errno.ENOTSOCK;
        }
        return descriptor instanceof UdpSocket ? Errno.EOPNOTSUPP : Errno.EINVAL;
    }
}
