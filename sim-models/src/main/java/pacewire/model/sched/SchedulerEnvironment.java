package pacewire.model.sched;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DropListener;

/**
 * Where a packet scheduler stands: what it needs to know of the machine behind it.
 *
 * @param lineRate rate of the line it feeds
 * @param packetCostPs CPU time that the kernel takes for each packet it sends, 0 where there is none (a router port)
 * @param wakeUp how long it takes at most from a wanted wake-up to the first packet handed on
 * @param largestPacketBytes largest packet on the line, in wire bytes
 * @param drops takes the packets that it drops after it took them; those that it refuses are still the caller's
 * @param place its name among all that draw random numbers, such as "server/scheduler"
 * @param streams the run's random numbers
 */
public record SchedulerEnvironment(
        DataRate lineRate,
        long packetCostPs,
        WakeUpLatency wakeUp,
        int largestPacketBytes,
        DropListener drops,
        String place,
        RandomStreams streams) {
    /** Ethernet's largest standard frame on the wire: 1500 bytes and 38 of overhead. */
    public static final int STANDARD_WIRE_BYTES = 1538;

    /** With a wake-up that takes at most so long, whatever is tolerated. */
    public SchedulerEnvironment(
            DataRate lineRate,
            long packetCostPs,
            long wakeUpLatencyPs,
            int largestPacketBytes,
            DropListener drops,
            String place,
            RandomStreams streams) {
        this(lineRate, packetCostPs, WakeUpLatency.fixed(wakeUpLatencyPs), largestPacketBytes, drops, place, streams);
    }

    /** The queue of a router port: the line is the only limit. */
    public static SchedulerEnvironment routerPort(
            DataRate lineRate, DropListener drops, String place, RandomStreams streams) {
        return new SchedulerEnvironment(lineRate, 0, 0, STANDARD_WIRE_BYTES, drops, place, streams);
    }

    /** The same for a packet scheduler inside this one. */
    public SchedulerEnvironment within(String name, DropListener innerDrops) {
        return new SchedulerEnvironment(
                lineRate, packetCostPs, wakeUp, largestPacketBytes, innerDrops, place + "/" + name, streams);
    }

    /** A random stream of its own; once for each purpose. */
    public RandomStream random(String purpose) {
        return streams.stream(place + "/" + purpose);
    }
}
