package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.measure.Contract;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.NamedInstant;
import pacewire.model.packet.Packet;

/** A UDP socket: where it sends to, its send buffer, and the events that the kernel reports on it. */
final class UdpSocket extends Socket implements FlowOwner {
    /**
     * Default send buffer of Linux, {@code net.core.wmem_default}: 256 packets of 256 + 576 bytes ({@code _SK_MEM_PACKETS} in
     * {@code include/net/sock.h}).
     */
    private static final long SEND_BUFFER_BYTES = 212_992;

    /**
     * What a datagram of up to an Ethernet MTU occupies of the send buffer: its data in a 2048-byte block and 256 bytes for
     * its {@code sk_buff} (the "truesize" of Linux).
     */
    private static final long DATAGRAM_FOOTPRINT_BYTES = 2048 + 256;

    /**
     * What a message with segments occupies beside its payload: {@code sk_buff}, {@code skb_shared_info} and the block of its
     * headers; the payload lies in page fragments, each byte once ({@code __ip_append_data} in {@code net/ipv4/ip_output.c}).
     * An estimate: 232, 320 and 512 bytes.
     */
    private static final int SEGMENTED_OVERHEAD_BYTES = 1024;

    private final Kernel kernel;
    private final int flow;
    /** The event reported first, and those behind it: mostly there is one. */
    private @Nullable SocketEvent firstEvent;

    private @Nullable ArrayDeque<SocketEvent> moreEvents;
    private @Nullable Destination destination;
    /** Null as long as no application has sent by itself. */
    private @Nullable SendBuffer buffer;

    private boolean isClosed;

    /** What there is to know of the datagrams that an application sends by itself. */
    private static final class SendBuffer {
        /** Limit in bytes, see SO_SNDBUF. */
        private long limitBytes = SEND_BUFFER_BYTES;

        private @Nullable PacedFlow pacedFlow;

        private boolean isZeroCopyEnabled;
        private boolean hasTxtime;
        private boolean isTxtimeDeadline;
        private boolean reportsTxtimeErrors;

        /** Threads that wait for room. */
        private final WaitQueue writers = new WaitQueue();
        /** What was promised for the datagrams; null: nothing. */
        private @Nullable Contract contract;

        /** When a sender that does not wait found no room; null: never. */
        private @Nullable FullTimes fullTimes;

        /** Null as long as no message had segments. */
        private @Nullable SegmentFootprints footprints;
        /** Null as long as nothing was sent without a copy. */
        private @Nullable ZeroCopyNotices notices;

        private long bytes;
        private long nextSequence;
    }

    /** Where a connected socket sends to. */
    record Destination(int host, int port) {}

    UdpSocket(Kernel kernel) {
        this.kernel = kernel;
        this.flow = kernel.flows().open(this);
    }

    int flow() {
        return flow;
    }

    void connect(Destination newDestination) {
        destination = newDestination;
    }

    @Nullable
    Destination destination() {
        return destination;
    }

    boolean hasRoom() {
        return hasRoom(DATAGRAM_FOOTPRINT_BYTES);
    }

    /** An empty buffer takes whatever comes. */
    private boolean hasRoom(long footprintBytes) {
        SendBuffer present = buffer;
        if (present == null) {
            return true;
        }
        boolean isPending = present.pacedFlow != null && present.pacedFlow.isPending();
        return !isPending && (present.bytes == 0 || present.bytes + footprintBytes <= present.limitBytes);
    }

    /** Whether there is room for a message of one or more datagrams. */
    boolean hasRoomFor(MessageVector messages, int place) {
        boolean isSegmented = messages.endDatagram(place) - messages.firstDatagram(place) > 1;
        return hasRoom(
                isSegmented ? messages.messageBytes(place) + SEGMENTED_OVERHEAD_BYTES : DATAGRAM_FOOTPRINT_BYTES);
    }

    void limitBuffer(long bytes) {
        buffer().limitBytes = bytes;
    }

    /** Limit of the send buffer. */
    long bufferBytes() {
        return buffer == null ? SEND_BUFFER_BYTES : buffer.limitBytes;
    }

    /** SO_MAX_PACING_RATE, of frames; null: none. */
    void limitRate(@Nullable DataRate rate, OsThread caller, long nowPs) {
        SendBuffer limited = buffer();
        PacedFlow paced = limited.pacedFlow;
        if (paced == null) {
            paced = new PacedFlow(kernel.scheduler(flow, caller), flow);
            limited.pacedFlow = paced;
        }
        paced.limit(rate, limited.bytes > 0, nowPs);
    }

