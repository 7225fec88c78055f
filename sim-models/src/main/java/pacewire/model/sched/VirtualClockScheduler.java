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
 * Virtual clock: every flow has a clock that a packet advances by its time at the flow's rate, and never stays behind real time;
 * the packet with the least reading goes first (L. Zhang, "VirtualClock: A New Traffic Control Algorithm for Packet Switching
 * Networks", SIGCOMM 1990): {@code auxVC = max(arrival, auxVC) + length / rate}. Keeps every flow's rate, and is <em>not</em>
 * fair: a flow that used what others left idle waits until its clock is real time again, however long that takes.
 *
 * <p>The rate of a flow is what it was opened for ({@code minRate}, or the sustained rate of its envelope, which counts
 * headers), and flows are refused that would bring the sum above the line. All others share by weight what the line has
 * beside: {@code (line - sum of rates) * weight / (weights of all others known)}, and at least a millionth of the line
 * together: clocks stay in range when all of it is promised. The rate of a packet is that of the moment in which it becomes the first of its flow.
 *
 * <p>Clocks are kept in bytes that the line could have sent, exact within the limits of {@link TagUnit}.
 */
public final class VirtualClockScheduler implements FairScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("virtual-clock")
            .summary("A clock for each flow, advanced by each packet at the flow's rate; the least reading goes first.")
            .source("L. Zhang, \"VirtualClock\", SIGCOMM 1990")
            .parameters(FairFlows.limit(), TieBreak.parameter())
            .claims((setup, environment) -> claims(setup))
            .promises()
            .madeBy(VirtualClockScheduler::new);

    /** One in 2^20 of the line is for those who were promised nothing. */
    private static final int LEAST_LEFT_SHIFT = 20;

    private final FairFlows flows;
    private final TieBreak ties;
    private final long lineBps;
    private final TagUnit unit;
    /** Flows with packets, by the reading of the first. */
    private final TagHeap backlogged = new TagHeap();
    /** Their clocks may be ahead of real time. */
    private final RestingFlows resting;

    private final Wide scratch = new Wide();
    private long guaranteedBps;
    /** Weights of the flows known that were promised a rate. */
    private long guaranteedWeight;

    VirtualClockScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        flows = new FairFlows(setup);
        resting = new RestingFlows(flows);
        ties = TieBreak.of(setup);
        lineBps = environment.lineRate().bitsPerSecond();
        unit = new TagUnit(environment.lineRate());
    }

    private static List<Claim> claims(SchedulerSetup setup) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                // Figueira and Pasquale, "An Upper Bound on Delay for the VirtualClock Service Discipline", 1995. What
                // is
                // left for flows without a rate depends on the rates of the others.
                new Claim.GuaranteedRate(
                        VirtualClockScheduler::promisedRate,
                        flow -> Rational.of(flow.largestBytesOfAll()).dividedBy(flow.line())),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        if (TieBreak.of(setup) == TieBreak.ARRIVAL) {
            claims.add(new Claim.FlowNumbersAreNames());
        }
        return claims;
    }

    private static Rational promisedRate(Claim.Flow flow) {
        Rational rate = flow.minRate();
        return rate == null ? Rational.ZERO : rate;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        letRest(nowPs);
        FairFlow flow = flows.of(packet.flow);
        if (flows.isFull(flow)) {
            return DropReason.QUEUE_FULL;
        }
        boolean isFirst = flow.queue.isEmpty();
        packet.heldSincePs = nowPs;
        flows.add(flow, packet);
        if (isFirst) {
            if (!resting.takeOut(flow)) {
                flow.finish.setZero();
            }
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
        Packet packet = flows.poll(flow);
        if (flow.queue.isEmpty()) {
            takeBackFromClosed(flow);
            resting.add(flow);
        } else {
            stampFirst(flow);
        }
        letRest(nowPs);
        return packet;
    }

    /** A clock that real time has reached need not be kept: the next packet sets it. */
    private void letRest(long nowPs) {
        if (resting.isEmpty()) {
            return;
        }
        scratch.setZero();
        unit.addLineTime(scratch, nowPs, 1);
        resting.forgetUpTo(scratch);
        if (resting.isEmpty() && backlogged.isEmpty()) {
            unit.reset();
        }
    }

    private void stampFirst(FairFlow flow) {
        Packet first = FairFlows.first(flow);
        long divisor = divisor(flow);
        flow.finish.multiply(refineFor(divisor));
        scratch.setZero();
        unit.addLineTime(scratch, first.heldSincePs, 1);
        flow.finish.setMax(scratch, flow.finish);
        // In bytes that the line sends in the packet's time at the flow's rate: length * line / rate.
        if (flow.guaranteed == null) {
            unit.addBytes(flow.finish, first.wireBytes() * sharedWeight(), lineBps, divisor);
        } else {
            unit.addBytes(flow.finish, first.wireBytes(), lineBps, divisor);
        }
        backlogged.add(flow.slot, flow.finish, ties.of(flow, first));
    }

    private long divisor(FairFlow flow) {
        return flow.guaranteed == null
                ? Math.max(1 + (lineBps >> LEAST_LEFT_SHIFT), lineBps - guaranteedBps) * flow.weight
                : flow.guaranteed.bitsPerSecond();
    }

    private long sharedWeight() {
        return flows.totalWeight() - guaranteedWeight;
    }

    /** The factor by which all clocks were multiplied; the line's rate is in the numerator as well. */
    private long refineFor(long divisor) {
        long factor = unit.refineFor(divisor / TagUnit.greatestCommonDivisor(divisor, lineBps));
        if (factor > 1) {
            flows.multiplyStamps(backlogged, factor);
            resting.multiply(factor);
        }
        return factor;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        backlogged.clear();
        resting.clear();
        unit.reset();
        guaranteedBps = 0;
        guaranteedWeight = 0;
        flows.reset(drops, nowPs);
    }

    @Override
    public FairFlows flows() {
        return flows;
    }

    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        DataRate asked = promised(metrics, envelope);
        if (isTooMuch(asked, 0)) {
            return refusal();
        }
        flows.open(number, metrics);
        promise(flows.of(number), asked);
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        FairFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen) {
            return Admission.ADMITTED;
        }
        DataRate asked = promised(metrics, envelope);
        if (isTooMuch(asked, flow.guaranteed == null ? 0 : flow.guaranteed.bitsPerSecond())) {
            return refusal();
        }
        takeBack(flow);
        flows.change(number, metrics);
        promise(flow, asked);
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        FairFlow flow = flows.close(number);
        if (flow == null) {
            return;
        }
        takeBackFromClosed(flow);
        resting.forgetClosed(flow);
    }

    private static @Nullable DataRate promised(FlowMetrics metrics, @Nullable TrafficEnvelope envelope) {
        return metrics.minRate() == null || envelope == null ? metrics.minRate() : envelope.rate();
    }

    private boolean isTooMuch(@Nullable DataRate asked, long givenBackBps) {
        return asked != null && asked.bitsPerSecond() > lineBps - guaranteedBps + givenBackBps;
    }

    private Admission refusal() {
        return Admission.refused("the rates promised would be more than the line's " + new DataRate(lineBps));
    }

    private void promise(FairFlow flow, @Nullable DataRate rate) {
        flow.guaranteed = rate;
        if (rate != null) {
            guaranteedBps += rate.bitsPerSecond();
            guaranteedWeight += flow.weight;
        }
    }

    private void takeBack(FairFlow flow) {
        DataRate rate = flow.guaranteed;
        if (rate != null) {
            guaranteedBps -= rate.bitsPerSecond();
            guaranteedWeight -= flow.weight;
            flow.guaranteed = null;
        }
    }

    private void takeBackFromClosed(FairFlow flow) {
        if (!flow.isOpen && flow.queue.isEmpty()) {
            takeBack(flow);
        }
    }
}
