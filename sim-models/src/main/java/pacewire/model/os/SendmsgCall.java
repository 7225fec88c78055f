package pacewire.model.os;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * {@code sendmsg(socket, message, flags)} on a connected UDP socket: as {@link SendtoCall}, and with UDP_SEGMENT for up to 64
 * datagrams at once. Errors: EBADF, ENOTSOCK, EOPNOTSUPP (a TCP socket), EDESTADDRREQ, EAGAIN (no room, and it does not wait), EMSGSIZE (65,507 bytes in
 * all, an Ethernet frame for each datagram), EINVAL (more than 64 segments; or an instant is named on a socket
 * without SO_TXTIME, {@code __sock_cmsg_send} in Linux {@code net/core/sock.c}), ENOBUFS (MSG_ZEROCOPY, and too many notices were
 * not read).
 */
public final class SendmsgCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(46, "sendmsg", new SendmsgCall())
            .that("sends a datagram, several by UDP_SEGMENT, or one at an instant that it names (SO_TXTIME)")
            .failsWith(
                    Errno.EBADF,
                    Errno.EAGAIN,
                    Errno.EINVAL,
                    Errno.ENOTSOCK,
                    Errno.EDESTADDRREQ,
                    Errno.EMSGSIZE,
                    Errno.EOPNOTSUPP,
                    Errno.ENOBUFS);

    /** In place of messages: a single datagram that names its instant. */
    private static final Object TIMED = new Object();

    private SendmsgCall() {}

    /** Sends the first message that was not sent yet; waits for room unless the socket does not wait. */
    public static Step send(Syscalls os, int descriptor, MessageVector messages) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = messages;
        made.number = messages.place(0);
        return made;
    }

    /**
     * Sends a datagram that names the instant at which it is to leave, in a control message (SCM_TXTIME).
     *
     * @param instantPs on the clock of the run, which stands for TAI
     * @param file what the bytes are of, for the meters
     * @param fileOffset where they stand in it, for the meters
     * @param idealPs place in the ideal schedule, for the meters; {@link Packet#UNSCHEDULED}: none
     */
    public static Step sendAt(
            Syscalls os, int descriptor, int bytes, long instantPs, int file, long fileOffset, long idealPs) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = TIMED;
        made.number = bytes;
        made.content().set(file, fileOffset, idealPs);
        made.content().instantPs = instantPs;
        return made;
    }

    @Override
    public String arguments(SyscallCall call) {
        if (call.object != TIMED) {
            return call.descriptor + ", " + call.object(MessageVector.class).header((int) call.number) + ", "
                    + MessageSending.flags(call);
        }
        long nanoseconds = call.content().instantPs / SimTime.NANOSECOND;
        return call.descriptor + ", {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=" + call.number
                + "}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_TXTIME,"
                + " cmsg_data=[" + nanoseconds + "]}], msg_controllen=24, msg_flags=0}, 0";
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (call.object == TIMED) {
            boolean isUnasked = descriptor instanceof UdpSocket timed && !timed.hasTxtime();
            return isUnasked ? SyscallResult.failed(Errno.EINVAL) : SendtoCall.sendOne(call, kernel, nowPs);
        }
        Errno error = MessageSending.whyNot(descriptor);
        if (error != null || !(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(error == null ? Errno.ENOTSOCK : error);
        }
        MessageVector messages = call.object(MessageVector.class);
        int place = (int) call.number;
        return switch (call.phase) {
            case MessageSending.HEADER -> MessageSending.takeHeader(call, kernel, 0, nowPs);
            case MessageSending.ROOM -> {
                Errno whyNot = MessageSending.whyNotNow(call, messages, socket, place);
                if (whyNot != null) {
                    yield SyscallResult.failed(whyNot);
                }
                if (!socket.hasRoomFor(messages, place)) {
                    yield SendmmsgCall.full(call, socket, nowPs);
                }
                yield MessageSending.takeBytes(call, kernel, socket, messages.messageBytes(place));
            }
            case MessageSending.PROTOCOL ->
                call.charge(DelayPart.SYSCALL, kernel.profile().udpSendPs());
            default -> {
                MessageSending.send(call, messages, kernel, socket, place, nowPs);
                yield SyscallResult.done(messages.messageBytes(place));
            }
        };
    }
}
