package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/** A queue that {@link Codel} manages. */
interface CodelQueue {
    /** Takes the first packet out; null when there is none. */
    @Nullable
    Packet poll();

    /** IP bytes that count as backlog against one packet's worth, once the packet in question is out. */
    long backlogBytes();

    /** Ends a packet that was taken out. */
    void dropEarly(Packet packet, long nowPs);
}
