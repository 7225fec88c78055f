package pacewire.model.nic;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.PacketSink;

/**
 * A network interface card: a ring of transmit descriptors, a line, a ring of receive descriptors, one moderated
 * interrupt.
 *
 * <p>Transmit. A posted packet is fetched by DMA while others are on the line, so its first bit leaves at the later of
 * "posted + DMA latency" and "the line is free": back-to-back packets leave without a gap. The line is busy for all of
 * {@link Packet#wireBytes()}: preamble and start delimiter ahead of the frame (IEEE 802.3, 3.1.1 and 3.2.1), the frame
 * padded to its least size (3.2.8), and the inter-packet gap of 96 bit times behind it (4.4.2). The packet is handed to
 * the wire when that time is over. The departure is thus the first bit of the preamble, and the gap counts as
 * serialisation: a receiver sees each packet 96 bit times (9.6 ns at 10 Gbps) after its last bit, the same for
 * packets of every size, so that no jitter changes by it.
 *
 * <p>Launch times. A packet that names its departure ({@link Packet#isLaunchTimed}) is held at the head of the ring until that
 * instant, if the NIC can ({@link NicOptions#hasLaunchTime}); the ring is first in, first out, so what is behind it waits as
 * well: the packet scheduler has sorted them. One that comes to its turn too late leaves at once and is counted, as with
 * the Intel I210 and I225, whose drivers leave the rest to {@code etf}.
 *
 * <p>Receive. A frame arrives with its last bit; it needs a descriptor from then on and can be polled one DMA latency
 * later.
 *
 * <p>The host is told of departures and interrupts at once, within the NIC's event; it may call any method from there.
 */
public final class Nic implements PacketSink {
    /** The kernel. */
    public interface Host {
        /** A hard interrupt. The NIC stays masked until {@link Nic#enableInterrupt}. */
        void interrupt(long nowPs);

        /** The first bit of a packet is on the wire now; its {@link Packet#departurePs} is set. The NIC still owns it. */
        void departed(Packet packet, long nowPs);
    }

    /** Is told of every transmit descriptor that is reaped. */
    @FunctionalInterface
    public interface Completions {
        /** A packet was sent in full some time ago; its descriptor is free now. */
        void completed(int flow, long sequence, int ipBytes, long nowPs);
    }

    private final Simulation simulation;
    private final NicSettings settings;
    private final PacketSink wire;
    private final DropListener drops;
    private final ByteClock lineClock;
    private final InterruptModeration moderation;
    private final CompletionRing completions;
    private final PacketFifo posted = new PacketFifo();
    private final PacketFifo arriving = new PacketFifo();
    private final PacketFifo received = new PacketFifo();
    private final Event line = new LineEvent();
    private final Event receiveDma = new ReceiveDmaEvent();

    private @Nullable Host host;
    private @Nullable Packet onLine;
    private boolean isLineEngaged;
    private long lineFreePs;
    private long framesSent;
    private long bytesSent;
    private long timedLaunches;
    private long lateLaunches;

    /**
     * A NIC that still needs a host, see {@link #attach}.
     *
     * @param wire takes each packet at the end of its serialisation
     * @param drops takes the frames that find no receive descriptor
     */
    public Nic(Simulation simulation, NicSettings settings, PacketSink wire, DropListener drops) {
        this.simulation = simulation;
        this.settings = settings;
        this.wire = wire;
        this.drops = drops;
        lineClock = new ByteClock(settings.rate());
        moderation = new InterruptModeration(simulation, settings.interruptDelayPs(), settings.interruptFrames());
        completions = new CompletionRing(settings.transmitRing());
    }

    /** Sets the kernel, once, before the first packet. */
    public void attach(Host newHost) {
        if (host != null) {
            throw new IllegalStateException("the NIC has a host already: " + host);
        }
        host = newHost;
        moderation.attach(newHost);
    }

    /** Rate of the line. */
    public DataRate rate() {
        return settings.rate();
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
        posted.add(packet);
        if (!isLineEngaged) {
            isLineEngaged = true;
            simulation.schedule(line, startablePs(packet));
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
        stopTimerWhenIdle();
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
            stopTimerWhenIdle();
        }
        return packet;
    }

    /** Frames received and waiting to be taken. */
    public int receivedFrames() {
        return received.size();
    }

    /** Unmasks the interrupt: the kernel's poll is done. Work that is pending starts the moderation from now. */
    public void enableInterrupt(long nowPs) {
        moderation.unmask(pendingWork(), nowPs);
    }

