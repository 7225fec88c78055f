package pacewire.model.topology;

import pacewire.model.packet.DropListener;
import pacewire.model.sched.PacketScheduler;

/** Makes the packet scheduler of a router port. */
@FunctionalInterface
public interface QueueFactory {
    /**
     * An empty packet scheduler.
     *
     * @param place its name among all that draw random numbers
     * @param drops takes what it drops after it took it
     */
    PacketScheduler create(String place, DropListener drops);
}
