package pacewire.model.topology;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/**
 * Sees the packets themselves where a trace record would be too small: each that leaves the server, and each that is dropped
 * anywhere. It changes nothing of a run, and keeps no packet beyond the call: packets are used again.
 */
public interface PacketWitness {
    /** Sees nothing. */
    PacketWitness NONE = new PacketWitness() {
        @Override
        public void departed(Packet packet, long nowPs) {}

        @Override
        public void dropped(Packet packet, DropReason reason, long nowPs) {}
    };

    /** The first bit of a datagram or segment went on the server's wire. */
    void departed(Packet packet, long nowPs);

    /** A datagram or segment is no more. */
    void dropped(Packet packet, DropReason reason, long nowPs);
}
