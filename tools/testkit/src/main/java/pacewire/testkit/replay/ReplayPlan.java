package pacewire.testkit.replay;

import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/**
 * A replay in whole ticks and units of length.
 *
 * @param units what they are
 * @param lineRate of the line, in these units
 * @param flows names by number
 * @param opened flows that are opened before the first packet, in order of their numbers
 * @param offers packets in the order in which they come
 * @param polling how the packet scheduler is polled; null: a line drains it
 * @param untilPs nothing happens later, except that the last packet ends
 */
public record ReplayPlan(
        ReplayUnits units,
        DataRate lineRate,
        SortedMap<Integer, String> flows,
        List<FlowChange> opened,
        List<Offer> offers,
        @Nullable Polling polling,
        long untilPs) {

    /**
     * What is promised to a flow from some instant on.
     *
     * @param flow its number
     * @param envelope null for a flow without a rate
     */
    public record FlowChange(
            int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope) {}

    /**
     * A packet to offer.
     *
     * @param arrival as the user gave it
     * @param flow number of its flow
     * @param sequence place in its flow, from 0
     * @param eligiblePs {@link pacewire.model.packet.Packet#UNSCHEDULED} when none is named
     * @param deadlinePs {@code Long.MAX_VALUE} when none is named
     * @param idealPs {@link pacewire.model.packet.Packet#UNSCHEDULED} when the flow has no rate and no instant is named
     * @param change of its flow, just before; null: none
     */
    public record Offer(
            Arrival arrival,
            long timePs,
            int flow,
            long sequence,
            int bytes,
            byte priority,
            long eligiblePs,
            long deadlinePs,
            long idealPs,
            @Nullable FlowChange change) {}

    /** One packet is asked for at {@code startPs} and every {@code periodPs} later. */
    public record Polling(long periodPs, long startPs) {}
}
