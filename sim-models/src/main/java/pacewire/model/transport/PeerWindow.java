package pacewire.model.transport;

import pacewire.model.packet.Packet;

/** The window that the other end offers: SND.WND, with the segment that it came with, and how it is scaled. */
final class PeerWindow {
    private long bytes;
    private long largestBytes;
    /** SND.WL1 and SND.WL2. */
    private long sequence = Long.MIN_VALUE;

    private long acknowledgement;
    /** Shift count of the window fields that come (RFC 7323 section 2.3): what the other end's SYN said. */
    private int shift;

    /** Bytes that may be on their way to the other end. */
    long bytes() {
        return bytes;
    }

    /** The largest it ever was: what the other end's buffer takes, as far as is known. */
    long largestBytes() {
        return largestBytes;
    }

    /** Learns from the other end's SYN how its windows will be scaled. */
    void scaleBy(int newShift) {
        shift = newShift;
    }

    /** The window that a segment offers, in bytes. RFC 7323 section 2.2: that of a SYN is never scaled. */
    long offeredBy(Packet segment) {
        return TcpFlags.has(segment.tcpFlags, TcpFlags.SYN) ? segment.tcpWindow : (long) segment.tcpWindow << shift;
    }

    /**
     * Takes the window of a segment, unless that was overtaken by a newer one, whose window it must not take back (RFC 9293
     * section 3.10.7.4).
     *
     * @return whether the window was closed and is open now
     */
    boolean take(long segmentAcknowledgement, long segmentSequence, long offered) {
        boolean isNewer = sequence < segmentSequence
                || (sequence == segmentSequence && acknowledgement <= segmentAcknowledgement);
        if (!isNewer) {
            return false;
        }
        boolean opens = bytes == 0 && offered > 0;
        sequence = segmentSequence;
        acknowledgement = segmentAcknowledgement;
        bytes = offered;
        largestBytes = Math.max(largestBytes, offered);
        return opens;
    }

    void save(CompactWriter writer) {
        writer.put(bytes);
        writer.put(largestBytes - bytes);
        writer.put(sequence);
        writer.put(acknowledgement);
        writer.put(shift);
    }

    void restore(CompactReader reader) {
        bytes = reader.next();
        largestBytes = bytes + reader.next();
        sequence = reader.next();
        acknowledgement = reader.next();
        shift = (int) reader.next();
    }
}
