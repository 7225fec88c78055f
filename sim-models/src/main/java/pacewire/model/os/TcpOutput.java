package pacewire.model.os;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.measure.Contract;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TcpConnection;

/**
 * What a TCP socket keeps when files are sent through it: its send buffer and who waits for room there, how far TCP is ahead of
 * the NIC, and, for the meters, the ideal schedule of the bytes.
 *
 * <p>The send buffer holds what was written until the other end has acknowledged it. Its bytes are counted as they are: of pages
 * that are referred to, Linux counts the length, too ({@code skb->truesize} of page fragments); the {@code sk_buff} itself, less
 * than 1 KiB for up to 64 KiB, is left out.
 */
final class TcpOutput {
    /**
     * Linux {@code net.ipv4.tcp_wmem}, third figure: the greatest send buffer that grows by itself. Who raises {@code tcp_rmem} for
     * larger windows raises this in proportion: 4 MiB to windows of 3 MiB.
     */
    private static final long LARGEST_BUFFER_BYTES = 4L << 20;

    /**
     * Send buffer for each segment of the window: a full segment with its headers rounded up to a power of two, 4096, and the
     * {@code sk_buff} of 256 bytes ({@code tcp_sndbuf_expand} in {@code net/ipv4/tcp_input.c}). Twice that, for ten segments, is
     * the 87,040 bytes with which connections are seen to begin.
     */
    private static final long BUFFER_BYTES_PER_SEGMENT = 4096 + 256;

    private static final int LEAST_SEGMENTS = 10;

    /** Payload of a full segment, {@link pacewire.model.transport.TcpSettings#LINUX}. */
    private static final int SEGMENT_BYTES = 1460;

    /**
     * Super-packets below TCP that are always allowed, and the time whose bytes at the pacing rate are ({@code
     * tcp_small_queue_check} in {@code net/ipv4/tcp_output.c}, sk_pacing_shift 10: a 1024th of a second).
     */
    private static final int LEAST_BELOW = 2;

    private static final long BELOW_PS = SimTime.SECOND / 1024;

    /** Linux {@code net.ipv4.tcp_min_tso_segs}. */
    private static final int LEAST_TOGETHER = 2;

    /**
     * {@code GSO_LEGACY_MAX_SIZE} of 65,536 less the headers, {@code MAX_TCP_HEADER} of 320 and one ({@code sk_setup_caps} in {@code
     * net/core/sock.c}): 44 segments.
     */
    private static final long LARGEST_SUPER_PACKET_BYTES = 65_215;

    /**
     * For each 512 us of the least round-trip time, half as much is added to a super-packet ({@code net.ipv4.tcp_tso_rtt_log} of 9,
     * since Linux 5.18). Linux takes the least of 300 s, {@code tcp_min_rtt_wlen}; here it is the least of all.
     */
    private static final long ROUND_TRIP_OF_HALF_PS = 512 * SimTime.MICROSECOND;

    /** In place of a version: what the pages hold when the NIC reads them, each time that it does. */
    private static final int IN_THE_PAGES = -1;

    private final Kernel kernel;
    private final TcpSocket socket;
    private final WaitQueue writers = new WaitQueue();
    private final long largestBytes;
    /** Set by SO_SNDBUF; 0: it grows with the window. */
    private long lockedBytes;

    /** Set by SO_MAX_PACING_RATE; null: none. */
    private @Nullable DataRate maxPacingRate;

    private @Nullable PacedFlow pacedFlow;

    private @Nullable Contract contract;
    private @Nullable IdealSchedule schedule;
    /** Of the segments that are not acknowledged, in their order: first number, and ideal instant of the first sending. */
    private long[] sequences = new long[16];

    private long[] idealsPs = new long[16];
    private int head;
    private int count;

    /** Copies that are not acknowledged, and up to which number all is. */
    private long copiedBytes;

    private long acknowledgedTo;
    /** What was written by reference. */
    private final PinnedPages pinned;

    /** The thread whose call hands bytes to TCP right now; null: none does. */
    private @Nullable OsThread writing;
    /** The thread that waits for room, or did last. */
    private @Nullable OsThread waiting;

    TcpOutput(Kernel kernel, TcpSocket socket) {
        this.kernel = kernel;
        this.socket = socket;
        largestBytes = Math.max(LARGEST_BUFFER_BYTES, 4L * kernel.parts().tcp().largestReceiveBufferBytes() / 3);
        pinned = new PinnedPages(kernel.parts().pages().cache());
    }

