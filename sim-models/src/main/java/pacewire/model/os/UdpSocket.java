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
    /** Threads that wait for room in the send buffer; null when none has waited yet. */
    private @Nullable WaitQueue writers;

    private @Nullable Destination destination;
    /** What was promised for the datagrams that an application sends here by itself; null: nothing. */
    private @Nullable Contract contract;

    private long bufferedBytes;
    private long nextSequence;
    private boolean isClosed;

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
        return bufferedBytes + DATAGRAM_FOOTPRINT_BYTES <= SEND_BUFFER_BYTES;
    }

    /** A datagram takes its place in the send buffer. Returns its number within the flow. */
    long charge() {
        bufferedBytes += DATAGRAM_FOOTPRINT_BYTES;
        return nextSequence++;
    }

    private void release(long nowPs) {
        bufferedBytes -= DATAGRAM_FOOTPRINT_BYTES;
        if (isClosed) {
            forgetWhenSent();
        } else {
            wakeWriter(nowPs);
        }
    }

    /** Wakes a thread when there is room in the send buffer, or the socket was closed. */
    void awaitRoom(OsThread thread) {
        if (writers == null) {
            writers = new WaitQueue();
        }
        writers.add(thread);
    }

    private void wakeWriter(long nowPs) {
        if (writers != null) {
            writers.wakeOne(kernel, nowPs);
        }
    }

    private void forgetWhenSent() {
        if (bufferedBytes == 0) {
            kernel.flows().close(flow);
        }
    }

    @Override
    public long buildCostPs() {
        return 0; // sendto has made the datagram and was charged for it
    }

    /** Judges the datagrams by a contract from now on. */
    void judgeBy(Contract newContract) {
        contract = newContract;
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        if (contract != null) {
            contract.departed(packet);
        }
    }

    @Override
    public boolean keepsRefused(Packet packet, long nowPs) {
        release(nowPs);
        return false;
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
        if (writers != null) {
            writers.wakeAll(kernel, nowPs);
        }
        forgetWhenSent();
    }
}
