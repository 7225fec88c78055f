package pacewire.model.os;

import java.util.List;

import pacewire.model.sched.PacketScheduler;

/**
 * What stands before the transmit queues of a NIC.
 *
 * @param schedulers one before all queues, or one before each, in the order of the queues
 * @param choice which queue a flow takes
 */
public record TransmitSide(List<PacketScheduler> schedulers, QueueChoice choice) {
    public TransmitSide {
        schedulers = List.copyOf(schedulers);
    }
}