    /** Limit of the send buffer in bytes. */
    long bufferBytes() {
        if (lockedBytes > 0) {
            return lockedBytes;
        }
        long windowSegments = socket.connection().congestionWindowBytes() / SEGMENT_BYTES;
        long grown = 2 * Math.max(LEAST_SEGMENTS, windowSegments) * BUFFER_BYTES_PER_SEGMENT;
        return Math.min(largestBytes, grown);
    }

    /** Bytes that the send buffer takes now; 0: a writer waits. */
    long roomBytes() {
        return Math.max(0, bufferBytes() - socket.connection().unacknowledgedByteCount());
    }

    void lockBuffer(long bytes) {
        lockedBytes = bytes;
    }

    /** SO_MAX_PACING_RATE, of frames; null: none. */
    void limitRate(@Nullable DataRate rate, OsThread caller, int segmentsBelow, long nowPs) {
        maxPacingRate = rate;
        PacedFlow paced = pacedFlow;
        if (paced == null) {
            paced = new PacedFlow(kernel.scheduler(socket.flow(), caller), socket.flow());
            pacedFlow = paced;
        }
        paced.limit(rate, segmentsBelow > 0, nowPs);
    }

    /** The NIC is done with all segments. */
    void drained(long nowPs) {
        if (pacedFlow != null && pacedFlow.isPending()) {
            pacedFlow.drained(nowPs);
        }
    }

    /** The connection is over. */
    void forget(long nowPs) {
        pinned.unpinAll();
        release(copiedBytes);
        if (pacedFlow != null) {
            pacedFlow.close(nowPs);
        }
    }

    /** Wakes a thread when a third of the send buffer is free, or the connection broke. */
    void awaitRoom(OsThread thread) {
        waiting = thread;
        writers.add(thread);
    }

    /** Linux wakes writers when half of what is held is free ({@code sk_stream_min_wspace}): a third of the limit. */
    boolean isWritable() {
        long held = socket.connection().unacknowledgedByteCount();
        return bufferBytes() - held >= held / 2;
    }

    void acknowledged(TcpConnection connection, long nowPs) {
        long unacknowledged = connection.firstUnacknowledged();
        pinned.acknowledged(unacknowledged);
        release(unacknowledged - acknowledgedTo);
        acknowledgedTo = unacknowledged;
        // The segment that holds the first unacknowledged byte stays.
        while (count > 1 && sequences[(head + 1) & (sequences.length - 1)] <= unacknowledged) {
            head = (head + 1) & (sequences.length - 1);
            count--;
        }
        if (isWritable()) {
            writers.wakeAll(kernel, nowPs);
        }
    }

    /** Copies that were acknowledged are thrown away. */
    private void release(long bytes) {
        long released = Math.min(copiedBytes, bytes);
        copiedBytes -= released;
        kernel.caches().hold(-released);
    }

    void broken(long nowPs) {
        writers.wakeAll(kernel, nowPs);
    }

    /** Hands references to pages of a file to TCP, from a thread's call; what the windows allow leaves at once. */
    void writePages(OsThread thread, int file, long offset, int bytes) {
        TcpConnection connection = socket.connection();
        long end = connection.firstUnacknowledged() + connection.unacknowledgedByteCount() + bytes;
        // Pinned before they are written: what is written may be acknowledged before this returns.
        pinned.pin(file, offset, bytes, end);
        write(thread, file, IN_THE_PAGES, offset, bytes);
    }

    /** Hands a copy of a part of a file to TCP, as {@link #writePages}. */
    void writeCopy(OsThread thread, int file, int version, long offset, int bytes) {
        if (copiedBytes == 0) {
            acknowledgedTo = socket.connection().firstUnacknowledged();
        }
        copiedBytes += bytes;
        kernel.caches().hold(bytes);
        write(thread, file, version, offset, bytes);
    }

    private void write(OsThread thread, int file, int version, long offset, int bytes) {
        writing = thread;
        socket.connection().writeExtent(file, version, offset, bytes);
        writing = null;
    }

    /** Judges the segments by a contract, and meters them by a schedule, where there is one, from now on. */
    void judgeBy(Contract newContract, @Nullable IdealSchedule newSchedule) {
        contract = newContract;
        schedule = newSchedule;
    }

    /**
     * Whether TCP may hand down so many segments while so many are below it: two such super-packets, or a millisecond's worth
     * ({@code tcp_small_queue_check}).
     */
    boolean hasRoomBelow(int segmentsBelow, int segments) {
        if (pacedFlow != null && pacedFlow.isPending()) {
            return false;
        }
        return segmentsBelow < LEAST_BELOW * segments || (long) segmentsBelow * SEGMENT_BYTES < bytesBelow();
    }

