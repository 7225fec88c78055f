package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code sendmmsg(socket, messages, count, flags)} on a connected UDP socket: sends messages one after the other and returns
 * how many; an error ends it, and is returned only when it came with the first one ({@code __sys_sendmmsg} in Linux {@code
 * net/socket.c}). Errors: those of {@link SendmsgCall} but EINVAL: no
 * message of a {@link MessageVector} has too many segments.
 */
public final class SendmmsgCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(307, "sendmmsg", new SendmmsgCall())
            .that("sends several messages")
            .failsWith(
                    Errno.EBADF,
                    Errno.EAGAIN,
                    Errno.ENOTSOCK,
                    Errno.EDESTADDRREQ,
                    Errno.EMSGSIZE,
                    Errno.EOPNOTSUPP,
                    Errno.ENOBUFS);

    /** Messages that one call takes at most: {@code UIO_MAXIOV} in Linux {@code include/uapi/linux/uio.h}. */
    private static final int MOST_MESSAGES = 1024;

    private SendmmsgCall() {}

    /** Sends the messages that were not sent yet; waits for room unless the socket does not wait. */
    public static Step send(Syscalls os, int descriptor, MessageVector messages) {
        return send(os, descriptor, messages, 0);
    }

    /** Sends as many of the messages as there is room for, without waiting (MSG_DONTWAIT). */
    public static Step sendWithoutWaiting(Syscalls os, int descriptor, MessageVector messages) {
        return send(os, descriptor, messages, MessageSending.DONT_WAIT);
    }

    /**
     * Sends the messages that were not sent yet, MSG_ZEROCOPY: the application leaves the bytes alone until the error queue says
     * that they are sent. ENOBUFS when too many notices of that were not read.
     */
    public static Step sendWithoutCopy(Syscalls os, int descriptor, MessageVector messages) {
        return send(os, descriptor, messages, MessageSending.ZERO_COPY);
    }

    private static Step send(Syscalls os, int descriptor, MessageVector messages, int flags) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = messages;
        made.flags = flags;
        made.thirdNumber = messages.messagesLeft();
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        Errno error = MessageSending.whyNot(descriptor);
        if (error != null || !(descriptor instanceof UdpSocket socket)) {
            return ended(call, SyscallResult.failed(error == null ? Errno.ENOTSOCK : error));
        }
        MessageVector messages = call.object(MessageVector.class);
        int place = messages.place((int) call.number);
        return switch (call.phase) {
            case MessageSending.HEADER ->
                call.number == Math.min(MOST_MESSAGES, call.thirdNumber)
                        ? SyscallResult.done(call.number)
                        : MessageSending.takeHeader(call, kernel, 0, nowPs);
            case MessageSending.ROOM -> {
                Errno whyNot = MessageSending.whyNotNow(call, messages, socket, place);
                if (whyNot != null) {
                    yield ended(call, SyscallResult.failed(whyNot));
                }
                if (!socket.hasRoomFor(messages, place)) {
                    yield ended(call, full(call, socket, nowPs));
                }
                yield MessageSending.takeBytes(call, kernel, socket, messages.messageBytes(place));
            }
            case MessageSending.PROTOCOL ->
                call.charge(DelayPart.SYSCALL, kernel.profile().udpSendPs());
            default -> {
                MessageSending.send(call, messages, kernel, socket, place, nowPs);
                call.number++;
                call.phase = MessageSending.HEADER;
                yield handle(call, kernel, nowPs);
            }
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.object + ", " + call.thirdNumber + ", " + MessageSending.flags(call);
    }

    /** What ends the call: an error counts only before the first message. */
    private static SyscallResult ended(SyscallCall call, SyscallResult result) {
        return result.errno() != null && call.number > 0 ? SyscallResult.done(call.number) : result;
    }

    /** There is no room for the message: EAGAIN, or a wait in the same phase. */
    static SyscallResult full(SyscallCall call, UdpSocket socket, long nowPs) {
        if (socket.isNonBlocking() || call.flags == MessageSending.DONT_WAIT) {
            socket.foundFull(nowPs);
            return SyscallResult.failed(Errno.EAGAIN);
        }
        socket.awaitRoom(call.thread());
        return SyscallResult.blocked(DelayPart.SOCKET_BUFFER);
    }
}
