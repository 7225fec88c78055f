package pacewire.model.transport;

import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

/** Segments as such, with or without a connection. */
public final class TcpSegments {
    private TcpSegments() {}

    /** Whether a segment asks for a connection: a SYN and nothing else. */
    public static boolean isConnectionRequest(Packet segment) {
        int askedFor = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST | TcpFlags.FIN;
        return segment.protocol == Protocol.TCP && (segment.tcpFlags & askedFor) == TcpFlags.SYN;
    }

    /**
     * Answers a segment that belongs to no connection with a reset, as RFC 9293 section 3.10.7.1 has it; a reset is not
     * answered.
     *
     * @param segment the caller still owns it
     * @param flow the flow number of the reset
     */
    public static void refuse(TcpHost host, Packet segment, int flow, long nowPs) {
        if (TcpFlags.has(segment.tcpFlags, TcpFlags.RST)) {
            return;
        }
        Packet reset = host.newSegment(nowPs);
        address(reset, answerTo(segment), flow);
        if (TcpFlags.has(segment.tcpFlags, TcpFlags.ACK)) {
            reset.tcpFlags = TcpFlags.RST;
            reset.tcpSequence = segment.tcpAcknowledgement;
        } else {
            reset.tcpFlags = TcpFlags.RST | TcpFlags.ACK;
            reset.tcpAcknowledgement = segment.tcpSequence + sequenceLength(segment);
        }
        host.send(reset, nowPs);
    }

    /** SEG.LEN: data, and one each for SYN and FIN. */
    static int sequenceLength(Packet segment) {
        return segment.payloadBytes + Integer.bitCount(segment.tcpFlags & (TcpFlags.SYN | TcpFlags.FIN));
    }

    /** The addresses of the connection that a segment came for, seen from here. */
    static TcpAddresses answerTo(Packet segment) {
        return new TcpAddresses(segment.destination, segment.destinationPort, segment.source, segment.sourcePort);
    }

    static void address(Packet segment, TcpAddresses addresses, int flow) {
        segment.protocol = Protocol.TCP;
        segment.flow = flow;
        segment.source = addresses.localHost();
        segment.sourcePort = addresses.localPort();
        segment.destination = addresses.remoteHost();
        segment.destinationPort = addresses.remotePort();
    }
}