    /**
     * Segments of a super-packet: what leaves in a millisecond at the pacing rate, and more where the other end is near ({@code
     * tcp_tso_autosize}).
     */
    int segmentsAtOnce() {
        long bytes = bytesBelow();
        long halvings = socket.connection().leastRoundTripPs() / ROUND_TRIP_OF_HALF_PS;
        if (halvings < Integer.SIZE) {
            bytes += LARGEST_SUPER_PACKET_BYTES >> halvings;
        }
        return (int) Math.max(LEAST_TOGETHER, Math.min(bytes, LARGEST_SUPER_PACKET_BYTES) / SEGMENT_BYTES);
    }

    /**
     * A millisecond at the pacing rate: twice the window in a round trip, as Linux takes it in slow start ({@code
     * tcp_pacing_ss_ratio}; 120 % behind it are too few for this NewReno, which does not fill gaps by SACK), or SO_MAX_PACING_RATE.
     */
    private long bytesBelow() {
        TcpConnection connection = socket.connection();
        long roundTripPs = connection.smoothedRoundTripPs();
        long windowBytes = Math.min(connection.congestionWindowBytes(), largestBytes);
        long bytes = roundTripPs == 0 ? largestBytes : 2 * windowBytes * BELOW_PS / roundTripPs;
        DataRate limit = maxPacingRate;
        return limit == null ? bytes : Math.min(bytes, limit.bytesInPs(BELOW_PS));
    }

    /** A segment with data of a file is made, or several as one super-packet: completes them for the meters, and hands them to the packet scheduler. */
    void send(Packet packet, long nowPs) {
        complete(packet, nowPs);
        for (Packet segment = packet.segments(); segment != null; segment = segment.next) {
            complete(segment, nowPs);
        }
        OsThread thread = writing;
        if (thread == null) {
            kernel.transmit(packet, nowPs);
        } else {
            kernel.transmit(thread, packet, nowPs);
        }
    }

    private void complete(Packet segment, long nowPs) {
        segment.idealPs = idealPsOf(segment);
        if (segment.isScheduled()) {
            segment.openAccount(segment.idealPs);
            chargeLateness(segment, nowPs);
        }
        kernel.parts().probe().created(segment, nowPs);
    }

    /**
     * What is sent as it is written is late for what its thread did before. What is sent later was in the send buffer meanwhile:
     * for the windows to open, or for TCP to notice that it was lost. A thread that waits for room there was doing other things
     * before it came to wait.
     */
    private void chargeLateness(Packet segment, long nowPs) {
        OsThread thread = writing;
        OsThread waiter = waiting;
        if (segment.isRetransmission) {
            segment.spend(DelayPart.SOCKET_BUFFER, nowPs);
        } else if (thread != null) {
            thread.chargeDelaysTo(segment);
        } else if (waiter != null && waiter.isBlocked() && waiter.blockedIn() == DelayPart.SOCKET_BUFFER) {
            waiter.chargeDelaysTo(segment);
        }
        segment.spend(DelayPart.SOCKET_BUFFER, nowPs);
    }

    private long idealPsOf(Packet segment) {
        IdealSchedule present = schedule;
        if (present == null) {
            return Packet.UNSCHEDULED;
        }
        if (segment.isRetransmission) {
            return recall(segment.tcpSequence);
        }
        long idealPs = present.idealPsOfNext(segment.payloadBytes);
        remember(segment.tcpSequence, idealPs);
        return idealPs;
    }

    /** Ideal instant of the segment, as first sent, that a number belongs to. */
    private long recall(long sequence) {
        int mask = sequences.length - 1;
        int place = head;
        for (int i = 1; i < count && sequences[(head + i) & mask] <= sequence; i++) {
            place = (head + i) & mask;
        }
        return idealsPs[place];
    }

    private void remember(long sequence, long idealPs) {
        if (count == sequences.length) {
            grow();
        }
        int place = (head + count++) & (sequences.length - 1);
        sequences[place] = sequence;
        idealsPs[place] = idealPs;
    }

    private void grow() {
        int capacity = sequences.length;
        long[] newSequences = Arrays.copyOf(sequences, 2 * capacity);
        long[] newIdeals = Arrays.copyOf(idealsPs, 2 * capacity);
        for (int i = 0; i < capacity; i++) {
            int from = (head + i) & (capacity - 1);
            newSequences[i] = sequences[from];
            newIdeals[i] = idealsPs[from];
        }
        sequences = newSequences;
        idealsPs = newIdeals;
        head = 0;
    }

    void departed(Packet segment) {
        if (segment.carriesFile() && segment.fileVersion == IN_THE_PAGES) {
            segment.fileVersion = kernel.parts().files().versionOf(segment.file);
        }
        if (contract != null && segment.carriesFile() && !segment.isRetransmission) {
            contract.departed(segment);
        }
    }
}
