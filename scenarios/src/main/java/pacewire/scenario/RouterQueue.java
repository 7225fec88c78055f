package pacewire.scenario;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Reading;
import pacewire.scenario.format.SchemaDefinitions;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Spot;

/**
 * The packet scheduler of a router's port. A router sees packets, and nobody tells it what their transfers asked for: filters on
 * that would quietly fit nothing.
 */
record RouterQueue(Shape<SchedulerSetup> any) implements Shape<SchedulerSetup> {
    @Override
    public @Nullable SchedulerSetup read(Spot spot, Reading reading) {
        SchedulerSetup setup = any.read(spot, reading);
        if (setup != null && setup.classes().stream().anyMatch(RouterQueue::asksForMetrics)) {
            reading.problems()
                    .add(
                            spot,
                            "only the server's packet scheduler knows what transfers asked for ('minRate', 'maxRate',"
                                    + " 'maxJitter', 'maxDelay', and whether they are 'paced'): here filters match by group,"
                                    + " application, port, DSCP or priority");
            return null;
        }
        return setup;
    }

    private static boolean asksForMetrics(ClassSetup each) {
        SchedulerSetup queue = each.queue();
        return each.match().stream()
                        .map(PacketFilter::conditions)
                        .flatMap(List::stream)
                        .anyMatch(PacketFilter.MetricsCondition.class::isInstance)
                || each.classes().stream().anyMatch(RouterQueue::asksForMetrics)
                || (queue != null && queue.classes().stream().anyMatch(RouterQueue::asksForMetrics));
    }

    @Override
    public String words() {
        return any.words();
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        return any.schema(definitions);
    }

    @Override
    public Node resolve(Node node) {
        return any.resolve(node);
    }
}
