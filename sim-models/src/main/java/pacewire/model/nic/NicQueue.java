package pacewire.model.nic;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;

/**
 * A pair of queues of a NIC: a ring of transmit descriptors, a ring of receive descriptors, and an interrupt of its own
 * (MSI-X) for both, as Linux drivers set them up ("combined channels", {@code ethtool -L}). It is first in, first out in each
 * direction.
 */
public final class NicQueue {
    /** Is told of every transmit descriptor that is reaped. */
    @FunctionalInterface
    public interface Completions {
        /** A packet was sent in full some time ago; its descriptor is free now. */
        void completed(int flow, long sequence, int ipBytes, long nowPs);
    }

    private final Nic nic;
    private final int number;
    private final Simulation simulation;
    private final NicSettings settings;
    private final DropListener drops;
    private final InterruptModeration moderation;
    private final CompletionRing completions;
    private final PacketFifo posted = new PacketFifo();
    private final PacketFifo arriving = new PacketFifo();
    private final PacketFifo received = new PacketFifo();
    private final Event receiveDma = new ReceiveDmaEvent();

    private boolean isSending;
    private long framesSent;
    private long bytesSent;
    private long framesReceived;
    private long bytesReceived;

    NicQueue(Nic nic, int number, Simulation simulation, NicSettings settings, DropListener drops) {
        this.nic = nic;
        this.number = number;
        this.simulation = simulation;
        this.settings = settings;
        this.drops = drops;
        moderation = new InterruptModeration(simulation, number, settings);
        completions = new CompletionRing(settings.transmitRing());
    }

    void attach(Nic.Host host) {
        moderation.attach(host);
    }

    /** Place among the NIC's queues, from 0. */
    public int number() {
        return number;
    }

    /** Transmit descriptors free. A descriptor is in use from {@link #post} until its completion is reaped. */
    public int freeDescriptors() {
        return settings.transmitRing() - packetsToSend() - completions.size();
    }

    /**
     * Posts a packet at the tail of the transmit ring; the NIC owns it from here.
     *
     * @throws IllegalStateException when no descriptor is free
     */
    public void post(Packet packet, long nowPs) {
        if (freeDescriptors() == 0) {
            throw new IllegalStateException("the transmit ring is full: " + packet);
        }
        packet.heldSincePs = nowPs;
        boolean isFirst = posted.isEmpty();
        posted.add(packet);
        if (isFirst) {
            nic.headChanged(packet);
        }
    }

    /**
     * Frees every completed transmit descriptor, in order of sending; the sink may post into the ring as it is told.
     *
     * @return how many were freed
     */
    public int reap(Completions sink, long nowPs) {
        int reaped = 0;
        while (completions.size() > 0) {
            completions.reapFirst(sink, nowPs);
            reaped++;
        }
        moderation.workTaken(received.size(), completions.size());
        return reaped;
    }

    /** Transmit descriptors completed and waiting to be reaped. */
    public int completedDescriptors() {
        return completions.size();
    }

    /** Takes the next received frame, owned by the caller from here on; null when none is waiting. */
    public @Nullable Packet receive() {
        Packet packet = received.poll();
        if (packet != null) {
            packet.spend(DelayPart.RING, simulation.nowPs());
            moderation.workTaken(received.size(), completions.size());
        }
        return packet;
    }

    /** Frames received and waiting to be taken. */
    public int receivedFrames() {
        return received.size();
    }

    /** Unmasks the interrupt: the kernel's poll is done. Work that is pending starts the moderation from now. */
    public void enableInterrupt(long nowPs) {
        moderation.adapt(this, nowPs);
        moderation.unmask(received.size(), completions.size(), nowPs);
    }

    /** Hard interrupts raised so far. */
    public long interrupts() {
        return moderation.interrupts();
    }

    /** Packets handed to the wire so far. */
    public long framesSent() {
        return framesSent;
    }

    /** Sum of {@link Packet#ipBytes()} of the packets handed to the wire so far. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Frames that found a receive descriptor so far. */
    public long framesReceived() {
        return framesReceived;
    }

    /** Sum of {@link Packet#ipBytes()} of the frames that found a receive descriptor so far. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** What moderates the interrupts for packets sent now; with adaptive moderation it changes. */
    public Coalescing transmitCoalescing() {
        return moderation.transmitSetting();
    }

    /** What moderates the interrupts for frames received now; with adaptive moderation it changes. */
    public Coalescing receiveCoalescing() {
        return moderation.receiveSetting();
    }

    int packetsHeld() {
        return packetsToSend() + receiveDescriptorsInUse();
    }

    /** The packet that is sent next; null when there is none. */
    @Nullable
    Packet head() {
        return posted.peek();
    }

    /** The head goes on the line. */
    void startHead() {
        posted.poll();
        isSending = true;
    }

    /** The packet on the line has left in full. */
    void sent(Packet packet) {
        isSending = false;
        framesSent++;
        bytesSent += packet.ipBytes();
        completions.add(packet.flow, packet.sequence, packet.ipBytes());
    }

    /** Tells the moderation of a completion; apart from {@link #sent}, as the line goes on before the kernel hears of it. */
    void moderate(long nowPs) {
        moderation.packetSent(received.size(), completions.size(), nowPs);
    }

    /** A frame's last bit arrives from the network. */
    void arrived(Packet packet, long nowPs) {
        if (receiveDescriptorsInUse() == settings.receiveRing()) {
            drops.dropped(packet, DropReason.RING_FULL, nowPs);
            return;
        }
        packet.heldSincePs = nowPs;
        framesReceived++;
        bytesReceived += packet.ipBytes();
        arriving.add(packet);
        if (!receiveDma.isScheduled()) {
            simulation.schedule(receiveDma, nowPs + settings.dmaLatencyPs());
        }
    }

    private int packetsToSend() {
        return posted.size() + (isSending ? 1 : 0);
    }

    private int receiveDescriptorsInUse() {
        return arriving.size() + received.size();
    }

    /** The oldest arriving frame is in memory. */
    private final class ReceiveDmaEvent extends Event {
        @Override
        protected void fire(long nowPs) {
            if (nowPs < nic.stalledUntilPs()) {
                simulation.schedule(this, nic.stalledUntilPs());
                return;
            }
            Packet packet = arriving.poll();
            if (packet == null) {
                throw new AssertionError("a DMA transfer ended without a frame");
            }
            received.add(packet);
            Packet next = arriving.peek();
            if (next != null) {
                // Behind a stall, those that had to wait come together.
                simulation.schedule(this, Math.max(nowPs, next.heldSincePs + settings.dmaLatencyPs()));
            }
            moderation.frameCame(received.size(), completions.size(), nowPs);
        }

        @Override
        public String toString() {
            return "the NIC's receive DMA";
        }
    }

    @Override
    public String toString() {
        return "NIC queue " + number;
    }
}
