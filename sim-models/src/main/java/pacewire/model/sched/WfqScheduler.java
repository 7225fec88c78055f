package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Weighted fair queueing, exactly: of the packets that are there, the one that the fluid ({@link FluidClock}) would finish
 * first if nothing more came (Demers, Keshav and Shenker, "Analysis and Simulation of a Fair Queueing Algorithm", SIGCOMM 1989;
 * Parekh and Gallager 1993: PGPS). A packet's stamps are {@code S = max(V, F of the packet before it in its flow)} when it
 * comes, and {@code F = S + length / weight}.
 *
 * <p>The fluid is served at the rate of the line. Where packets leave slower or faster than that, the fluid goes its own way,
 * and packets still leave in the order of their stamps. A busy period ends when nothing is left in the fluid and here: then V
 * is 0 again. A changed weight serves what the fluid has left of the flow, and stamps of that move accordingly.
 *
 * <p>Stamps and virtual time are exact within the limits of {@link TagUnit}, and rounded down by less than 2^-61 bytes for each
 * unit of weight beyond, however long a busy period is: an order can then differ from the exact one only between packets that
 * the fluid finishes as close together as that. Allocates nothing for a packet.
 */
public final class WfqScheduler implements FairScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("wfq")
            .summary("Weighted fair queueing (PGPS): the packet that exact processor sharing would finish first.")
            .source("Demers, Keshav and Shenker, SIGCOMM 1989; Parekh and Gallager, IEEE/ACM ToN 1993")
            .parameters(FairFlows.limit(), TieBreak.parameter())
            .claims((setup, environment) -> claims(setup))
            .madeBy(WfqScheduler::new);

    private final FairFlows flows;
    private final TieBreak ties;
    private final FluidClock fluid;
    /** Flows with packets, by the finish of the first. */
    private final TagHeap backlogged = new TagHeap();
    /** The finish of each packet held; its cell is in {@link Packet#heldSincePs}. */
    private final TagStore finishes = new TagStore();

    private final Wide finish = new Wide();

    WfqScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        flows = new FairFlows(setup);
        ties = TieBreak.of(setup);
        fluid = new FluidClock(environment.lineRate(), flows, this::multiplyFinishes);
    }

    private static List<Claim> claims(SchedulerSetup setup) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                // Parekh and Gallager 1993, theorem 1.
                new Claim.GpsDelay(),
                new Claim.GuaranteedRate(
                        flow -> Rational.of(flow.largestBytesOfAll()).dividedBy(flow.line())),
                // A single packet may come after the ends of all backlogs of the fluid; over a run it is logarithmic.
                new Claim.Cost(Claim.Growth.LINEAR)));
        if (TieBreak.of(setup) == TieBreak.ARRIVAL) {
            claims.add(new Claim.FlowNumbersAreNames());
        }
        return claims;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        fluid.advance(nowPs);
        if (flows.packets() == 0 && fluid.isIdle()) {
            fluid.startAnew();
        }
        FairFlow flow = flows.of(packet.flow);
        if (flows.isFull(flow)) {
            return DropReason.QUEUE_FULL;
        }
        followWeight(flow);
        fluid.arrive(flow, packet.wireBytes());
        boolean isFirst = flow.queue.isEmpty();
        flows.add(flow, packet);
        packet.heldSincePs = finishes.put(flow.finish);
        if (isFirst) {
            addFirst(flow);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (backlogged.isEmpty()) {
            return null;
        }
        FairFlow flow = flows.at(backlogged.removeFirst());
        Packet packet = flows.poll(flow);
        finishes.release(cellOf(packet));
        if (!flow.queue.isEmpty()) {
            addFirst(flow);
        } else if (!fluid.isBacklogged(flow)) {
            flows.forget(flow);
        }
        return packet;
    }

    private void addFirst(FairFlow flow) {
        Packet first = FairFlows.first(flow);
        finishes.get(cellOf(first), finish);
        backlogged.add(flow.slot, finish, ties.of(flow, first));
    }

    private static int cellOf(Packet packet) {
        return (int) packet.heldSincePs;
    }

    /** A flow that the fluid serves by another weight than it has now: from now on it does not. */
    private void followWeight(FairFlow flow) {
        if (!fluid.isBacklogged(flow) || flow.weight == flow.servedWeight) {
            return;
        }
        fluid.prepareToMove(flow);
        for (Packet packet = flow.queue.peek(); packet != null; packet = packet.next) {
            finishes.get(cellOf(packet), finish);
            fluid.moveTag(finish, flow);
            finishes.set(cellOf(packet), finish);
        }
        fluid.follow(flow);
        if (!flow.queue.isEmpty()) {
            backlogged.remove(flow.slot);
            addFirst(flow);
        }
    }

    private void multiplyFinishes(long factor) {
        backlogged.multiplyKeys(factor);
        for (int place = 0; place < backlogged.size(); place++) {
            FairFlow flow = flows.at(backlogged.slotAt(place));
            for (Packet packet = flow.queue.peek(); packet != null; packet = packet.next) {
                finishes.get(cellOf(packet), finish);
                finish.multiply(factor);
                finishes.set(cellOf(packet), finish);
            }
        }
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        backlogged.clear();
        finishes.clear();
        fluid.reset();
        flows.reset(drops, nowPs);
    }

    @Override
    public FairFlows flows() {
        return flows;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        fluid.advance(nowPs);
        flows.change(number, metrics);
        FairFlow flow = flows.find(number);
        if (flow != null) {
            followWeight(flow);
        }
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        FairFlow flow = flows.close(number);
        if (flow != null && !fluid.isBacklogged(flow)) {
            flows.forget(flow);
        }
    }
}
