package pacewire.model.link;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.ByteClock;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;

/**
 * A {@link Link} of constant rate with a drop-tail queue and no rules, which most links are: the same packets at the same
 * instants, but queue, serialiser and wire are one object of two cache lines, and a packet that need not wait is never put
 * into the queue. The object itself is the arrival of the first packet under way.
 */
final class PlainLink extends Event implements PacketStage {
    /** What the links of a group have in common. */
    private final Shape shape;

    private final ByteClock clock;
    private final PacketSink destination;
    /** The packets under way; each holds its arrival in {@link Packet#heldSincePs}. */
    private @Nullable Packet firstUnderWay;

    private @Nullable Packet lastUnderWay;
    private int underWay;
    private long busyUntilPs;
    /** Made when the first packet has to wait, which it never does on most links. */
    private @Nullable Queue queue;

    /** Made when very many packets are under way at once. */
    private @Nullable LookAhead lookAhead;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private byte middleLine;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /**
     * What many links may share.
     *
     * @param limitPackets most packets that wait
     * @param limitBytes most IP bytes that wait
     * @param propagationPs time through the wire, at least 0
     * @param drops takes what the queue refuses
     */
    record Shape(Simulation simulation, int limitPackets, long limitBytes, long propagationPs, DropListener drops) {}

    PlainLink(Shape shape, ByteClock clock, PacketSink destination) {
        this.shape = shape;
        this.clock = clock;
        this.destination = destination;
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        packet.heldSincePs = nowPs;
        if ((queue == null || queue.packets == 0) && busyUntilPs <= nowPs && shape.limitBytes >= packet.ipBytes()) {
            send(packet, nowPs);
        } else {
            Queue present = queue();
            present.join(packet, nowPs);
            present.sendWhatMayLeave(nowPs);
        }
    }

    @Override
    public int packetsHeld() {
        return underWay + (queue == null ? 0 : queue.packets);
    }

    /** It is one of the next links from which a packet arrives. */
    @Override
    protected boolean prefetch(int depth) {
        Packet arriving = firstUnderWay;
        if (depth == 0) {
            prefetchThis();
        } else if (arriving != null) {
            if (depth == 1) {
                arriving.prefetch();
            } else if (depth == 2) {
                arriving.prefetchAccount();
            }
            destination.prefetch(arriving, depth - 1);
        }
        return depth < LookAhead.DEPTHS;
    }

    @Override
    public void prefetch(Packet packet, int depth) {
        if (depth == 0) {
            prefetchThis();
        }
    }

    private void prefetchThis() {
        middleLine = 1;
        lastLine = null;
    }

    private Queue queue() {
        if (queue == null) {
            queue = new Queue();
        }
        return queue;
    }

    private void send(Packet packet, long nowPs) {
        packet.spend(DelayPart.NETWORK_QUEUE, nowPs);
        if (nowPs != busyUntilPs) {
            clock.restart();
        }
        busyUntilPs = nowPs + clock.advance(packet.wireBytes());
        packet.spend(DelayPart.SERIALISATION, busyUntilPs);
        long arrivalPs = busyUntilPs + shape.propagationPs;
        packet.spend(DelayPart.PROPAGATION, arrivalPs);
        packet.heldSincePs = arrivalPs;
        packet.next = null;
        if (lastUnderWay == null) {
            firstUnderWay = packet;
            shape.simulation.schedule(this, arrivalPs);
        } else {
            lastUnderWay.next = packet;
        }
        lastUnderWay = packet;
        underWay++;
    }

    /** The first packet under way arrives. */
    @Override
    protected void fire(long nowPs) {
        Packet arrived = firstUnderWay;
        if (arrived == null) {
            throw new AssertionError("nothing was under way");
        }
        lookAhead(arrived);
        Packet following = arrived.next;
        arrived.next = null;
        firstUnderWay = following;
        underWay--;
        if (following == null) {
            lastUnderWay = null;
        } else {
            shape.simulation.schedule(this, following.heldSincePs);
        }
        destination.accept(arrived, nowPs);
    }

    private void lookAhead(Packet arriving) {
        if (underWay >= LookAhead.LEAST_PACKETS) {
            LookAhead present = lookAhead;
            if (present == null) {
                present = new LookAhead(destination);
                lookAhead = present;
            }
            present.step(arriving);
        } else if (lookAhead != null) {
            lookAhead.stop();
        }
    }

    /** The packets that wait for the line, as in {@link pacewire.model.sched.FifoScheduler}, limits included; happens when it is free. */
    private final class Queue extends Event {
        private @Nullable Packet first;
        private @Nullable Packet last;
        private int packets;
        private long bytes;

        private void join(Packet packet, long nowPs) {
            if (packets >= shape.limitPackets || bytes > shape.limitBytes - packet.ipBytes()) {
                shape.drops.dropped(packet, DropReason.QUEUE_FULL, nowPs);
                return;
            }
            packet.next = null;
            if (last == null) {
                first = packet;
            } else {
                last.next = packet;
            }
            last = packet;
            packets++;
            bytes += packet.ipBytes();
        }

        private void sendWhatMayLeave(long nowPs) {
            Packet packet = first;
            while (packet != null && busyUntilPs <= nowPs) {
                first = packet.next;
                if (first == null) {
                    last = null;
                }
                packets--;
                bytes -= packet.ipBytes();
                send(packet, nowPs);
                packet = first;
            }
            if (packet == null) {
                shape.simulation.cancel(this);
            } else if (!isScheduled() || shape.simulation.timeOf(this) != busyUntilPs) {
                shape.simulation.reschedule(this, busyUntilPs);
            }
        }

        @Override
        protected void fire(long nowPs) {
            sendWhatMayLeave(nowPs);
        }
    }
}
