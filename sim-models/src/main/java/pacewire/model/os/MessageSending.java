package pacewire.model.os;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/**
 * How one message of a vector is sent, as in Linux {@code udp_sendmsg}: header, room in the send buffer, copy, one way through
 * UDP and IP whatever the number of its segments (de Bruijn and Dumazet, "Optimizing UDP for content delivery: GSO, pacing and
 * zerocopy", Linux Plumbers Conference 2018), and into the packet scheduler as one packet.
 */
final class MessageSending {
    /** Phases of a call, which goes through them once for each message. */
    static final int HEADER = 0;

    static final int ROOM = 1;
    static final int PROTOCOL = 2;
    static final int SEND = 3;

    /** {@code include/linux/socket.h}. */
    static final int DONT_WAIT = 0x40;

    static final int ZERO_COPY = 0x4000000;

    /** x86-64. */
    private static final int PAGE_BYTES = 4096;

    /** Ethernet's largest IP packet. */
    private static final int MTU_BYTES = 1500;

    private MessageSending() {}

    /** Where a call sends to, or why it cannot. */
    static @Nullable Errno whyNot(@Nullable Descriptor descriptor) {
        if (descriptor == null) {
            return Errno.EBADF;
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return notUdp(descriptor);
        }
        return socket.destination() == null ? Errno.EDESTADDRREQ : null;
    }

    /** Why nothing is sent on another descriptor than a UDP socket. */
    static Errno notUdp(Descriptor descriptor) {
        return descriptor instanceof Socket ? Errno.EOPNOTSUPP : Errno.ENOTSOCK;
    }

    /** Why a message cannot be sent now or ever; null when it can, as far as there is room. */
    static @Nullable Errno whyNotNow(SyscallCall call, MessageVector messages, UdpSocket socket, int place) {
        Errno tooLong = tooLong(messages, place);
        if (tooLong != null) {
            return tooLong;
        }
        return isZeroCopy(call, socket) && !socket.hasNoticeRoom() ? Errno.ENOBUFS : null;
    }

    /**
     * Whether a message can be sent at all: {@code udp_send_skb} in Linux {@code net/ipv4/udp.c}, with the errors since commit
     * 235174b2bed8 of 2025 (EINVAL before where a segment does not fit a frame).
     */
    private static @Nullable Errno tooLong(MessageVector messages, int place) {
        int bytes = messages.messageBytes(place);
        int segment = messages.segmentBytes(place);
        int datagram = segment == 0 ? bytes : Math.min(bytes, segment);
        if (bytes > MessageVector.LARGEST_BYTES || Protocol.UDP.headersBytes() + datagram > MTU_BYTES) {
            return Errno.EMSGSIZE;
        }
        return segment > 0 && bytes > segment * MessageVector.MOST_SEGMENTS ? Errno.EINVAL : null;
    }

    /** Takes in the header of the next message, after other work of {@code beforePs} for it; then the handler is asked again in the phase behind. */
    static SyscallResult takeHeader(SyscallCall call, Kernel kernel, long beforePs, long nowPs) {
        call.phase = HEADER;
        call.content().turnPs = nowPs;
        return call.charge(DelayPart.SYSCALL, beforePs + kernel.profile().messageHeaderPs());
    }

    /** Whether the bytes stay where they are: MSG_ZEROCOPY counts for nothing without SO_ZEROCOPY. */
    static boolean isZeroCopy(SyscallCall call, UdpSocket socket) {
        return (call.flags & ZERO_COPY) != 0 && socket.isZeroCopyEnabled();
    }

    /** There is room for the message: its bytes are copied, or their pages pinned and a notice made for when they are free. */
    static SyscallResult takeBytes(SyscallCall call, Kernel kernel, UdpSocket socket, int bytes) {
        call.phase = ROOM;
        if (isZeroCopy(call, socket)) {
            int pages = (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
            long pinPs = pages * kernel.profile().pagePinPs();
            return call.charge(DelayPart.SYSCALL, pinPs + kernel.profile().zerocopyNoticePs());
        }
        return call.charge(DelayPart.COPY, kernel.caches().sendPs(kernel.coreOf(call), call.buffer(), bytes));
    }

    /** The flags as strace shows them. */
    static String flags(SyscallCall call) {
        return switch (call.flags) {
            case DONT_WAIT -> "MSG_DONTWAIT";
            case ZERO_COPY -> "MSG_ZEROCOPY";
            default -> "0";
        };
    }

    /** Makes the datagrams of a message, and hands them over as one packet. */
    static void send(SyscallCall call, MessageVector messages, Kernel kernel, UdpSocket socket, int place, long nowPs) {
        int first = messages.firstDatagram(place);
        int end = messages.endDatagram(place);
        long sequence =
                end - first == 1 ? socket.charge() : socket.chargeSegments(end - first, messages.messageBytes(place));
        Packet head = datagram(call, messages, kernel, socket, sequence, first, nowPs);
        Packet last = head;
        for (int i = first + 1; i < end; i++) {
            Packet segment = datagram(call, messages, kernel, socket, sequence + i - first, i, nowPs);
            head.appendSegment(segment, last);
            last = segment;
        }
        messages.sent(place);
        if (isZeroCopy(call, socket)) {
            socket.sentWithoutCopy(last.sequence);
        } else {
            kernel.copiedFromUser(messages.messageBytes(place));
        }
        // For the messages behind, this one was a mate that they waited for.
        call.thread().countAs(DelayPart.BATCH, call.content().turnPs);
        kernel.transmit(call.thread(), head, nowPs);
    }

    private static Packet datagram(
            SyscallCall call,
            MessageVector messages,
            Kernel kernel,
            UdpSocket socket,
            long sequence,
            int index,
            long nowPs) {
        UdpSocket.Destination destination = Objects.requireNonNull(socket.destination());
        Packet packet = kernel.parts().pool().take(nowPs);
        packet.flow = socket.flow();
        packet.sequence = sequence;
        packet.source = kernel.parts().host();
        packet.sourcePort = socket.flow();
        packet.destination = destination.host();
        packet.destinationPort = destination.port();
        messages.fill(packet, index);
        call.content().set(packet.file, packet.fileOffset, packet.idealPs);
        packet.fileVersion = call.content().version(kernel.parts().files());
        packet.openAccount(packet.isScheduled() ? packet.idealPs : call.startedPs());
        if (packet.isScheduled()) {
            packet.spend(DelayPart.BATCH, messages.batchPs());
        }
        socket.chargeDelays(packet, call.thread());
        kernel.parts().probe().created(packet, nowPs);
        return packet;
    }
}
