package pacewire.model.sched;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;

/** Which aggregate a flow joins: any of its weight and largest packet that has room, {@code nonfull_aggs} of Linux. */
final class QfqAggregates {
    /** By weight, those that have room for a flow. */
    private final @Nullable QfqAggregate[] withRoom = new QfqAggregate[FlowMetrics.LARGEST_WEIGHT + 1];
    /** Those without flows, to be used again. */
    private @Nullable QfqAggregate spares;

    /** Adds a flow to an aggregate. */
    QfqAggregate join(int weight, int largestBytes) {
        QfqAggregate aggregate = withRoom[weight];
        while (aggregate != null && aggregate.largestBytes != largestBytes) {
            aggregate = aggregate.nextWithRoom;
        }
        if (aggregate == null) {
            aggregate = takeSpare();
            aggregate.makeFor(weight, largestBytes);
            addToThoseWithRoom(aggregate);
        }
        aggregate.setFlows(aggregate.flows + 1);
        if (aggregate.flows == QfqGroups.FLOWS_PER_AGGREGATE) {
            removeFromThoseWithRoom(aggregate);
        }
        return aggregate;
    }

    /** Takes a flow from an aggregate; the last one leaves its budget and stamps as they are. */
    void leave(QfqAggregate aggregate) {
        if (aggregate.flows == 1) {
            aggregate.flows = 0;
            removeFromThoseWithRoom(aggregate);
            aggregate.nextWithRoom = spares;
            spares = aggregate;
            return;
        }
        if (aggregate.flows == QfqGroups.FLOWS_PER_AGGREGATE) {
            addToThoseWithRoom(aggregate);
        }
        aggregate.setFlows(aggregate.flows - 1);
    }

    /** Forgets all; those that have flows are not used again. */
    void reset() {
        Arrays.fill(withRoom, null);
    }

    private QfqAggregate takeSpare() {
        QfqAggregate spare = spares;
        if (spare == null) {
            return new QfqAggregate();
        }
        spares = spare.nextWithRoom;
        return spare;
    }

    private void addToThoseWithRoom(QfqAggregate aggregate) {
        aggregate.nextWithRoom = withRoom[aggregate.weight];
        withRoom[aggregate.weight] = aggregate;
    }

    private void removeFromThoseWithRoom(QfqAggregate aggregate) {
        QfqAggregate before = withRoom[aggregate.weight];
        if (before == aggregate) {
            withRoom[aggregate.weight] = aggregate.nextWithRoom;
            return;
        }
        while (before != null && before.nextWithRoom != aggregate) {
            before = before.nextWithRoom;
        }
        if (before != null) {
            before.nextWithRoom = aggregate.nextWithRoom;
        }
    }
}
