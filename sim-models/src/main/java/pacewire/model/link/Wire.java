package pacewire.model.link;

import pacewire.model.packet.Packet;

/** The propagating part of a link: holds packets until they arrive, then hands them to the destination. */
interface Wire {
    /** Takes a packet that has its own instant of arrival, now or later. */
    void carry(Packet packet, long arrivalPs);

    /** Packets on their way. */
    int packets();
}
