package pacewire.model.link;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.PacketSink;

/**
 * A wire on which no packet overtakes another: one that is faster than its predecessor arrives with it. Only the first
 * packet's arrival stands in the event queue.
 */
final class OrderedWire extends Event implements Wire {
    private final Simulation simulation;
    private final PacketSink destination;
    private final PacketFifo underWay = new PacketFifo();
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
        underWay.add(packet);
        if (underWay.size() == 1) {
            simulation.schedule(this, lastArrivalPs);
        }
    }

    @Override
    protected void fire(long nowPs) {
        Packet arrived = underWay.poll();
        if (arrived == null) {
            throw new AssertionError("nothing was under way");
        }
        @Nullable Packet following = underWay.peek();
        if (following != null) {
            simulation.schedule(this, following.heldSincePs);
        }
        destination.accept(arrived, nowPs);
    }

    @Override
    public int packets() {
        return underWay.size();
    }
}
