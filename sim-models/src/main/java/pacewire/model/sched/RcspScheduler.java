package pacewire.model.sched;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Rate-controlled static priority (Zhang and Ferrari, "Rate-Controlled Static-Priority Queueing", INFOCOM 1993): a regulator
 * gives each packet an eligible time, at which it joins the queue of its level; of the levels that hold packets the first goes
 * first, without preemption, each in order of eligible times. Each level promises a delay from the eligible time to the last
 * bit; a flow is put into the slowest level that promises its maxDelay. Flows that ask for no delay come behind all levels and
 * are not regulated.
 *
 * <p>Regulators: <em>rateJitter</em> restores what the flow said of itself, {@code ET(k) = max(a(k), ET(k-1) + Xmin,
 * ET(k-m) + I)} with {@code m = floor(I / Xave)}. The paper prints {@code ET(k-m+1)}, which lets one packet fewer into any I
 * and so holds the flow below its average rate: {@code averaging = printed}. <em>delayJitter</em> restores the timing at
 * the hop before: {@code ET = ET' + d' + link delay}, where {@code ET' + d'} is the deadline that the packet brings (as in
 * {@code jitter-edd}).
 *
 * <p>Admission (the paper's theorem): for each level m, the packets of all flows of levels up to m in its delay, and one
 * of another in the way, fit into it: {@code sum of ceil(d(m) / Xmin) L + Lmax <= d(m) C}.
 */
public final class RcspScheduler implements PacketScheduler {
    /** Longest history of a regulator: 64 Ki packets of a flow within the averaging interval. */
    static final int MOST_PACKETS_AVERAGED = 1 << 16;

    private static final TableSpec LEVELS = new TableSpec(
            "levels",
            List.of(ParameterSpec.quantity(
                    "delay", Quantity.TIME, "10 ms", 1, 1000 * SimTime.SECOND, "delay that the level promises")),
            "levels of priority, first to last, with ascending delays; 1 ms, 10 ms and 100 ms if left out");

    private static final long[] DEFAULT_DELAYS = {
        SimTime.MILLISECOND, 10 * SimTime.MILLISECOND, 100 * SimTime.MILLISECOND
    };

    public static final SchedulerSpec SPEC = SchedulerSpec.named("rcsp")
            .summary("Rate-controlled static priority: regulators restore each flow's timing, then levels by priority.")
            .source("Zhang, Ferrari 1993")
            .parameters(
                    ParameterSpec.choice(
                            "regulator",
                            List.of("rateJitter", "delayJitter"),
                            "restore the flow's rate, or its timing at the hop before"),
                    ParameterSpec.quantity(
                            "averagingInterval",
                            Quantity.TIME,
                            "100 ms",
                            1,
                            1000 * SimTime.SECOND,
                            "interval over which the rate regulator keeps the average rate (I)"),
                    ParameterSpec.choice(
                            "averaging",
                            List.of("exact", "printed"),
                            "packets in an averaging interval: as many as its average has, or one fewer"),
                    ParameterSpec.quantity(
                            "linkDelay",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            1000 * SimTime.SECOND,
                            "delay of the link from the hop before, for the delay regulator"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .tables(LEVELS)
            .checkedBy(RcspScheduler::problem)
            .claims(RcspScheduler::claims)
            .promises()
            .madeBy(RcspScheduler::new);

    private final FlowTable<RegulatedFlow> flows = new FlowTable<>(RegulatedFlow::new);
    private final PacketHeap held = new PacketHeap();
    /** Packets whose time has come, by level; the last queue is for those without one. */
    private final PacketFifo[] queues;

    private final long[] delaysPs;
    /** Service that flows of levels up to each may need within its delay. */
    private final long[] neededPs;

    private final SchedulerEnvironment environment;
    private final boolean isByDelay;
    private final boolean isAsPrinted;
    private final long averagingPs;
    private final long linkDelayPs;
    private final long limitPackets;
    private int eligiblePackets;
    private long eligibleBytes;

    RcspScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        this.environment = environment;
        delaysPs = delays(setup);
        neededPs = new long[delaysPs.length];
        queues = new PacketFifo[delaysPs.length + 1];
        for (int level = 0; level < queues.length; level++) {
            queues[level] = new PacketFifo();
        }
        isByDelay = parameters.value("regulator") == 1;
        isAsPrinted = parameters.value("averaging") == 1;
        averagingPs = parameters.value("averagingInterval");
        linkDelayPs = parameters.value("linkDelay");
        limitPackets = parameters.value("limit");
    }

    private static Optional<String> problem(SchedulerSetup setup) {
        long[] delays = delays(setup);
        for (int level = 1; level < delays.length; level++) {
            if (delays[level] <= delays[level - 1]) {
                return Optional.of("the delays of levels must ascend: " + SimTime.format(delays[level - 1]) + ", "
                        + SimTime.format(delays[level]));
            }
        }
        return Optional.empty();
    }

    private static long[] delays(SchedulerSetup setup) {
        List<ParameterValues> rows = setup.rows(LEVELS.name());
        return rows.isEmpty()
                ? DEFAULT_DELAYS.clone()
                : rows.stream().mapToLong(row -> row.value("delay")).toArray();
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        long[] delays = delays(setup);
        long limit = setup.parameters().value("limit");
        return List.of(
                new Claim.FlowOrder(),
                new Claim.NeverEarly(packet -> packet.eligiblePs, 0),
                new Claim.PriorityOrder((packet, metrics) -> levelOf(packet, delays), packet -> packet.eligiblePs),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Cost(Claim.Growth.LOGARITHMIC));
    }

    /** The level that gave a packet its deadline; one more than there are for a packet without. */
    private static int levelOf(Packet packet, long[] delays) {
        int level = 0;
        while (level < delays.length && packet.deadlinePs != packet.eligiblePs + delays[level]) {
            level++;
        }
        return level;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packetCount() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        RegulatedFlow flow = flows.find(packet.flow);
        if (flow == null) {
            flow = flows.add(packet.flow);
            flow.promise(delaysPs.length);
            flow.close();
        }
        int level = flow.packetCame();
        packet.heldSincePs = nowPs;
        packet.eligiblePs = eligiblePs(packet, flow, level, nowPs);
        packet.deadlinePs =
                level < delaysPs.length ? PromisedFlow.later(packet.eligiblePs, delaysPs[level]) : SimTime.NEVER;
        held.add(packet, packet.eligiblePs);
        return Verdict.Accepted.ACCEPTED;
    }

    private long eligiblePs(Packet packet, RegulatedFlow flow, int level, long nowPs) {
        if (level == delaysPs.length) {
            return flow.eligibleInOrder(nowPs);
        }
        return isByDelay
                ? flow.eligibleInOrder(JitterEddScheduler.eligiblePs(packet, linkDelayPs, nowPs))
                : flow.eligibleByRate(nowPs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        releaseEligible(nowPs);
        for (PacketFifo queue : queues) {
            Packet packet = queue.poll();
            if (packet != null) {
                eligiblePackets--;
                eligibleBytes -= packet.ipBytes();
                packetLeft(packet);
                return packet;
            }
        }
        return null;
    }

    private void releaseEligible(long nowPs) {
        while (held.firstRank() <= nowPs) {
            Packet packet = held.removeFirst();
            queues[levelOf(packet, delaysPs)].add(packet);
            eligiblePackets++;
            eligibleBytes += packet.ipBytes();
        }
    }

    private void packetLeft(Packet packet) {
        RegulatedFlow flow = flows.find(packet.flow);
        if (flow != null) {
            flow.packetLeft();
            forgetIfDone(flow);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        return eligiblePackets > 0 ? nowPs : Math.max(nowPs, held.firstRank());
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        held.dropAll(drops, nowPs);
        for (PacketFifo queue : queues) {
            queue.dropAll(drops, nowPs);
        }
        flows.clear();
        Arrays.fill(neededPs, 0);
        eligiblePackets = 0;
        eligibleBytes = 0;
    }

    @Override
    public int packetCount() {
        return held.size() + eligiblePackets;
    }

    @Override
    public long byteCount() {
        return held.bytes() + eligibleBytes;
    }

    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        RegulatedFlow known = flows.find(number);
        if (known != null) {
            throw new IllegalStateException(
                    "flow " + number + (known.isOpen() ? " is open already" : " holds packets"));
        }
        Admission answer = admit(metrics, envelope);
        if (answer.isAdmitted()) {
            promise(flows.add(number), metrics, envelope);
        }
        return answer;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        RegulatedFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen()) {
            throw new IllegalStateException("flow " + number + " is not open");
        }
        TrafficEnvelope old = flow.envelope();
        int oldLevel = flow.promisedLevel();
        reserve(old, oldLevel, -1);
        Admission answer = admit(metrics, envelope);
        if (answer.isAdmitted()) {
            promise(flow, metrics, envelope);
        } else {
            reserve(old, oldLevel, 1);
        }
        return answer;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        RegulatedFlow flow = flows.find(number);
        if (flow != null) {
            flow.close();
            forgetIfDone(flow);
        }
    }

    private void forgetIfDone(RegulatedFlow flow) {
        if (flow.isDone()) {
            reserve(flow.envelope(), flow.promisedLevel(), -1);
            flows.remove(flow);
        }
    }

    private Admission admit(FlowMetrics metrics, @Nullable TrafficEnvelope envelope) {
        if (!metrics.hasMaxDelay()) {
            return Admission.ADMITTED;
        }
        int level = slowestWithin(metrics.maxDelayPs());
        if (level < 0) {
            return Admission.refused("no level promises " + SimTime.format(metrics.maxDelayPs())
                    + "; the first one has " + SimTime.format(delaysPs[0]));
        }
        if (envelope == null) {
            return Admission.refused("a delay is promised to a flow with an envelope only, to which it is held");
        }
        reserve(envelope, level, 1);
        for (int slower = level; slower < delaysPs.length; slower++) {
            long inTheWayPs = servicePs(environment.largestPacketBytes());
            if (neededPs[slower] > delaysPs[slower] - inTheWayPs) {
                String reason = "with this transfer " + SimTime.format(neededPs[slower] + inTheWayPs)
                        + " of packets could be due within the " + SimTime.format(delaysPs[slower]) + " of level "
                        + slower;
                reserve(envelope, level, -1);
                return Admission.refused(reason);
            }
        }
        return Admission.ADMITTED;
    }

    private void promise(RegulatedFlow flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope) {
        if (metrics.hasMaxDelay() && envelope != null) {
            flow.promise(slowestWithin(metrics.maxDelayPs()));
            flow.regulate(envelope, averagingPs, isAsPrinted);
        } else {
            flow.promise(delaysPs.length);
            flow.release();
        }
    }

    /** The slowest level whose delay is no longer; below 0: there is none. */
    private int slowestWithin(long delayPs) {
        int level = delaysPs.length - 1;
        while (level >= 0 && delaysPs[level] > delayPs) {
            level--;
        }
        return level;
    }

    /** Counts a flow in, or out ({@code sign} -1), at its level and all slower ones. */
    private void reserve(@Nullable TrafficEnvelope envelope, int level, int sign) {
        if (envelope == null) {
            return;
        }
        long gapPs = RegulatedFlow.leastGapPs(envelope);
        long servicePs = servicePs(envelope.packetBytes());
        for (int slower = level; slower < delaysPs.length; slower++) {
            long packets = (delaysPs[slower] + gapPs - 1) / gapPs;
            neededPs[slower] = Math.addExact(neededPs[slower], sign * Math.multiplyExact(packets, servicePs));
        }
    }

    private long servicePs(int wireBytes) {
        return Math.max(environment.lineRate().psForBytesUp(wireBytes), environment.packetCostPs());
    }
}
