package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * WF2Q+: of the flows whose first packet's virtual start has come, the one with the least virtual finish goes first (Bennett
 * and Zhang, "Hierarchical Packet Fair Queueing Algorithms", SIGCOMM 1996 and IEEE/ACM ToN 1997). Virtual time rises with
 * what the line sends, divided by the weights of all flows, and is never below the least start of the flows with packets:
 *
 * <pre>
 * S = F of the packet before it, if the flow has packets; max(V, F) otherwise      F = S + length / weight
 * V(t + x) = max(V(t) + x / (sum of weights), least S)
 * </pre>
 *
 * <p>The sum has every flow known in it: open, with packets, or with its last F above V. Whenever it changes, V has risen by the
 * old sum until then and rises by the new one from then on, in the midst of a packet too: the paper's bounds need V to be no
 * faster than the line divided by the weights of all who may send, and a flow that is opened late may send. Arrivals while a
 * packet is on the line see as much of it as the line has sent; the next pick sees all of it, whatever the time. A busy period
 * ends when the line has sent the last packet: then V and all F are 0 again. A changed weight counts from the next packet of
 * the flow that becomes its first.
 *
 * <p>Stamps are exact within the limits of {@link TagUnit}.
 */
public final class Wf2qPlusScheduler implements FairScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("wf2q+")
            .summary("Worst-case fair weighted fair queueing with a virtual time that follows no fluid.")
            .source("Bennett and Zhang, \"Hierarchical Packet Fair Queueing Algorithms\", SIGCOMM 1996")
            .parameters(FairFlows.limit(), TieBreak.parameter())
            .claims((setup, environment) -> claims(setup))
            .madeBy(Wf2qPlusScheduler::new);

    private final FairFlows flows;
    private final TieBreak ties;
    private final DataRate rate;
    private final LineInUse line;
    private final TagUnit unit;
    /** Flows with packets whose start may not have come yet, by it. */
    private final TagHeap waiting = new TagHeap();
    /** Flows with packets whose start had come at the last pick, by finish. */
    private final TagHeap eligible = new TagHeap();

    private final RestingFlows resting;

    /** V when the packet on the line was picked, or when the weights changed last since then. */
    private final Wide virtual = new Wide();

    private final Wide virtualNow = new Wide();
    private int bytesOnLine;
    private long pickedPs;
    /** How long that packet had been on the line at the instant of {@link #virtual}. */
    private long countedPs;
    /** Sum of the weights by which V rises; at least 1. */
    private long weights = 1;

    Wf2qPlusScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        flows = new FairFlows(setup);
        resting = new RestingFlows(flows);
        ties = TieBreak.of(setup);
        rate = environment.lineRate();
        line = new LineInUse(rate);
        unit = new TagUnit(rate);
    }

    private static List<Claim> claims(SchedulerSetup setup) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                // Theorem 4 of the paper: the delay of WFQ, and a worst-case fair index that grows with no number of
                // flows.
                new Claim.GuaranteedRate(
                        flow -> Rational.of(flow.largestBytesOfAll()).dividedBy(flow.line())),
                new Claim.WorstCaseFair(Wf2qPlusScheduler::worstCaseFairIndex),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        if (TieBreak.of(setup) == TieBreak.ARRIVAL) {
            claims.add(new Claim.FlowNumbersAreNames());
        }
        return claims;
    }

    /** {@code alpha / r} with {@code alpha = L + (Lmax - L) r / C}. */
    private static Rational worstCaseFairIndex(Claim.Flow flow) {
        Rational own = Rational.of(flow.largestBytes()).dividedBy(flow.share());
        return own.plus(
                Rational.of(flow.largestBytesOfAll() - flow.largestBytes()).dividedBy(flow.line()));
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (flows.packets() == 0 && !line.isBusy(nowPs)) {
            endBusyPeriod();
        }
        FairFlow flow = flows.of(packet.flow);
        followWeights(nowPs);
        if (flows.isFull(flow)) {
            return DropReason.QUEUE_FULL;
        }
        boolean isFirst = flow.queue.isEmpty();
        flows.add(flow, packet);
        if (isFirst) {
            setStart(flow, nowPs);
            stampFirst(flow);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (flows.packets() == 0) {
            return null;
        }
        advance();
        FairFlow flow = flows.at(eligible.removeFirst());
        Packet packet = flows.poll(flow);
        takeOntoLine(packet, nowPs);
        if (flow.queue.isEmpty()) {
            resting.add(flow);
        } else {
            flow.start.set(flow.finish);
            stampFirst(flow);
        }
        resting.forgetUpTo(virtual);
        followWeights(nowPs);
        refineFor(weights);
        return packet;
    }

    /** Virtual time at a pick, and who may be picked: there is always one. */
    private void advance() {
        unit.addRest(virtual, bytesOnLine, countedPs, weights);
        if (eligible.isEmpty() && !waiting.hasUpTo(virtual)) {
            waiting.firstInto(virtual);
        }
        while (waiting.hasUpTo(virtual)) {
            FairFlow flow = flows.at(waiting.removeFirst());
            eligible.add(flow.slot, flow.finish, ties.of(flow, FairFlows.first(flow)));
        }
    }

    private void takeOntoLine(Packet packet, long nowPs) {
        bytesOnLine = packet.wireBytes();
        pickedPs = nowPs;
        countedPs = 0;
        line.send(bytesOnLine, nowPs);
    }

    /** Counts what the line has sent by the weights until now, if they have changed. */
    private void followWeights(long nowPs) {
        long present = Math.max(1, flows.totalWeight());
        if (present == weights) {
            return;
        }
        addSent(virtual, nowPs);
        if (isSent(nowPs)) {
            bytesOnLine = 0;
            countedPs = 0;
        } else {
            countedPs = nowPs - pickedPs;
        }
        weights = present;
        refineFor(weights);
    }

    /** What the line has sent of its packet and is not counted yet. */
    private void addSent(Wide tag, long nowPs) {
        if (isSent(nowPs)) {
            unit.addRest(tag, bytesOnLine, countedPs, weights);
        } else {
            unit.addLineTime(tag, nowPs - pickedPs - countedPs, weights);
        }
    }

    private boolean isSent(long nowPs) {
        return nowPs - pickedPs >= rate.psForBytesUp(bytesOnLine);
    }

    /** Of a flow that had no packets. */
    private void setStart(FairFlow flow, long nowPs) {
        virtualNow.set(virtual);
        addSent(virtualNow, nowPs);
        flow.start.set(virtualNow);
        if (resting.takeOut(flow)) {
            flow.start.setMax(virtualNow, flow.finish);
        }
    }

    private void stampFirst(FairFlow flow) {
        flow.start.multiply(refineFor(flow.weight));
        flow.finish.set(flow.start);
        unit.addBytes(flow.finish, FairFlows.first(flow).wireBytes(), flow.weight);
        waiting.add(flow.slot, flow.start, 0);
    }

    /** The factor by which all virtual times in use were multiplied. */
    private long refineFor(long divisor) {
        long factor = unit.refineFor(divisor);
        if (factor > 1) {
            virtual.multiply(factor);
            flows.multiplyStamps(waiting, factor);
            flows.multiplyStamps(eligible, factor);
            resting.multiply(factor);
        }
        return factor;
    }

    private void endBusyPeriod() {
        resting.forgetAll();
        startAnew();
    }

    private void startAnew() {
        virtual.setZero();
        unit.reset();
        bytesOnLine = 0;
        countedPs = 0;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        waiting.clear();
        eligible.clear();
        resting.clear();
        startAnew();
        line.reset();
        flows.reset(drops, nowPs);
    }

    @Override
    public FairFlows flows() {
        return flows;
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        flows.open(flow, metrics);
        followWeights(nowPs);
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        flows.change(flow, metrics);
        followWeights(nowPs);
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        FairFlow flow = flows.close(number);
        if (flow != null) {
            resting.forgetClosed(flow);
        }
        followWeights(nowPs);
    }
}
