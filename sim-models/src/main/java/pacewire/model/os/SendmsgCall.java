package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code sendmsg(socket, message, flags)} on a connected UDP socket: as {@link SendtoCall}, and with UDP_SEGMENT for up to 64
 * datagrams at once. Errors: EBADF, ENOTSOCK, EDESTADDRREQ, EAGAIN (no room, and it does not wait), EMSGSIZE (65,507 bytes in
 * all, an Ethernet frame for each datagram), EINVAL (more than 64 segments), ENOBUFS (MSG_ZEROCOPY, and too
 * many notices were not read).
 */
public final class SendmsgCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(
            46,
            "sendmsg",
            SyscallRow::noMore,
            new SendmsgCall(),
            c -> c.descriptor + ", " + c.object(MessageVector.class).header((int) c.number) + ", "
                    + MessageSending.flags(c));

    private SendmsgCall() {}

    /** Sends the first message that was not sent yet; waits for room unless the socket does not wait. */
    public static Step send(Syscalls os, int descriptor, MessageVector messages) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = messages;
        made.number = messages.place(0);
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        Errno error = MessageSending.whyNot(descriptor);
        if (error != null || !(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(error == null ? Errno.ENOTSOCK : error);
        }
        MessageVector messages = call.object(MessageVector.class);
        int place = (int) call.number;
        return switch (call.phase) {
            case MessageSending.HEADER -> MessageSending.takeHeader(call, kernel, nowPs);
            case MessageSending.ROOM -> {
                Errno whyNot = MessageSending.whyNotNow(call, socket, place);
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
                MessageSending.send(call, kernel, socket, place, nowPs);
                yield SyscallResult.done(messages.messageBytes(place));
            }
        };
    }
}
