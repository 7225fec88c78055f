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
 * Keeps metrics: a packet leaves never before its eligible time and, as far as admission can tell, always by its deadline.
 * Jitter earliest-due-date (Verma, Zhang and Ferrari, "Delay jitter control for real-time communication in a packet
 * switching network", TriComm 1991) with the ideal schedule in the place of the previous hop's.
 *
 * <ul>
 *   <li>A <em>strict</em> flow (minRate = maxRate, or an envelope without minRate: a recorded video) brings the ideal
 *       instant of each packet, which is its eligible time. Deadline: the tolerance later (maxJitter, else maxDelay, else
 *       {@code defaultTolerance}).
 *   <li>An <em>elastic</em> flow has one schedule at minRate, which gives eligible times and deadlines (one packet time at
 *       minRate later, at least {@code elasticTolerance}), and one at maxRate, before which it takes no spare capacity. A
 *       guaranteed packet that others delayed may be followed by the next sooner than maxRate: by its schedule the flow
 *       never exceeds it.
 *   <li>Any other flow shares spare capacity ({@link SpareCapacity}), as elastic flows do beside their guarantee.
 * </ul>
 *
 * <p>Of the eligible packets that of the earliest deadline goes first, then that of higher priority, then the one that came
 * first. A packet that comes after its eligible time is ordered as if its tolerance began when it came: a transfer that
 * catches up after its storage stalled must not push those aside who are on time (Ferrari and Verma's Delay-EDD, JSAC
 * 1990, counts deadlines from the expected arrival for the same reason). Spare capacity is what is left when no packet
 * with a deadline is eligible.
 *
 * <p>Wake-ups are shared: behind a <em>gate</em>, eligible packets wait for others until the first of them has used up
 * {@code wakeupShare} of its tolerance. Then the gate opens for all that are eligible and closes when none is. Spare
 * traffic wakes the sender by itself; eligible packets go along, ahead of it.
 */
public final class JitterEdfScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("jitter-edf")
            .summary(
                    "Never early, earliest deadline first: paces each transfer by its metrics and refuses what it cannot keep.")
            .source("Verma, Zhang, Ferrari 1991 (Jitter-EDD); Georgiadis, Guérin, Parekh 1994 (admission); "
                    + "Goyal, Vin, Cheng 1996 (spare capacity)")
            .parameters(
                    ParameterSpec.quantity(
                            "wakeupShare",
                            Quantity.SHARE,
                            "25 %",
                            0,
                            Quantity.WHOLE,
                            "share of the tolerance that may pass in waiting for others, to share wake-ups"),
                    // Linux leaves the same share to all others: sched_rt_runtime_us 950000 of sched_rt_period_us
                    // 1000000, which also limits SCHED_DEADLINE (Documentation/scheduler/sched-deadline.rst).
                    ParameterSpec.quantity(
                            "limit",
                            Quantity.SHARE,
                            "95 %",
                            0,
                            Quantity.WHOLE,
                            "share of the sender that guaranteed rates may take"),
                    ParameterSpec.quantity(
                            "defaultTolerance",
                            Quantity.TIME,
                            "10 ms",
                            0,
                            1000 * SimTime.SECOND,
                            "tolerance of strictly paced transfers that name neither maxJitter nor maxDelay"),
                    ParameterSpec.quantity(
                            "elasticTolerance",
                            Quantity.TIME,
                            "1 ms",
                            0,
                            1000 * SimTime.SECOND,
                            "least time by which a packet may lag behind a guaranteed minRate"),
                    ParameterSpec.quantity(
                            "maxPackets",
                            Quantity.PACKETS,
                            "100000 packets",
                            1,
                            Integer.MAX_VALUE,
                            "packets held from which on those of plain sockets are dropped"))
            .claims((setup, environment) -> List.of(
                    new Claim.FlowOrder(),
                    new Claim.KeepsWhatItTook(),
                    new Claim.NeverEarly(
                            packet -> packet.isScheduled() ? packet.eligiblePs : Packet.UNSCHEDULED, Long.MAX_VALUE),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.Cost(Claim.Growth.LOGARITHMIC)))
            .promises()
            .madeBy(JitterEdfScheduler::new);

    /** A longer tolerance is kept as if it were this one: stricter than asked, and far from the end of a long. */
    private static final long LARGEST_TOLERANCE_PS = 1000 * SimTime.SECOND;

    private final long defaultTolerancePs;
    private final long elasticTolerancePs;
    private final long maxPackets;
    private final SchedulerSetup setup;
    private final SchedulerEnvironment environment;

    private JitterEdfAdmission admission;
    private FlowTable<ScheduledFlow> flows;
    private SpareCapacity spare;
    private WakeUpGate gate;

    /** The flow whose turn came last, with the instant: the gate is still open for what it hands over at that instant. */
    private int servedFlow;

    private long servedPs = Packet.UNSCHEDULED;
    /** That flow, if it is strict: such a one is known until {@link #forget}. */
    private @Nullable ScheduledFlow servedStrict;

    private int packets;
    private long bytes;
    private long arrivals;

    JitterEdfScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        this.setup = setup;
        this.environment = environment;
        ParameterValues parameters = setup.parameters();
        defaultTolerancePs = parameters.value("defaultTolerance");
        elasticTolerancePs = parameters.value("elasticTolerance");
        maxPackets = parameters.value("maxPackets");
        admission = newAdmission();
        flows = new FlowTable<>(ScheduledFlow::new);
        spare = new SpareCapacity(flows);
        gate = new WakeUpGate(flows);
    }

    private JitterEdfAdmission newAdmission() {
        ParameterValues parameters = setup.parameters();
        return new JitterEdfAdmission(environment, parameters.value("wakeupShare"), parameters.value("limit"));
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        ScheduledFlow flow = find(packet.flow);
        // The kernel feeds an open flow a few packets at a time; only plain sockets can pile up.
        if (packets >= maxPackets && (flow == null || !flow.isOpen())) {
            return DropReason.QUEUE_FULL;
        }
        if (flow == null) {
            flow = flows.add(packet.flow);
        }
        if (take(packet, flow, nowPs)) {
            if (!flow.isStrict()) {
                spare.recall(flow);
                flow.share().arriveAtIdle(nowPs);
            }
            placeFirst(flow, nowPs, gate.isOpen() || isBeingServed(flow, nowPs));
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        gate.releaseEligible(nowPs);
        return gate.isOpen() ? serveGuaranteed(nowPs) : serveSpare(nowPs);
    }

    @Override
    public long readyAtPs(long nowPs) {
        if (gate.isOpen()) {
            return nowPs;
        }
        long spareReadyPs = spare.readyAtPs(nowPs);
        return spareReadyPs <= nowPs ? nowPs : Math.max(nowPs, gate.opensPs(spareReadyPs));
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        flows.forEach(flow -> {
            while (flow.hasPackets()) {
                drops.dropped(flow.removeFirst(), DropReason.RESET, nowPs);
            }
        });
        packets = 0;
        bytes = 0;
        arrivals = 0;
        servedPs = Packet.UNSCHEDULED;
        servedStrict = null;
        admission = newAdmission();
        flows = new FlowTable<>(ScheduledFlow::new);
        spare = new SpareCapacity(flows);
        gate = new WakeUpGate(flows);
    }

    @Override
    public int packetCount() {
        return packets;
    }

    @Override
    public long byteCount() {
        return bytes;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when minRate is above maxRate, or the metrics guarantee a rate without an envelope
     */
    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ScheduledFlow known = flows.find(number);
        requireClosed(number, known);
        JitterEdfAdmission.requireConsistent(metrics, envelope);
        boolean isStrict = envelope != null && (metrics.isStrictlyPaced() || metrics.minRate() == null);
        long tolerancePs = envelope == null ? 0 : tolerancePs(metrics, envelope, isStrict);
        // The kernel does not know how much of maxDelay the network needs, so it spends none of it on sharing wake-ups.
        boolean mayShareWakeUps = (isStrict && metrics.hasMaxJitter()) || !metrics.hasMaxDelay();
        long wakeUpTolerancePs = mayShareWakeUps ? admission.wakeUpTolerancePs(tolerancePs) : 0;
        DemandCurve curve = envelope == null ? null : admission.curve(envelope, tolerancePs);
        if (curve != null) {
            Admission answer = admission.admit(curve, tolerancePs);
            if (!answer.isAdmitted()) {
                return answer;
            }
        }
        if (known != null) {
            spare.recall(known);
            flows.remove(known);
        }
        ScheduledFlow flow = flows.add(number);
        flow.open(isStrict, metrics);
        if (curve != null) {
            flow.guarantee(curve, tolerancePs, wakeUpTolerancePs);
        }
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        ScheduledFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen()) {
            return;
        }
        flow.isClosing = true;
        if (!flow.hasPackets()) {
            forget(flow);
        }
    }

    @Override
    public long leastTolerancePs() {
        return admission.leastTolerancePs();
    }

    @Override
    public boolean holdsUntilIdeal() {
        return true;
    }

    @Override
    public @Nullable Packet packetAhead(int places) {
        return gate.packetAhead(places);
    }

    /** Flows that it keeps anything of: open ones, those with packets, and those that virtual time has not passed yet. */
    int flowCount() {
        return flows.size();
    }

    /** Flows that hold a guarantee. */
    int guaranteedFlowCount() {
        return admission.flows();
    }

    /** Appends a packet to its flow; whether it is the first there now. */
    private boolean take(Packet packet, ScheduledFlow flow, long nowPs) {
        packet.heldSincePs = nowPs;
        if (packet.readyPs == Packet.UNSCHEDULED) {
            packet.readyPs = nowPs;
        }
        packet.heldOrder = arrivals++;
        if (flow.isStrict()) {
            if (!packet.isScheduled()) {
                throw new IllegalArgumentException(packet + " has no ideal instant, but its flow is strictly paced");
            }
            packet.eligiblePs = packet.idealPs;
            packet.deadlinePs = ScheduledFlow.later(packet.idealPs, flow.tolerancePs);
        }
        packets++;
        bytes += packet.ipBytes();
        return flow.add(packet);
    }

    /** The flow of a packet; null when it is not known. Mostly the one before it has just left. */
    private @Nullable ScheduledFlow find(int number) {
        ScheduledFlow latest = servedStrict;
        return latest != null && latest.number == number ? latest : flows.find(number);
    }

    /**
     * Whether a flow had its turn just now. A kernel that makes a packet when the one before it leaves is to fare as one that
     * made it before.
     */
    private boolean isBeingServed(ScheduledFlow flow, long nowPs) {
        return nowPs == servedPs && flow.number == servedFlow;
    }

    /** Serves the first of those through the gate. */
    private Packet serveGuaranteed(long nowPs) {
        ScheduledFlow flow = gate.takeFirst();
        if (flow.sharesSpareCapacity()) {
            spare.remove(flow);
        }
        Packet packet = takeFirst(flow, nowPs);
        placeRest(flow, nowPs);
        return packet;
    }

    /** Serves who takes what no guarantee needs; it may wait for its own guaranteed turn meanwhile. */
    private Packet serveSpare(long nowPs) {
        ScheduledFlow flow = spare.first(nowPs);
        spare.remove(flow);
        if (flow.hasGuarantee()) {
            gate.withdraw(flow);
        }
        Packet packet = takeFirst(flow, nowPs);
        spare.served(flow, packet);
        placeRest(flow, nowPs);
        return packet;
    }

    private Packet takeFirst(ScheduledFlow flow, long nowPs) {
        Packet packet = flow.removeFirst();
        packets--;
        bytes -= packet.ipBytes();
        servedFlow = flow.number;
        servedPs = nowPs;
        servedStrict = flow.isStrict() ? flow : null;
        if (flow.isOpen() && !flow.isStrict()) {
            flow.share().depart(packet, nowPs);
        }
        return packet;
    }

    /** Places the packet behind the one that left, or puts the flow away. */
    private void placeRest(ScheduledFlow flow, long nowPs) {
        int level = flow.priority;
        boolean sharesSpareCapacity = flow.sharesSpareCapacity();
        if (flow.hasPackets()) {
            // All that are eligible went through the gate just now, so it is still open for this one.
            placeFirst(flow, nowPs, true);
        } else if (!flow.isOpen()) {
            spare.linger(flow);
        } else if (flow.isClosing) {
            forget(flow);
        }
        if (sharesSpareCapacity) {
            spare.settle(level);
        }
    }

    /** Gives the first packet of a flow its places. */
    private void placeFirst(ScheduledFlow flow, long nowPs, boolean isGateOpen) {
        Packet first = flow.first();
        long guaranteedPs = first.eligiblePs;
        if (!flow.isStrict()) {
            spare.add(flow, first, nowPs);
            guaranteedPs = flow.share().guaranteedPs;
            if (flow.isOpen()) {
                setElasticTimes(first, flow);
            }
        }
        if (!flow.hasGuarantee()) {
            return;
        }
        if (isGateOpen && guaranteedPs <= nowPs) {
            gate.release(flow, first);
        } else {
            gate.await(flow, first, guaranteedPs);
        }
    }

    /** An elastic packet may leave by either schedule; only the guaranteed one ends in a deadline. */
    private static void setElasticTimes(Packet first, ScheduledFlow flow) {
        SpareShare share = flow.share();
        if (flow.hasGuarantee()) {
            first.eligiblePs = Math.min(share.guaranteedPs, share.unboundPs);
            first.deadlinePs = ScheduledFlow.later(share.guaranteedPs, flow.tolerancePs);
        } else {
            first.eligiblePs = share.unboundPs;
        }
    }

    private void forget(ScheduledFlow flow) {
        if (flow == servedStrict) {
            servedStrict = null;
        }
        if (flow.curve != null) {
            admission.release(flow.curve, flow.tolerancePs);
        }
        flows.remove(flow);
    }

    private long tolerancePs(FlowMetrics metrics, TrafficEnvelope envelope, boolean isStrict) {
        long tolerancePs;
        if (isStrict && metrics.hasMaxJitter()) {
            tolerancePs = metrics.maxJitterPs();
        } else if (metrics.hasMaxDelay()) {
            tolerancePs = metrics.maxDelayPs();
        } else if (isStrict) {
            tolerancePs = defaultTolerancePs;
        } else {
            long packetTimePs = envelope.rate().psForBytesUp(envelope.packetBytes());
            tolerancePs = Math.max(packetTimePs, elasticTolerancePs);
        }
        return Math.min(tolerancePs, LARGEST_TOLERANCE_PS);
    }

    private static void requireClosed(int number, @Nullable ScheduledFlow known) {
        if (known != null && (known.isOpen() || known.hasPackets())) {
            throw new IllegalStateException(
                    "flow " + number + (known.isOpen() ? " is open already" : " holds packets"));
        }
    }
}
