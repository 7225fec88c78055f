package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import pacewire.model.measure.Contract;
import pacewire.model.packet.Packet;

/** A UDP socket: where it sends to, its send buffer, and the events that the kernel reports on it. */
final class UdpSocket implements Descriptor, FlowOwner {
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

    private final Kernel kernel;
    private final int flow;
    /** The event reported first, and those behind it: mostly there is one. */
    private @Nullable SocketEvent firstEvent;

    private @Nullable ArrayDeque<SocketEvent> moreEvents;
    private @Nullable Destination destination;
    /** Null as long as no application has sent by itself. */
    private @Nullable SendBuffer buffer;

    private boolean isClosed;
    private boolean isNonBlocking;
    private @Nullable Watchers watchers;

    /** What there is to know of the datagrams that an application sends by itself. */
    private static final class SendBuffer {
        /** Threads that wait for room. */
        private final WaitQueue writers = new WaitQueue();
        /** What was promised for the datagrams; null: nothing. */
        private @Nullable Contract contract;

        /** When a sender that does not wait found no room; null: never. */
        private @Nullable FullTimes fullTimes;

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
        return buffer == null || buffer.bytes + DATAGRAM_FOOTPRINT_BYTES <= SEND_BUFFER_BYTES;
    }

    /** A datagram takes its place in the send buffer. Returns its number within the flow. */
    long charge() {
        SendBuffer charged = buffer();
        charged.bytes += DATAGRAM_FOOTPRINT_BYTES;
        return charged.nextSequence++;
    }

    private SendBuffer buffer() {
        SendBuffer made = buffer;
        if (made == null) {
            made = new SendBuffer();
            buffer = made;
        }
        return made;
    }

    private void release(long nowPs) {
        SendBuffer charged = buffer();
        charged.bytes -= DATAGRAM_FOOTPRINT_BYTES;
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
        if (watchers != null) {
            watchers.ready(PollEvents.OUT, nowPs);
        }
    }

    /**
     * Whether half of the send buffer is free, which is what {@code poll} waits for: {@code sock_writeable} in Linux {@code
     * include/net/sock.h}.
     */
    private boolean isWritable() {
        return buffer == null || 2 * buffer.bytes < SEND_BUFFER_BYTES;
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
        return (isWritable() ? PollEvents.OUT : 0) | (firstEvent == null ? 0 : PollEvents.ERR);
    }

    @Override
    public Watchers watchers() {
        Watchers made = watchers;
        if (made == null) {
            made = new Watchers();
            watchers = made;
        }
        return made;
    }

    @Override
    public boolean isNonBlocking() {
        return isNonBlocking;
    }

    @Override
    public void setNonBlocking(boolean newValue) {
        isNonBlocking = newValue;
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
    public void droppedByScheduler(Packet packet, long nowPs) {
        release(nowPs);
    }

    @Override
    public void completed(long sequence, long nowPs) {
        release(nowPs);
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
            buffer.writers.wakeAll(kernel, nowPs);
        }
        forgetWhenSent();
    }
}
