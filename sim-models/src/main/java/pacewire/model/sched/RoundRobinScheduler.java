package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Round robin: one packet of each flow in turn (Nagle, "On Packet Switches with Infinite Storage", RFC 970, section 5). Fair in
 * packets, not in bytes; takes no notice of weights. A flow that comes goes behind all others; so does one whose queue was
 * empty for a moment.
 */
public final class RoundRobinScheduler implements FlowQueueScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("rr")
            .summary("Round robin: one packet of each flow in turn, whatever its size.")
            .source("Nagle, RFC 970 (1985), section 5")
            .parameters(FlowQueues.FLOW_LIMIT, FlowQueues.LIMIT)
            .claims((setup, environment) -> List.of(
                    new Claim.WorkConserving(),
                    new Claim.FlowOrder(),
                    new Claim.KeepsWhatItTook(),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.ScalesWithTheLine(),
                    new Claim.ServedWithin(RoundRobinScheduler::servedWithin),
                    new Claim.Bounded(FlowQueues.limitOf(setup.parameters()), Long.MAX_VALUE),
                    new Claim.Cost(Claim.Growth.CONSTANT)))
            .madeBy((setup, environment) -> new RoundRobinScheduler(setup));

    private final FlowQueues queues;
    private final SlotRing round = new SlotRing();

    RoundRobinScheduler(SchedulerSetup setup) {
        queues = new FlowQueues(setup.parameters());
    }

    /** The packet on the line, one of each flow, its own among them. */
    private static Rational servedWithin(Claim.Flow flow) {
        return Rational.of(flow.largestBytesOfAll() + flow.sumOfLargestBytes()).dividedBy(flow.line());
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        QueuedFlow flow = queues.add(packet);
        if (flow == null) {
            return DropReason.QUEUE_FULL;
        }
        if (flow.packets.size() == 1) {
            round.add(flow.slot);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (round.isEmpty()) {
            return null;
        }
        QueuedFlow flow = queues.at(round.removeFirst());
        Packet packet = queues.take(flow);
        if (flow.packets.isEmpty()) {
            queues.forgetIfIdle(flow);
        } else {
            round.add(flow.slot);
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return round.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queues.reset(drops, nowPs);
        round.clear();
    }

    @Override
    public FlowQueues queues() {
        return queues;
    }
}
