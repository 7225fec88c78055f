package pacewire.model.sched;

import pacewire.core.units.DataRate;

/**
 * Where a packet scheduler stands: what it needs to know of the machine behind it.
 *
 * @param lineRate rate of the line it feeds
 * @param packetCostPs CPU time that the kernel takes for each packet it sends, 0 where there is none (a router port)
 * @param wakeUpLatencyPs longest time from a wanted wake-up to the first packet handed on: timer resolution and interrupts
 * @param largestPacketBytes largest packet on the line, in wire bytes
 */
public record SchedulerEnvironment(DataRate lineRate, long packetCostPs, long wakeUpLatencyPs, int largestPacketBytes) {
    /** Ethernet's largest standard frame on the wire: 1500 bytes and 38 of overhead. */
    public static final int STANDARD_WIRE_BYTES = 1538;

    /** The queue of a router port: the line is the only limit. */
    public static SchedulerEnvironment routerPort(DataRate lineRate) {
        return new SchedulerEnvironment(lineRate, 0, 0, STANDARD_WIRE_BYTES);
    }
}
