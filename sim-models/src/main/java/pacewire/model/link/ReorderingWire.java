package pacewire.model.link;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/** A wire on which packets overtake each other: each has its own arrival in the event queue, used again after it. */
final class ReorderingWire implements Wire {
    private final Simulation simulation;
    private final PacketSink destination;
    private @Nullable Arrival free;
    private int packets;

    ReorderingWire(Simulation simulation, PacketSink destination) {
        this.simulation = simulation;
        this.destination = destination;
    }

    @Override
    public void carry(Packet packet, long arrivalPs) {
        Arrival arrival = free;
        if (arrival == null) {
            arrival = new Arrival();
        } else {
            free = arrival.nextFree;
        }
        packet.spend(DelayPart.PROPAGATION, arrivalPs);
        packet.heldSincePs = arrivalPs;
        packets++;
        arrival.packet = packet;
        simulation.schedule(arrival, arrivalPs);
    }

    @Override
    public int packets() {
        return packets;
    }

    private final class Arrival extends Event {
        private @Nullable Packet packet;
        private @Nullable Arrival nextFree;

        @Override
        protected void fire(long nowPs) {
            Packet arrived = packet;
            if (arrived == null) {
                throw new AssertionError("nothing was under way");
            }
            packet = null;
            nextFree = free;
            free = this;
            packets--;
            destination.accept(arrived, nowPs);
        }
    }
}
