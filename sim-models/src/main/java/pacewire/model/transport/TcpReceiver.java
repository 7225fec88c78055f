package pacewire.model.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.packet.Packet;

/**
 * The receiving half of a connection: puts bytes in order, offers a window, and decides when to acknowledge.
 */
final class TcpReceiver {
    /** Data segments that are acknowledged together at most (RFC 9293 section 3.8.6.3). */
    private static final int SEGMENTS_PER_ACKNOWLEDGEMENT = 2;

    private static final long NO_FIN = Long.MAX_VALUE;

    private final TcpSettings settings;
    private final ByteQueue unread = new ByteQueue();
    /** Data beyond the first gap, by sequence number, without overlaps. */
    private final List<Piece> ahead = new ArrayList<>();

    private final TcpTimer delayedAck;
    /** RCV.NXT, and one past what was offered: the right edge of the window, which never moves left. */
    private long next;

    private long offeredEnd;
    /** The same as the other end has read it at most: a scaled window is told in whole units. */
    private long toldEnd;

    private long finSequence = NO_FIN;
    private long bytesInOrder;
    private int unacknowledgedSegments;
    private boolean mustAcknowledge;

    private final ExtentSink extents;
    /** Shift count of the windows offered, which this end's SYN has said. */
    private final int windowShift;
    /** Null as long as only messages have come, whose senders need no more than the first window. */
    private @Nullable ReceiveBuffer buffer;

    /** Takes parts of files that have come in order. */
    @FunctionalInterface
    interface ExtentSink {
        void extentArrived(int file, long offset, int bytes, long nowPs);
    }

    /** Bytes from a place in the sequence, or a part of a file without them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Piece(long sequence, int length, byte @Nullable [] bytes, int file, long fileOffset) {
        long end() {
            return sequence + length;
        }
    }

    TcpReceiver(Simulation simulation, TcpSettings settings, TcpTimer.Expiry delayedAckExpired, ExtentSink extents) {
        this.settings = settings;
        this.extents = extents;
        windowShift = settings.windowShift();
        delayedAck = new TcpTimer(simulation, delayedAckExpired);
    }

    /** Whether all that came is acknowledged and read, and was no file, and the other end has announced no end. */
    boolean isAtRest() {
        return unread.size() == 0
                && buffer == null
                && ahead.isEmpty()
                && finSequence == NO_FIN
                && unacknowledgedSegments == 0
                && !mustAcknowledge
                && !delayedAck.isRunning()
                && !hasWindowToTell();
    }

    /** Writes down a receiver at rest. */
    void save(CompactWriter writer) {
        writer.put(next);
        writer.put(offeredEnd - next);
        writer.put(toldEnd - offeredEnd);
        writer.put(bytesInOrder);
    }

    /** Becomes the receiver that was written down. */
    void restore(CompactReader reader) {
        next = reader.next();
        offeredEnd = next + reader.next();
        toldEnd = offeredEnd + reader.next();
        bytesInOrder = reader.next();
    }

    /** Takes the other end's SYN. */
    void synchronise(long initialSequence) {
        next = initialSequence + 1;
        offeredEnd = next;
        toldEnd = next;
    }

    void stop() {
        delayedAck.stop();
    }

    /** RCV.NXT: the number expected next. */
    long nextExpected() {
        return next;
    }

    /** Whether the other end's FIN, and all before it, has come. */
    boolean isFinished() {
        return next > finSequence;
    }

    /** Whether nothing but acknowledgements and resets is acceptable. */
    boolean isWindowClosed() {
        return toldEnd <= next;
    }

    /** Bytes that have come so far, each once, up to the first gap. */
    long bytesInOrder() {
        return bytesInOrder;
    }

    int available() {
        return unread.size();
    }

    /** Whether a segment is acceptable: the table of RFC 9293 section 3.10.7.4, "First, check sequence number". */
    boolean isAcceptable(long sequence, int sequenceLength) {
        if (sequenceLength == 0) {
            return sequence == next || (sequence > next && sequence < toldEnd);
        }
        return sequence < toldEnd && sequence + sequenceLength > next;
    }

    /** Takes what an acceptable segment carries, as far as the window allows. */
    void take(Packet segment, boolean hasFin, long nowPs) {
        long sequence = segment.tcpSequence;
        int length = segment.payloadBytes;
        if (hasFin && sequence + length < toldEnd) {
            finSequence = sequence + length;
            mustAcknowledge = true;
        }
        if (length > 0) {
            takeData(segment, nowPs);
        }
        if (next == finSequence) {
            next++;
        }
    }

    private void takeData(Packet segment, long nowPs) {
        long sequence = segment.tcpSequence;
        long from = Math.max(sequence, next);
        long end = Math.min(sequence + segment.payloadBytes, toldEnd);
        boolean hadGap = !ahead.isEmpty();
        if (from > next) {
            insertAhead(from, end, segment);
        } else if (end > from) {
            int known = (int) (from - sequence);
            deliver(segment.content, segment.file, segment.fileOffset, known, (int) (end - from), nowPs);
            joinAhead(nowPs);
        }
        // RFC 5681 section 4.2: out-of-order data, and data that fills a gap, is acknowledged at once.
        if (hadGap || from > next || !ahead.isEmpty() || end <= from) {
            mustAcknowledge = true;
        } else {
            acknowledgeSoon(nowPs);
        }
    }