    /** SO_TXTIME with flags of {@link SetsockoptCall}. */
    void enableTxtime(int flags) {
        SendBuffer timed = buffer();
        timed.hasTxtime = true;
        timed.isTxtimeDeadline = (flags & SetsockoptCall.DEADLINE_MODE) != 0;
        timed.reportsTxtimeErrors = (flags & SetsockoptCall.REPORT_ERRORS) != 0;
    }

    /** Whether datagrams may name instants. */
    boolean hasTxtime() {
        return buffer != null && buffer.hasTxtime;
    }

    /** Whether those are deadlines or launch times ({@link NamedInstant}). */
    byte meaningOfInstants() {
        if (buffer == null || !buffer.hasTxtime) {
            return NamedInstant.UNSAID;
        }
        return buffer.isTxtimeDeadline ? NamedInstant.DEADLINE : NamedInstant.DEPARTURE;
    }

    /** Whether datagrams dropped for their instants are reported. */
    boolean reportsTxtimeErrors() {
        return buffer != null && buffer.reportsTxtimeErrors;
    }

    void enableZeroCopy() {
        buffer().isZeroCopyEnabled = true;
    }

    /** Whether a send without a copy is to be reported, and can be; without SO_ZEROCOPY the flag counts for nothing. */
    boolean hasNoticeRoom() {
        return buffer == null || buffer.notices == null || buffer.notices.hasRoom();
    }

    /** A message was sent without a copy whose last datagram this is. */
    void sentWithoutCopy(long lastSequence) {
        SendBuffer sending = buffer();
        ZeroCopyNotices notices = sending.notices;
        if (notices == null) {
            notices = new ZeroCopyNotices();
            sending.notices = notices;
        }
        notices.sent(lastSequence);
    }

    /** Reads which sends without a copy are done with their pages, if any are. */
    boolean pollZeroCopyNotice(EventBuffer into) {
        if (buffer == null || buffer.notices == null || !buffer.notices.hasNotice()) {
            return false;
        }
        buffer.notices.poll(into);
        return true;
    }

    boolean isZeroCopyEnabled() {
        return buffer != null && buffer.isZeroCopyEnabled;
    }

    /** A datagram takes its place in the send buffer. Returns its number within the flow. */
    long charge() {
        SendBuffer charged = buffer();
        hold(charged, DATAGRAM_FOOTPRINT_BYTES);
        return charged.nextSequence++;
    }

    /**
     * The segments of one message take their place in the send buffer together.
     *
     * @return the number of the first one within the flow
     */
    long chargeSegments(int segments, int payloadBytes) {
        SendBuffer charged = buffer();
        SegmentFootprints footprints = charged.footprints;
        if (footprints == null) {
            footprints = new SegmentFootprints();
            charged.footprints = footprints;
        }
        int footprintBytes = payloadBytes + SEGMENTED_OVERHEAD_BYTES;
        long first = charged.nextSequence;
        charged.nextSequence += segments;
        for (int i = 0; i < segments - 1; i++) {
            footprints.put(first + i, 0);
        }
        footprints.put(first + segments - 1, footprintBytes);
        hold(charged, footprintBytes);
        return first;
    }

    private void hold(SendBuffer charged, long bytes) {
        charged.bytes += bytes;
        kernel.caches().hold(bytes);
    }

    private SendBuffer buffer() {
        SendBuffer made = buffer;
        if (made == null) {
            made = new SendBuffer();
            buffer = made;
        }
        return made;
    }

    private void release(long sequence, long nowPs) {
        SendBuffer charged = buffer();
        SegmentFootprints footprints = charged.footprints;
        long held = footprints == null ? DATAGRAM_FOOTPRINT_BYTES : footprints.take(sequence, DATAGRAM_FOOTPRINT_BYTES);
        hold(charged, -held);
        ZeroCopyNotices notices = charged.notices;
        if (notices != null && notices.done(sequence)) {
            tellWatchers(PollEvents.ERR, nowPs);
        }
        if (isClosed) {
            forgetWhenSent();
        } else {
            charged.writers.wakeOne(kernel, nowPs);
            tellOfRoom(charged, nowPs);
        }
    }

