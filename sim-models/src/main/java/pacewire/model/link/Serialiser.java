package pacewire.model.link;

import pacewire.model.packet.Packet;

/**
 * Puts packets on a wire, one after the other: the part of a link that turns bytes into time. Passive, like a packet
 * scheduler: it schedules no event, and time is an argument that never decreases.
 */
public interface Serialiser {
    /**
     * The earliest instant at which the next packet can begin, if it is not before an instant. Changes nothing.
     *
     * @param fromPs the end of the packet before, or later
     */
    long readyAtPs(long fromPs);

    /**
     * Begins a packet.
     *
     * @param nowPs an instant for which {@link #readyAtPs} answered itself
     * @return when its last bit has left: now or later
     */
    long begin(Packet packet, long nowPs);
}