    private void acknowledgeSoon(long nowPs) {
        unacknowledgedSegments++;
        if (unacknowledgedSegments >= SEGMENTS_PER_ACKNOWLEDGEMENT || settings.delayedAckPs() == 0) {
            mustAcknowledge = true;
        } else if (!delayedAck.isRunning()) {
            delayedAck.start(nowPs + settings.delayedAckPs());
        }
    }

    /** Keeps what a segment carries and is not there yet. */
    private void insertAhead(long start, long end, Packet segment) {
        long from = start;
        int place = 0;
        while (place < ahead.size() && from < end) {
            Piece piece = ahead.get(place);
            if (piece.sequence() > from) {
                long until = Math.min(end, piece.sequence());
                ahead.add(place++, pieceOf(from, until, segment));
            }
            from = Math.max(from, piece.end());
            place++;
        }
        if (from < end) {
            ahead.add(pieceOf(from, end, segment));
        }
    }

    private static Piece pieceOf(long from, long until, Packet segment) {
        int skipped = (int) (from - segment.tcpSequence);
        int length = (int) (until - from);
        byte[] content = segment.content;
        byte[] bytes = content == null ? null : Arrays.copyOfRange(content, skipped, skipped + length);
        return new Piece(from, length, bytes, segment.file, segment.fileOffset + skipped);
    }

    /** Moves what has become contiguous behind the bytes in order. */
    private void joinAhead(long nowPs) {
        while (!ahead.isEmpty() && ahead.get(0).sequence() <= next) {
            Piece piece = ahead.remove(0);
            int known = (int) Math.min(next - piece.sequence(), piece.length());
            deliver(piece.bytes(), piece.file(), piece.fileOffset(), known, piece.length() - known, nowPs);
        }
    }

    /** Takes bytes, or a part of a file where there are none, without the first that are known. */
    private void deliver(byte @Nullable [] bytes, int file, long fileOffset, int known, int length, long nowPs) {
        if (length == 0) {
            return;
        }
        bytesInOrder += length;
        next += length;
        if (bytes == null) {
            extents.extentArrived(file, fileOffset + known, length, nowPs);
            watchBuffer(nowPs);
        } else {
            unread.add(bytes, known, length);
        }
    }

    private void watchBuffer(long nowPs) {
        ReceiveBuffer present = buffer;
        if (present == null) {
            present = new ReceiveBuffer(settings, next, offeredEnd, nowPs);
            buffer = present;
        }
        present.read(next, offeredEnd, nowPs);
    }

    /** Takes bytes out, in order. Returns how many. */
    int read(byte[] target, int offset, int length) {
        int count = Math.min(length, unread.size());
        unread.copy(0, target, offset, count);
        unread.drop(count);
        return count;
    }

    /**
     * Whether the window has opened so far that the other end must hear of it: by a segment or by half the buffer, after
     * less than half was offered (RFC 9293 section 3.8.6.2.2).
     */
    boolean hasWindowToTell() {
        long offered = offeredEnd - next;
        long wouldOffer = room();
        return 2 * offered < bufferBytes() && wouldOffer - offered >= worthTelling();
    }

    private long bufferBytes() {
        return buffer == null ? settings.receiveBufferBytes() : buffer.bytes();
    }

    private long room() {
        return bufferBytes() - unread.size();
    }

    private long worthTelling() {
        return Math.min(settings.mss(), Math.max(1, bufferBytes() / 2));
    }

    /** Asks for an acknowledgement with the next segment or, if there is none, by itself. */
    void acknowledgeNow() {
        mustAcknowledge = true;
    }

    boolean mustAcknowledge() {
        return mustAcknowledge;
    }

    /**
     * The window field of a segment that leaves now, which acknowledges all that came.
     *
     * @param isSyn whether it is a SYN, whose window is not scaled (RFC 7323 section 2.2)
     */
    int offerWindow(boolean isSyn) {
        mustAcknowledge = false;
        unacknowledgedSegments = 0;
        delayedAck.stop();
        // Silly window avoidance: a window that grew by less than a segment stays as it was offered.
        long wouldEnd = next + room();
        if (wouldEnd - offeredEnd >= worthTelling()) {
            offeredEnd = wouldEnd;
        }
        long offered = Math.max(0, offeredEnd - next);
        // Rounded up, as Linux tcp_select_window does: what is left of a unit could not be used.
        int shift = isSyn ? 0 : windowShift;
        int scaled = (int) ((offered + (1L << shift) - 1) >> shift);
        toldEnd = Math.max(toldEnd, next + ((long) scaled << shift));
        return scaled;
    }
}
