package pacewire.model.link;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/**
 * A wire on which no packet overtakes another: one that is faster than its predecessor arrives with it. Only the first
 * packet's arrival stands in the event queue.
 */
final class OrderedWire extends Event implements Wire {
    private final Simulation simulation;
    private final PacketSink destination;
    /** The packets under way, linked through {@link Packet#next}; each holds its arrival in {@link Packet#heldSincePs}. */
    private @Nullable Packet first;

    private @Nullable Packet last;
    private int underWay;
    private long lastArrivalPs;

    OrderedWire(Simulation simulation, PacketSink destination) {
        this.simulation = simulation;
        this.destination = destination;
    }

    @Override
    public void carry(Packet packet, long arrivalPs) {
        lastArrivalPs = Math.max(lastArrivalPs, arrivalPs);
        packet.spend(DelayPart.PROPAGATION, lastArrivalPs);
        packet.heldSincePs = lastArrivalPs;
        packet.next = null;
        if (last == null) {
            first = packet;
            simulation.schedule(this, lastArrivalPs);
        } else {
            last.next = packet;
        }
        last = packet;
        underWay++;
    }

    @Override
    protected void fire(long nowPs) {
        Packet arrived = first;
        if (arrived == null) {
            throw new AssertionError("nothing was under way");
        }
        Packet following = arrived.next;
        arrived.next = null;
        first = following;
        underWay--;
        if (following == null) {
            last = null;
        } else {
            simulation.schedule(this, following.heldSincePs);
        }
        destination.accept(arrived, nowPs);
    }

    @Override
    public int packets() {
        return underWay;
    }
}
