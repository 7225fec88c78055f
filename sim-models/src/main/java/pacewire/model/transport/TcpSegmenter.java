package pacewire.model.transport;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * Makes the segments of a connection, and super-packets of segments that leave together: one packet to the layers below until
 * somebody cuts it (TSO and GSO in Linux, {@code Documentation/networking/segmentation-offloads.rst}). The segments are made
 * here already, each with its number and its content, and hang on the first one; nothing is made when it is cut.
 */
final class TcpSegmenter implements SegmentOutput {
    private static final Content NOTHING = segment -> {};

    private final TcpConnection connection;
    private final TcpHost host;
    private final TcpReceiver receiver;
    private long segmentsMade;
    private boolean isGathering;
    /** First and last segment gathered. */
    private @Nullable Packet first;

    private @Nullable Packet last;

    TcpSegmenter(TcpConnection connection, TcpReceiver receiver) {
        this.connection = connection;
        this.host = connection.host();
        this.receiver = receiver;
    }

    /** Sends a segment without data. */
    void emitBare(long sequence, int flags, long nowPs) {
        emit(NOTHING, sequence, 0, flags, false, nowPs);
    }

    @Override
    public void emit(Content content, long sequence, int length, int flags, boolean isRetransmission, long nowPs) {
        Packet segment = host.newSegment(nowPs);
        TcpSegments.address(segment, connection.addresses(), connection.flow());
        segment.sequence = segmentsMade++;
        segment.tcpSequence = sequence;
        segment.tcpFlags = flags;
        segment.payloadBytes = length;
        segment.isRetransmission = isRetransmission;
        content.fill(segment);
        boolean isSyn = TcpFlags.has(flags, TcpFlags.SYN);
        if (isSyn) {
            segment.tcpWindowShift = connection.settings().windowShift();
        }
        if (TcpFlags.has(flags, TcpFlags.ACK)) {
            segment.tcpWindow = receiver.offerWindow(isSyn);
            segment.tcpAcknowledgement = receiver.nextExpected();
        } else {
            segment.tcpWindow = connection.settings().receiveBufferBytes();
        }
        if (isGathering) {
            add(segment);
        } else {
            host.send(segment, nowPs);
        }
    }

    private void add(Packet segment) {
        Packet head = first;
        if (head == null || last == null) {
            first = segment;
        } else {
            head.appendSegment(segment, last);
        }
        last = segment;
    }

    @Override
    public void gather() {
        isGathering = true;
    }

    @Override
    public void release(long nowPs) {
        Packet gathered = first;
        isGathering = false;
        first = null;
        last = null;
        if (gathered != null) {
            host.send(gathered, nowPs);
        }
    }

    @Override
    public int segmentsAtOnce() {
        return host.segmentsAtOnce(connection.flow());
    }

    @Override
    public boolean hasRoom(int segments) {
        return host.hasRoom(connection.flow(), segments);
    }

    void save(CompactWriter writer) {
        writer.put(segmentsMade);
    }

    void restore(CompactReader reader) {
        segmentsMade = reader.next();
    }
}
