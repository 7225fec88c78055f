package pacewire.model.sched;

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
 * Jitter earliest-due-date (Verma, Zhang and Ferrari, "Delay Jitter Control for Real-Time Communication in a Packet Switching
 * Network", TriComm 1991): each hop first holds a packet for as long as it left the hop before ahead of its deadline there, so
 * that it meets the same delay on every hop but the last, and then serves earliest deadline first. The jitter over any number
 * of hops is that of the last one.
 *
 * <p>In the paper a header carries {@code Ahead = deadline - finish}, and the next hop holds the packet until
 * {@code arrival + Ahead}, which needs no common clock. Here there is one clock, and the packet carries the deadline itself
 * ({@link Packet#deadlinePs}, which every packet scheduler that sets deadlines leaves in it): {@code arrival + Ahead} is that
 * deadline and the delay of the link in between, a parameter. A packet that is late is not held (Ahead is never negative).
 * At the first hop a packet that names no deadline is held until its {@link Packet#eligiblePs} if it names one.
 *
 * <p>The deadline is the eligible time, or the instant at which the flow's envelope expects the packet if that is later
 * ({@link PromisedFlow}), and the flow's maxJitter (else its maxDelay, else {@code defaultDelay}). Admission as in
 * {@code edf}.
 */
public final class JitterEddScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("jitter-edd")
            .summary("Holds each packet for what it was ahead of the hop before, then earliest due date first.")
            .source("Verma, Zhang, Ferrari 1991; Ferrari, Verma 1990 (deadlines)")
            .parameters(
                    ParameterSpec.quantity(
                            "defaultDelay",
                            Quantity.TIME,
                            "10 ms",
                            0,
                            1000 * SimTime.SECOND,
                            "delay bound of flows that name neither maxJitter nor maxDelay"),
                    ParameterSpec.quantity(
                            "linkDelay",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            1000 * SimTime.SECOND,
                            "delay of the link from the hop before, whose deadlines the packets bring"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> {
                long limit = setup.parameters().value("limit");
                return List.of(
                        new Claim.FlowOrder(),
                        new Claim.NeverEarly(packet -> packet.eligiblePs, 0),
                        new Claim.DeadlineOrder(packet -> packet.eligiblePs, packet -> packet.deadlinePs),
                        new Claim.MeetsDeadlines(packet -> packet.eligiblePs, packet -> packet.deadlinePs),
                        new Claim.Bounded(limit, Long.MAX_VALUE),
                        new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                        new Claim.KeepsWhatItTook(),
                        new Claim.ScalesWithTheLine(),
                        new Claim.FlowNumbersAreNames(),
                        new Claim.Cost(Claim.Growth.LOGARITHMIC));
            })
            .promises()
            .madeBy(JitterEddScheduler::new);

    /** By eligible time, and those whose time has come by deadline. */
    private final PacketHeap held = new PacketHeap();

    private final PacketHeap eligible = new PacketHeap();
    private final PromisedFlows flows;
    private final long linkDelayPs;
    private final long limitPackets;

    JitterEddScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        linkDelayPs = parameters.value("linkDelay");
        limitPackets = parameters.value("limit");
        flows = new PromisedFlows(environment, parameters.value("defaultDelay"));
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packetCount() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        PromisedFlow flow = flows.packetCame(packet.flow);
        packet.heldSincePs = nowPs;
        packet.eligiblePs = flow.eligibleInOrder(eligiblePs(packet, linkDelayPs, nowPs));
        packet.deadlinePs = flow.nextDeadline(packet, packet.eligiblePs);
        held.add(packet, packet.eligiblePs);
        return Verdict.Accepted.ACCEPTED;
    }

    /**
     * Until when a packet is to be held that brings the deadline of the hop before; as it stands in the packet on arrival.
     *
     * @param linkDelayPs from that hop
     */
    static long eligiblePs(Packet packet, long linkDelayPs, long nowPs) {
        boolean wasServedBefore = packet.deadlinePs != SimTime.NEVER;
        long eligiblePs = wasServedBefore ? PromisedFlow.later(packet.deadlinePs, linkDelayPs) : packet.eligiblePs;
        return Math.max(nowPs, eligiblePs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        while (held.firstRank() <= nowPs) {
            Packet packet = held.removeFirst();
            eligible.add(packet, packet.deadlinePs);
        }
        if (eligible.isEmpty()) {
            return null;
        }
        Packet first = eligible.removeFirst();
        flows.packetLeft(first.flow);
        return first;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return eligible.isEmpty() ? Math.max(nowPs, held.firstRank()) : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        held.dropAll(drops, nowPs);
        eligible.dropAll(drops, nowPs);
        flows.clear();
    }

    @Override
    public long leastTolerancePs() {
        return flows.leastPromisePs();
    }

    @Override
    public int packetCount() {
        return held.size() + eligible.size();
    }

    @Override
    public long byteCount() {
        return held.bytes() + eligible.bytes();
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return flows.open(flow, delayPs(metrics), envelope);
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return flows.change(flow, delayPs(metrics), envelope);
    }

    @Override
    public void closeFlow(int flow, long nowPs) {
        flows.close(flow);
    }

    private static long delayPs(FlowMetrics metrics) {
        return metrics.hasMaxJitter() ? metrics.maxJitterPs() : metrics.maxDelayPs();
    }
}
