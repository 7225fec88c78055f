package pacewire.model.nic;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/**
 * A network interface card: a line, and one or several {@linkplain NicQueue pairs of queues}, each with a ring of transmit
 * descriptors, a ring of receive descriptors and a moderated interrupt.
 *
 * <p>Transmit. A posted packet is fetched by DMA while others are on the line, so its first bit leaves at the later of
 * "posted + DMA latency" and "the line is free": back-to-back packets leave without a gap. The line is busy for all of
 * {@link Packet#wireBytes()}: preamble and start delimiter ahead of the frame (IEEE 802.3, 3.1.1 and 3.2.1), the frame
 * padded to its least size (3.2.8), and the inter-packet gap of 96 bit times behind it (4.4.2). The packet is handed to
 * the wire when that time is over. The departure is thus the first bit of the preamble, and the gap counts as
 * serialisation: a receiver sees each packet 96 bit times (9.6 ns at 10 Gbps) after its last bit, the same for
 * packets of every size, so that no jitter changes by it.
 *
 * <p>Several queues take turns for the line, packet by packet (round robin: Intel 82575EB Software Developer's Manual, 5.11,
 * "Multiple Transmit Queues"; the default of its successors), those left out that have nothing that may leave now. A frame
 * received goes to the queue that a hash of its connection names.
 *
 * <p>Launch times. A packet that names its departure ({@link Packet#isLaunchTimed}) is held at the head of the ring until that
 * instant, if the NIC can ({@link NicOptions#launch}); the ring is first in, first out, so what is behind it waits as
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
        /** A hard interrupt. The queue stays masked until {@link NicQueue#enableInterrupt}. */
        void interrupt(int queue, long nowPs);

        /** The first bit of a packet is on the wire now; its {@link Packet#departurePs} is set. The NIC still owns it. */
        void departed(Packet packet, long nowPs);
    }

    private final Simulation simulation;
    private final NicSettings settings;
    private final PacketSink wire;
    private final ByteClock lineClock;
    private final NicQueue[] queues;
    private final List<NicQueue> listOfQueues;
    private final @Nullable ReceiveSideScaling scaling;
    /** Grid of the launch times; 0 when the NIC takes no notice of them. */
    private final long launchStepPs;

    private final Event line = new LineEvent();

    private @Nullable Host host;
    private @Nullable Packet onLine;
    /** Whose packet is, or was last, on the line. */
    private NicQueue lastServed;

    private boolean isLineEngaged;
    private long lineFreePs;
    private long stalledUntilPs;
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
        NicOptions.Launch launch = settings.options().launch();
        launchStepPs = launch == null ? 0 : launch.resolutionPs();
        lineClock = new ByteClock(settings.rate());
        queues = new NicQueue[settings.options().queues()];
        for (int number = 0; number < queues.length; number++) {
            queues[number] = new NicQueue(this, number, simulation, settings, drops);
        }
        listOfQueues = List.of(queues);
        lastServed = queues[queues.length - 1];
        scaling = queues.length == 1 ? null : new ReceiveSideScaling(queues.length);
    }

    /** Sets the kernel, once, before the first packet. */
    public void attach(Host newHost) {
        if (host != null) {
            throw new IllegalStateException("the NIC has a host already: " + host);
        }
        host = newHost;
        for (NicQueue queue : queues) {
            queue.attach(newHost);
        }
    }

    /** Rate of the line. */
    public DataRate rate() {
        return settings.rate();
    }

    /** What it is set to. */
    public NicSettings settings() {
        return settings;
    }

    /** Its queues, at least one. */
    public List<NicQueue> queues() {
        return listOfQueues;
    }

    /**
     * Stops the NIC until an instant: what is on the line is sent to its end, then nothing starts, and no frame that arrives
     * reaches memory, as when a device or its bus hangs. A later call extends a stall and never shortens it.
     */
    public void stall(long untilPs) {
        stalledUntilPs = Math.max(stalledUntilPs, untilPs);
    }

    /** Packets that the NIC holds: waiting in the transmit rings, on the line, and in the receive rings. */
    public int packetsHeld() {
        int held = 0;
        for (NicQueue queue : queues) {
            held += queue.packetsHeld();
        }
        return held;
    }

    /** Hard interrupts raised so far. */
    public long interrupts() {
        long interrupts = 0;
        for (NicQueue queue : queues) {
            interrupts += queue.interrupts();
        }
        return interrupts;
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
        NicQueue queue = scaling == null ? queues[0] : queues[scaling.queueOf(packet)];
        queue.arrived(packet, nowPs);
    }

    long stalledUntilPs() {
        return stalledUntilPs;
    }

    /** A queue that was empty has a packet to send. */
    void headChanged(Packet packet) {
        long startablePs = startablePs(packet);
        if (!isLineEngaged) {
            isLineEngaged = true;
            simulation.schedule(line, startablePs);
        } else if (onLine == null && line.isScheduled() && startablePs < simulation.timeOf(line)) {
            simulation.reschedule(line, startablePs);
        }
    }

    /** The instant from which the first bit of a posted packet can leave. */
    private long fetchedPs(Packet packet) {
        return packet.heldSincePs + settings.dmaLatencyPs();
    }

    /** The instant from which a posted packet may leave: fetched, not before its launch time, and not during a stall. */
    private long startablePs(Packet packet) {
        long fetchedPs = Math.max(fetchedPs(packet), stalledUntilPs);
        return isHeldForLaunch(packet) ? Math.max(fetchedPs, launchPs(packet)) : fetchedPs;
    }

    private boolean isHeldForLaunch(Packet packet) {
        return packet.isLaunchTimed && launchStepPs > 0;
    }

    /** The launch time, on the NIC's grid: never before what the packet names. */
    private long launchPs(Packet packet) {
        return -Math.floorDiv(-packet.eligiblePs, launchStepPs) * launchStepPs;
    }

    /** Starts the next packet, of the first queue behind the last one served that has one, or waits until there is one. */
    private void startNext(long nowPs) {
        long earliestPs = SimTime.NEVER;
        int turn = lastServed.number();
        for (int i = 0; i < queues.length; i++) {
            turn = turn + 1 == queues.length ? 0 : turn + 1;
            Packet head = queues[turn].head();
            if (head == null) {
                continue;
            }
            long startablePs = startablePs(head);
            if (startablePs <= nowPs) {
                lastServed = queues[turn];
                lastServed.startHead();
                start(head, nowPs);
                return;
            }
            earliestPs = Math.min(earliestPs, startablePs);
        }
        isLineEngaged = earliestPs != SimTime.NEVER;
        if (isLineEngaged) {
            simulation.schedule(line, earliestPs);
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
        packet.spend(DelayPart.RING, Math.max(fetchedPs(packet), stalledUntilPs));
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
        lastServed.sent(packet);
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
            NicQueue sender = lastServed;
            finish(sent, nowPs);
            startNext(nowPs);
            // The line goes on before the kernel hears of the completion.
            sender.moderate(nowPs);
        }

        @Override
        public String toString() {
            return "the NIC's line";
        }
    }
}