    /** Packets that the NIC holds: waiting in the transmit ring, on the line, and in the receive ring. */
    public int packetsHeld() {
        return packetsToSend() + receiveDescriptorsInUse();
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

    /** Packets with a launch time that have departed so far; 0 when the NIC takes no notice of launch times. */
    public long timedLaunches() {
        return timedLaunches;
    }

    /** Those of {@link #timedLaunches} that departed after the instant that the NIC could have launched them at. */
    public long lateLaunches() {
        return lateLaunches;
    }

    /** A frame's last bit arrives from the network. */
    @Override
    public void accept(Packet packet, long nowPs) {
        if (receiveDescriptorsInUse() == settings.receiveRing()) {
            drops.dropped(packet, DropReason.RING_FULL, nowPs);
            return;
        }
        packet.heldSincePs = nowPs;
        arriving.add(packet);
        if (!receiveDma.isScheduled()) {
            simulation.schedule(receiveDma, nowPs + settings.dmaLatencyPs());
        }
    }

    private int packetsToSend() {
        return posted.size() + (onLine == null ? 0 : 1);
    }

    private int receiveDescriptorsInUse() {
        return arriving.size() + received.size();
    }

    private int pendingWork() {
        return completions.size() + received.size();
    }

    /** The instant from which the first bit of a posted packet can leave. */
    private long fetchedPs(Packet packet) {
        return packet.heldSincePs + settings.dmaLatencyPs();
    }

    /** The instant from which a posted packet may leave: fetched, and not before its launch time. */
    private long startablePs(Packet packet) {
        long fetchedPs = fetchedPs(packet);
        return isHeldForLaunch(packet) ? Math.max(fetchedPs, launchPs(packet)) : fetchedPs;
    }

    private boolean isHeldForLaunch(Packet packet) {
        return packet.isLaunchTimed && settings.options().hasLaunchTime();
    }

    /** The launch time, on the NIC's grid: never before what the packet names. */
    private long launchPs(Packet packet) {
        long stepPs = settings.options().launchResolutionPs();
        return -Math.floorDiv(-packet.eligiblePs, stepPs) * stepPs;
    }

    private void stopTimerWhenIdle() {
        if (pendingWork() == 0) {
            moderation.workIsDone();
        }
    }

    private void startNext(long nowPs) {
        Packet next = posted.peek();
        if (next == null) {
            isLineEngaged = false;
        } else if (startablePs(next) > nowPs) {
            simulation.schedule(line, startablePs(next));
        } else {
            posted.poll();
            start(next, nowPs);
        }
    }

    private void start(Packet packet, long nowPs) {
        if (nowPs > lineFreePs) {
            // A new busy period: what the last one left of a picosecond has passed unused.
            lineClock.restart();
        }
        lineFreePs = nowPs + lineClock.advance(packet.wireBytes());
        onLine = packet;
        simulation.schedule(line, lineFreePs);
        packet.spend(DelayPart.RING, fetchedPs(packet));
        if (isHeldForLaunch(packet)) {
            countLaunch(packet, nowPs);
        }
        packet.spend(DelayPart.LINE, nowPs);
        packet.departurePs = nowPs;
        attachedHost().departed(packet, nowPs);
    }

    /** What a fetched packet waited for its launch time was a timer's time. */
    private void countLaunch(Packet packet, long nowPs) {
        long launchPs = launchPs(packet);
        packet.spend(DelayPart.TIMER, launchPs);
        timedLaunches++;
        if (nowPs > launchPs) {
            lateLaunches++;
        }
    }

    private void finish(Packet packet, long nowPs) {
        onLine = null;
        framesSent++;
        bytesSent += packet.ipBytes();
        completions.add(packet.flow, packet.sequence, packet.ipBytes());
        packet.spend(DelayPart.SERIALISATION, nowPs);
        wire.accept(packet, nowPs);
    }

    private Host attachedHost() {
        Host attached = host;
        if (attached == null) {
            throw new IllegalStateException("the NIC has no host");
        }
        return attached;
    }

    /** The line is free and may start the next packet, or the packet on it ends and the next one starts. */
    private final class LineEvent extends Event {
        @Override
        protected void fire(long nowPs) {
            Packet sent = onLine;
            if (sent == null) {
                startNext(nowPs);
                return;
            }
            finish(sent, nowPs);
            startNext(nowPs);
            // The line goes on before the kernel hears of the completion.
            moderation.workCame(pendingWork(), nowPs);
        }

        @Override
        public String toString() {
            return "the NIC's line";
        }
    }

    /** The oldest arriving frame is in memory. */
    private final class ReceiveDmaEvent extends Event {
        @Override
        protected void fire(long nowPs) {
            Packet packet = arriving.poll();
            if (packet == null) {
                throw new AssertionError("a DMA transfer ended without a frame");
            }
            received.add(packet);
            Packet next = arriving.peek();
            if (next != null) {
                simulation.schedule(this, next.heldSincePs + settings.dmaLatencyPs());
            }
            moderation.workCame(pendingWork(), nowPs);
        }

        @Override
        public String toString() {
            return "the NIC's receive DMA";
        }
    }
}
