package pacewire.model.os;

import java.util.Objects;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/**
 * {@code sendto(socket, buffer, size)} on a connected UDP socket: copies the bytes from the application and sends them as one
 * datagram; waits while the send buffer is full. Errors: EAGAIN (it is full, and the socket does not wait), EBADF, ENOTSOCK, EOPNOTSUPP (a TCP socket: its bytes
 * are written), EDESTADDRREQ (not connected), EMSGSIZE (more than fits an Ethernet
 * frame: there is no fragmentation here).
 */
public final class SendtoCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(44, "sendto", new SendtoCall())
            .that("sends a datagram")
            .failsWith(Errno.EBADF, Errno.EAGAIN, Errno.ENOTSOCK, Errno.EDESTADDRREQ, Errno.EMSGSIZE, Errno.EOPNOTSUPP);

    /** Ethernet's largest payload, less the headers of IP and UDP. */
    private static final int LARGEST_PAYLOAD_BYTES = 1500 - Protocol.UDP.headersBytes();

    private static final int ENTER = 0;
    private static final int PROTOCOL = 1;

    private SendtoCall() {}

    /**
     * Sends a datagram.
     *
     * @param file what the bytes are of, for the meters
     * @param fileOffset where they stand in it, for the meters
     * @param idealPs place in the ideal schedule, for the meters; {@link Packet#UNSCHEDULED}: none
     */
    public static Step send(Syscalls os, int descriptor, int bytes, int file, long fileOffset, long idealPs) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.content().set(file, fileOffset, idealPs);
        return made;
    }

    /**
     * Sends a datagram from a buffer.
     *
     * @param buffer whose place in the caches counts; without one, it is the thread's own
     */
    public static Step send(
            Syscalls os, int descriptor, UserBuffer buffer, int bytes, int file, long fileOffset, long idealPs) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.content().set(file, fileOffset, idealPs);
        made.namedBuffer = buffer;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        return sendOne(call, kernel, nowPs);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", \"\"..., " + call.number + ", 0, NULL, 0";
    }

    /** Sends one datagram; it may name its instant. */
    static SyscallResult sendOne(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(MessageSending.notUdp(descriptor));
        }
        return switch (call.phase) {
            case ENTER -> enter(call, kernel, socket, nowPs);
            case PROTOCOL -> call.charge(DelayPart.SYSCALL, kernel.profile().udpSendPs());
            default -> send(call, kernel, socket, nowPs);
        };
    }

    private static SyscallResult enter(SyscallCall call, Kernel kernel, UdpSocket socket, long nowPs) {
        if (socket.destination() == null) {
            return SyscallResult.failed(Errno.EDESTADDRREQ);
        }
        if (call.number > LARGEST_PAYLOAD_BYTES) {
            return SyscallResult.failed(Errno.EMSGSIZE);
        }
        if (!socket.hasRoom() && socket.isNonBlocking()) {
            socket.foundFull(nowPs);
            return SyscallResult.failed(Errno.EAGAIN);
        }
        if (!socket.hasRoom()) {
            socket.awaitRoom(call.thread());
            return SyscallResult.blocked(DelayPart.SOCKET_BUFFER);
        }
        return call.charge(
                DelayPart.COPY, kernel.caches().sendPs(kernel.coreOf(call), call.buffer(), (int) call.number));
    }

    private static SyscallResult send(SyscallCall call, Kernel kernel, UdpSocket socket, long nowPs) {
        UdpSocket.Destination destination = Objects.requireNonNull(socket.destination());
        Packet packet = kernel.parts().pool().take(nowPs);
        packet.flow = socket.flow();
        packet.sequence = socket.charge();
        packet.source = kernel.parts().host();
        packet.sourcePort = socket.flow();
        packet.destination = destination.host();
        packet.destinationPort = destination.port();
        packet.payloadBytes = (int) call.number;
        packet.file = call.content().file;
        packet.fileOffset = call.content().fileOffset;
        packet.fileVersion = call.content().version(kernel.parts().files());
        packet.idealPs = call.content().idealPs;
        packet.eligiblePs = call.content().instantPs;
        packet.namedInstant = socket.meaningOfInstants();
        packet.openAccount(packet.isScheduled() ? packet.idealPs : call.startedPs());
        socket.chargeDelays(packet, call.thread());
        kernel.copiedFromUser(call.number);
        kernel.parts().probe().created(packet, nowPs);
        kernel.transmit(call.thread(), packet, nowPs);
        return SyscallResult.done(call.number);
    }
}
