package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Earliest deadline first, without preemption (Liu and Layland, "Scheduling Algorithms for Multiprogramming in a Hard-Real-Time
 * Environment", JACM 20(1), 1973), for packets as Delay-EDD (Ferrari and Verma, IEEE JSAC 8(3), 1990): the deadline is the one
 * that the packet names, else its expected arrival ({@link PromisedFlow}) and the flow's {@code maxDelay}. It is the instant by
 * which the last bit shall have left. Equal deadlines leave in order of arrival; packets without one when there is no other.
 *
 * <p>Admission: a flow with an envelope and a maxDelay is admitted if and only if its deadlines and those of all others
 * admitted are kept whatever they send within their envelopes (Georgiadis, Guérin and Parekh 1994; Liebeherr, Wrege and
 * Ferrari 1996). Deadlines that packets name are not asked for beforehand: whoever names them may break these promises.
 *
 * <p>A named deadline stays in the packet, and a computed one too: behind another packet scheduler that computes them,
 * {@code deadlines} should be {@code flow}.
 */
public final class EdfScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("edf")
            .summary("Earliest deadline first: named by packets, or expected arrival and the flow's delay (Delay-EDD).")
            .source("Liu, Layland 1973; Ferrari, Verma 1990 (Delay-EDD); Georgiadis, Guérin, Parekh 1994 (admission)")
            .parameters(
                    ParameterSpec.choice(
                            "deadlines",
                            List.of("named", "flow"),
                            "take deadlines that packets name, or always compute them"),
                    ParameterSpec.optionalQuantity(
                            "defaultDelay",
                            Quantity.TIME,
                            0,
                            1000 * SimTime.SECOND,
                            "delay of flows that name no maxDelay; without it their packets have no deadline"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims(EdfScheduler::claims)
            .promises()
            .madeBy(EdfScheduler::new);

    private final PacketHeap held = new PacketHeap();
    private final PromisedFlows flows;
    private final boolean takesNamed;
    private final long limitPackets;

    EdfScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        takesNamed = takesNamed(parameters);
        limitPackets = parameters.value("limit");
        flows = new PromisedFlows(environment, parameters.valueOr("defaultDelay", SimTime.NEVER));
    }

    private static boolean takesNamed(ParameterValues parameters) {
        return parameters.value("deadlines") == 0;
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = setup.parameters().value("limit");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.DeadlineOrder(packet -> packet.deadlinePs),
                new Claim.MeetsDeadlines(packet -> packet.heldSincePs, packet -> packet.deadlinePs),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        if (!takesNamed(setup.parameters())) {
            claims.add(new Claim.FlowOrder());
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (held.size() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        PromisedFlow flow = flows.packetCame(packet.flow);
        packet.heldSincePs = nowPs;
        if (!takesNamed || packet.deadlinePs == SimTime.NEVER) {
            packet.deadlinePs = flow.nextDeadline(packet, nowPs);
        }
        held.add(packet, packet.deadlinePs);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (held.isEmpty()) {
            return null;
        }
        Packet packet = held.removeFirst();
        flows.packetLeft(packet.flow);
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return held.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        held.dropAll(drops, nowPs);
        flows.clear();
    }

    @Override
    public long leastTolerancePs() {
        return flows.leastPromisePs();
    }

    @Override
    public int packetCount() {
        return held.size();
    }

    @Override
    public long byteCount() {
        return held.bytes();
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return flows.open(flow, metrics.maxDelayPs(), envelope);
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return flows.change(flow, metrics.maxDelayPs(), envelope);
    }

    @Override
    public void closeFlow(int flow, long nowPs) {
        flows.close(flow);
    }
}
