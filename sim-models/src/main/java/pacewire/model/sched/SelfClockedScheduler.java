package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Fair queueing whose virtual time is the stamp of the packet in service, so that no fluid need be followed: by finish times
 * ({@link ScfqScheduler}) or by start times ({@link StfqScheduler}). A packet's stamps are {@code S = max(V, F of the packet
 * before it in its flow)} and {@code F = S + length / weight}.
 *
 * <p>The packet in service is the last that was taken, until the next is taken or the line has sent it: then a busy period
 * ends, V and all F are 0 again. (To let V be the greatest F so far instead gives the same order.) A flow's packet is stamped
 * when it becomes the first of its flow: V is not above the flow's last F as long as it holds packets, so that is when it
 * arrives, or F. A changed weight counts from the next stamp on.
 *
 * <p>Stamps are exact within the limits of {@link TagUnit}.
 */
final class SelfClockedScheduler implements FairScheduler {
    /** Which stamp orders packets, and is the virtual time. */
    enum Stamp {
        START,
        FINISH
    }

    private final FairFlows flows;
    private final Stamp stamp;
    private final TieBreak ties;
    private final LineInUse line;
    private final TagUnit unit = new TagUnit();
    private final Wide virtual = new Wide();
    /** Flows with packets, by the stamp of the first. */
    private final TagHeap backlogged = new TagHeap();

    private final RestingFlows resting;

    SelfClockedScheduler(Stamp stamp, SchedulerSetup setup, SchedulerEnvironment environment) {
        this.stamp = stamp;
        flows = new FairFlows(setup);
        resting = new RestingFlows(flows);
        ties = TieBreak.of(setup);
        line = new LineInUse(environment.lineRate());
    }

    /** Both have the same parameters. */
    static ParameterSpec[] parameters() {
        return new ParameterSpec[] {FairFlows.limit(), TieBreak.parameter()};
    }

    /** What both claim, and the delay of each. */
    static List<Claim> claims(SchedulerSetup setup, Claim.FlowBound latency) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                // Golestani 1994, theorem 1; Goyal, Vin and Cheng 1996, theorem 1.
                new Claim.ShortTermFair((one, other) -> perWeight(one).plus(perWeight(other))),
                new Claim.GuaranteedRate(latency),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        if (TieBreak.of(setup) == TieBreak.ARRIVAL) {
            claims.add(new Claim.FlowNumbersAreNames());
        }
        return claims;
    }

    private static Rational perWeight(Claim.Flow flow) {
        return Rational.of(flow.largestBytes(), flow.weight());
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (flows.packets() == 0 && !line.isBusy(nowPs)) {
            endBusyPeriod();
        }
        FairFlow flow = flows.of(packet.flow);
        if (flows.isFull(flow)) {
            return DropReason.QUEUE_FULL;
        }
        boolean isFirst = flow.queue.isEmpty();
        flows.add(flow, packet);
        if (isFirst) {
            setStart(flow);
            stampFirst(flow);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (backlogged.isEmpty()) {
            return null;
        }
        FairFlow flow = flows.at(backlogged.removeFirst());
        virtual.set(stamp == Stamp.START ? flow.start : flow.finish);
        Packet packet = flows.poll(flow);
        line.send(packet.wireBytes(), nowPs);
        if (flow.queue.isEmpty()) {
            resting.add(flow);
        } else {
            flow.start.set(flow.finish);
            stampFirst(flow);
        }
        resting.forgetUpTo(virtual);
        return packet;
    }

    /** Of a flow that had no packets. */
    private void setStart(FairFlow flow) {
        flow.start.set(virtual);
        if (resting.takeOut(flow)) {
            flow.start.setMax(virtual, flow.finish);
        }
    }

    private void stampFirst(FairFlow flow) {
        long factor = unit.refineFor(flow.weight);
        if (factor > 1) {
            flow.start.multiply(factor);
            multiplyAll(factor);
        }
        Packet first = FairFlows.first(flow);
        flow.finish.set(flow.start);
        unit.addBytes(flow.finish, first.wireBytes(), flow.weight);
        backlogged.add(flow.slot, stamp == Stamp.START ? flow.start : flow.finish, ties.of(flow, first));
    }

    private void multiplyAll(long factor) {
        virtual.multiply(factor);
        flows.multiplyStamps(backlogged, factor);
        resting.multiply(factor);
    }

    private void endBusyPeriod() {
        resting.forgetAll();
        virtual.setZero();
        unit.reset();
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        backlogged.clear();
        resting.clear();
        virtual.setZero();
        unit.reset();
        line.reset();
        flows.reset(drops, nowPs);
    }

    @Override
    public FairFlows flows() {
        return flows;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        FairFlow flow = flows.close(number);
        if (flow != null) {
            resting.forgetClosed(flow);
        }
    }
}