    private void tellOfRoom(SendBuffer charged, long nowPs) {
        if (!isWritable()) {
            return;
        }
        if (charged.fullTimes != null) {
            charged.fullTimes.roomAgain(nowPs);
        }
        tellWatchers(PollEvents.OUT, nowPs);
    }

    /**
     * Whether half of the send buffer is free, which is what {@code poll} waits for: {@code sock_writeable} in Linux {@code
     * include/net/sock.h}.
     */
    private boolean isWritable() {
        return buffer == null || 2 * buffer.bytes < buffer.limitBytes;
    }

    /** A sender that does not wait found no room. */
    void foundFull(long nowPs) {
        SendBuffer full = buffer();
        FullTimes times = full.fullTimes;
        if (times == null) {
            times = new FullTimes();
            full.fullTimes = times;
        }
        times.full(nowPs);
    }

    /** Charges a packet with what its sender spent its time in, and with the waits for room in the send buffer. */
    void chargeDelays(Packet packet, OsThread sender) {
        if (buffer != null && buffer.fullTimes != null) {
            buffer.fullTimes.chargeTo(packet, sender);
        }
        sender.chargeDelaysTo(packet);
    }

    @Override
    public int readyEvents() {
        return (isWritable() ? PollEvents.OUT : 0) | (hasReport() ? PollEvents.ERR : 0);
    }

    /** Whether something stands in the error queue. */
    private boolean hasReport() {
        return firstEvent != null || (buffer != null && buffer.notices != null && buffer.notices.hasNotice());
    }

    /** Wakes a thread when there is room in the send buffer, or the socket was closed. */
    void awaitRoom(OsThread thread) {
        buffer().writers.add(thread);
    }

    private void forgetWhenSent() {
        if (buffer == null || buffer.bytes == 0) {
            kernel.flows().close(flow);
        }
    }

    @Override
    public long buildCostPs() {
        return 0; // sendto has made the datagram and was charged for it
    }

    /** Judges the datagrams by a contract from now on. */
    void judgeBy(Contract newContract) {
        buffer().contract = newContract;
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        if (buffer != null && buffer.contract != null) {
            buffer.contract.departed(packet);
        }
    }

    @Override
    public void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        boolean isTooLate = packet.eligiblePs < nowPs && packet.eligiblePs != Packet.UNSCHEDULED;
        if ((isTooLate || reason == DropReason.OTHER_TIMING) && reportsTxtimeErrors()) {
            // As etf reports it (report_sock_error in Linux net/sched/sch_etf.c): refused at once, or too late
            // afterwards.
            post(packet.heldSincePs == nowPs ? SocketEvent.TXTIME_INVALID : SocketEvent.TXTIME_MISSED);
        }
        if (buffer != null && buffer.contract != null) {
            buffer.contract.droppedBeforeDeparture(packet);
        }
        release(packet.sequence, nowPs);
    }

    /** The packet scheduler may be told of a flow without packets. */
    private void settle(long nowPs) {
        SendBuffer present = buffer();
        if (present.bytes == 0 && present.pacedFlow != null && present.pacedFlow.isPending()) {
            present.pacedFlow.drained(nowPs);
            present.writers.wakeOne(kernel, nowPs);
        }
    }

    @Override
    public boolean goesOnAfterDrop(long nowPs) {
        settle(nowPs);
        return false;
    }

    @Override
    public void completed(long sequence, long nowPs) {
        release(sequence, nowPs);
        settle(nowPs);
    }

    void post(SocketEvent event) {
        if (firstEvent == null) {
            firstEvent = event;
            return;
        }
        if (moreEvents == null) {
            moreEvents = new ArrayDeque<>(2);
        }
        moreEvents.add(event);
    }

    @Nullable
    SocketEvent pollEvent() {
        SocketEvent polled = firstEvent;
        firstEvent = moreEvents == null ? null : moreEvents.poll();
        return polled;
    }

    @Override
    public void close(Kernel owner, long nowPs) {
        // What is still in the packet scheduler leaves; then nothing of the flow is left, for its number is never used
        // again.
        isClosed = true;
        if (buffer != null) {
            if (buffer.pacedFlow != null) {
                buffer.pacedFlow.close(nowPs);
            }
            buffer.writers.wakeAll(kernel, nowPs);
        }
        forgetWhenSent();
    }
}
