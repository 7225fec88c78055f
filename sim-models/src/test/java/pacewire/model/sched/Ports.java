package pacewire.model.sched;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DropListener;

/** Places in the network to put packet schedulers under test. */
final class Ports {
    /** For packet schedulers that never drop what they have taken. */
    static final DropListener NO_DROPS = (packet, reason, nowPs) -> {
        throw new AssertionError(packet + " was dropped: " + reason);
    };

    private Ports() {}

    static SchedulerEnvironment port(DataRate lineRate) {
        return SchedulerEnvironment.routerPort(lineRate, NO_DROPS, "port", new RandomStreams(1));
    }

    static SchedulerEnvironment port(DataRate lineRate, DropListener drops) {
        return SchedulerEnvironment.routerPort(lineRate, drops, "port", new RandomStreams(1));
    }

    static SchedulerEnvironment host(
            DataRate lineRate, long packetCostPs, long wakeUpLatencyPs, int largestPacketBytes) {
        return host(lineRate, packetCostPs, wakeUpLatencyPs, largestPacketBytes, NO_DROPS);
    }

    static SchedulerEnvironment host(
            DataRate lineRate, long packetCostPs, long wakeUpLatencyPs, int largestPacketBytes, DropListener drops) {
        return new SchedulerEnvironment(
                lineRate, packetCostPs, wakeUpLatencyPs, largestPacketBytes, drops, "host", new RandomStreams(1));
    }
}
