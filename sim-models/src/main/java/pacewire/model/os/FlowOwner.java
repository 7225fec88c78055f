package pacewire.model.os;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/** Who sends the packets of a flow: told of each on its way out of the machine. */
interface FlowOwner {
    /** CPU time, in picoseconds, that the kernel takes to make a packet of this flow when it leaves; 0 when already made. */
    long buildCostPs();

    /** The packet has left the packet scheduler; the device holds it. */
    default void dequeued(Packet packet, long nowPs) {}

    /** First bit on the wire. */
    default void departed(Packet packet, long nowPs) {}

    /**
     * The packet scheduler did not take the packet because it is full. Who keeps it is told of room later and offers it
     * again; else it is dropped.
     *
     * @return whether the owner keeps the packet
     */
    default boolean keepsRefused(Packet packet, long nowPs) {
        return false;
    }

    /**
     * The packet ends here: the packet scheduler did not take it and nobody keeps it, or had taken it and drops it. May be
     * called from within the packet scheduler, which must not be asked for anything meanwhile.
     */
    default void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {}

    /**
     * The packet scheduler is done with the call in which packets of the flow were dropped.
     *
     * @return whether the owner has more to send, and is to be called when it may go on
     */
    default boolean goesOnAfterDrop(long nowPs) {
        return false;
    }

    /** Packets have left the packet scheduler since some of the flow were dropped: the owner may send more. */
    default void goOn(long nowPs) {}

    /** The packet scheduler may have room for the packet that was kept. */
    default void roomAgain(long nowPs) {}

    /** The NIC is done with the packet: its memory is free again. */
    default void completed(long sequence, long nowPs) {}
}
