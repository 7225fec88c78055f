package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Deficit round robin: each flow with packets is visited in turn and may send as many wire bytes as its quantum and what it
 * saved from its last visit allow (Shreedhar and Varghese, "Efficient Fair Queuing Using Deficit Round Robin", SIGCOMM
 * 1995). A flow's quantum is the parameter's times its weight.
 *
 * <p>Flavours:
 *
 * <ul>
 *   <li>{@code paper}: a visit begins with the quantum, and goes on while the head of the queue fits into the credit.
 *   <li>{@code linux} ({@code net/sched/sch_drr.c}): a quantum comes with the first packet and at the end of each visit.
 *       The order is the paper's, unless a weight changes meanwhile: it counts from the visit after the next.
 *   <li>{@code overdraft} (as in {@code sch_sfq.c}, {@code sch_fq.c} and {@code sch_fq_codel.c}): sends while there is any
 *       credit, which may become less than nothing, and is refilled at the end of the visit. Another order than the paper's.
 * </ul>
 *
 * <p>A flow whose queue is empty leaves the round and its credit is gone, at the instant at which its last packet is taken:
 * the same as in Linux. (In the paper's pseudo-code it may stay if packets come while that one is on the line, which this
 * cannot know.)
 *
 * <p>With classes each of them takes part in the round in the place of a flow, with a quantum and a weight of its own and any
 * packet scheduler in it; weights of flows count only inside.
 */
public final class DrrScheduler implements FlowQueueScheduler {
    static final long MOST_QUANTUM = 1_000_000_000;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("drr")
            .summary("Deficit round robin: shares the line by bytes and weights, at constant cost.")
            .source("Shreedhar, Varghese 1995; Linux net/sched/sch_drr.c, sch_sfq.c (overdraft)")
            .parameters(
                    // Linux: drr's default quantum is the MTU of the device, in tc's psched_mtu with the link header.
                    ParameterSpec.optionalQuantity(
                            "quantum",
                            Quantity.SIZE,
                            1,
                            MOST_QUANTUM,
                            "wire bytes a visit for each unit of weight; left out, the line's largest packet"),
                    ParameterSpec.choice(
                            "flavour",
                            List.of("paper", "linux", "overdraft"),
                            "when the credit comes, and whether it may become less than nothing"),
                    FlowQueues.FLOW_LIMIT,
                    FlowQueues.LIMIT)
            .classes(ClassSpec.flat("who takes turns; left out, the flows do", DrrClasses.WEIGHT, DrrClasses.QUANTUM))
            .claims(DrrScheduler::claims)
            .madeBy(DrrScheduler::make);

    /** When a visit ends, and when the quantum comes; in the order of the parameter's words. */
    enum Flavour {
        PAPER,
        LINUX,
        OVERDRAFT
    }

    private static final Flavour[] FLAVOURS = Flavour.values();

    private final Flavour flavour;
    private final long quantum;
    private final FlowQueues queues;
    /** Flows with packets; that in front is being visited. */
    private final SlotRing round = new SlotRing();
    /** Whether the flow in front has had the quantum of this visit; only in the paper's flavour. */
    private boolean isVisiting;

    private DrrScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        flavour = flavourOf(setup);
        quantum = quantumOf(setup, environment);
        queues = new FlowQueues(setup.parameters());
    }

    private static PacketScheduler make(SchedulerSetup setup, SchedulerEnvironment environment) {
        return setup.classes().isEmpty()
                ? new DrrScheduler(setup, environment)
                : new DrrClasses(
                        withQueues(setup),
                        flavourOf(setup),
                        quantumOf(setup, environment),
                        FlowQueues.limitOf(setup.parameters()),
                        environment);
    }

    /** A class for which no packet scheduler is named holds as much as a flow does. */
    private static SchedulerSetup withQueues(SchedulerSetup setup) {
        return setup.withQueueIfNone(FlowQueues.fifo(setup.parameters()));
    }

    private static Flavour flavourOf(SchedulerSetup setup) {
        return FLAVOURS[(int) setup.parameters().value("flavour")];
    }

    private static long quantumOf(SchedulerSetup setup, SchedulerEnvironment environment) {
        return setup.parameters().valueOr("quantum", environment.largestPacketBytes());
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        return setup.classes().isEmpty() ? claimsOfFlows(setup, environment) : claimsOfClasses(setup, environment);
    }

    /** Fair to classes as to flows, the quantum of a class in the place of that of a flow. */
    private static List<Claim> claimsOfClasses(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<Claim> claims = ClassClaims.of(withQueues(setup), environment);
        long limit = FlowQueues.limitOf(setup.parameters());
        // A packet of each class may be in its hand, where the packet scheduler inside does not count it.
        claims.replaceAll(claim -> claim instanceof Claim.Bounded inner
                ? new Claim.Bounded(
                        Math.min(limit, inner.packets() + setup.classes().size()), Long.MAX_VALUE)
                : claim);
        if (claims.contains(new Claim.WorkConserving()) && claims.contains(new Claim.KeepsWhatItTook())) {
            long usual = quantumOf(setup, environment);
            long onTheLine = flavourOf(setup) == Flavour.OVERDRAFT ? 1 : 0;
            List<Claim.ClassShare> shares = setup.classes().stream()
                    .map(each -> new Claim.ClassShare(
                            each.name(), ClassClaims.membersOf(setup, each), DrrClasses.quantumOf(each, usual)))
                    .toList();
            claims.add(new Claim.ClassesFair(shares, (one, largestOfOne, other, largestOfOther) -> {
                Rational ofOne = Rational.of(largestOfOne, one.share());
                Rational ofOther = Rational.of(largestOfOther, other.share());
                return Rational.ONE
                        .plus(ofOne)
                        .plus(ofOther)
                        .plus(ofOne.max(ofOther).times(onTheLine));
            }));
        }
        return List.copyOf(claims);
    }

    /**
     * Bounds for a flow i of quantum Q, largest packet L, in a frame F of all quanta. In m visits it sends no less than
     * m Q - L and no more than m Q + L (the paper's lemma 2), and the visits of two flows that have packets differ by one:
     * that is the fairness, theorem 3 with the largest packets of the two. While i waits for m = 1 + S/Q visits to send S
     * bytes, each other flow sends m Q_j + L_j at most: that is the latency, (F - Q + sum of L) / C beyond S at the rate
     * C Q/F, which is below the 3F - 2Q of Stiliadis and Varma (ToN 1998), who need Q to be no less than L. A flow of the
     * overdraft flavour may have left a packet on the line and begin anew with a whole quantum: one packet more.
     */
    private static List<Claim> claimsOfFlows(SchedulerSetup setup, SchedulerEnvironment environment) {
        long quantum = quantumOf(setup, environment);
        long onTheLine = flavourOf(setup) == Flavour.OVERDRAFT ? 1 : 0;
        Claim.FlowBound latency = flow -> Rational.of(quantum * (flow.totalWeight() - flow.weight())
                        + flow.sumOfLargestBytes()
                        + onTheLine * flow.largestBytesOfAll())
                .dividedBy(flow.line());
        Claim.FlowBound servedWithin = flow -> {
            long share = quantum * flow.weight();
            long visits = (flow.largestBytes() + share - 1) / share;
            long others = visits * quantum * (flow.totalWeight() - flow.weight());
            return Rational.of(others
                            + flow.sumOfLargestBytes()
                            + flow.largestBytes()
                            + onTheLine * flow.largestBytesOfAll())
                    .dividedBy(flow.line());
        };
        Claim.PairBound difference = (one, other) -> {
            Rational ofOne = Rational.of(one.largestBytes(), one.weight());
            Rational ofOther = Rational.of(other.largestBytes(), other.weight());
            return Rational.of(quantum)
                    .plus(ofOne)
                    .plus(ofOther)
                    .plus(ofOne.max(ofOther).times(onTheLine));
        };
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.ScalesWithTheLine(),
                new Claim.GuaranteedRate(latency),
                new Claim.WorstCaseFair(latency),
                new Claim.ShortTermFair(difference),
                new Claim.ServedWithin(servedWithin),
                new Claim.ClassCost(Claim.Growth.LINEAR),
                new Claim.Bounded(FlowQueues.limitOf(setup.parameters()), Long.MAX_VALUE)));
        if (quantum >= environment.largestPacketBytes()) {
            // With a smaller one a packet may take several rounds: the paper's theorem 2.
            claims.add(new Claim.Cost(Claim.Growth.CONSTANT));
        }
        return List.copyOf(claims);
    }

    /** What a flow may send without another quantum, in wire bytes; 0 for one without packets. */
    public long deficitBytes(int flow) {
        QueuedFlow found = queues.find(flow);
        return found == null ? 0 : found.credit;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        QueuedFlow flow = queues.add(packet);
        if (flow == null) {
            return DropReason.QUEUE_FULL;
        }
        if (flow.packets.size() == 1) {
            flow.credit = flavour == Flavour.PAPER ? 0 : quantumOf(flow);
            round.add(flow.slot);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (round.isEmpty()) {
            return null;
        }
        QueuedFlow flow = nextToSend();
        Packet packet = queues.take(flow);
        flow.credit -= packet.wireBytes();
        if (flow.packets.isEmpty()) {
            flow.credit = 0;
            round.removeFirst();
            isVisiting = false;
            queues.forgetIfIdle(flow);
        }
        return packet;
    }

    /** The first flow that may send, in front now; those before it had their visits. */
    private QueuedFlow nextToSend() {
        while (true) {
            QueuedFlow flow = queues.at(round.first());
            if (flavour == Flavour.PAPER && !isVisiting) {
                flow.credit += quantumOf(flow);
                isVisiting = true;
            }
            if (maySend(flow)) {
                return flow;
            }
            if (flavour != Flavour.PAPER) {
                flow.credit += quantumOf(flow);
            }
            isVisiting = false;
            round.rotate();
        }
    }

    private boolean maySend(QueuedFlow flow) {
        return flavour == Flavour.OVERDRAFT
                ? flow.credit > 0
                : FlowQueues.first(flow).wireBytes() <= flow.credit;
    }

    private long quantumOf(QueuedFlow flow) {
        return quantum * flow.weight;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return round.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queues.reset(drops, nowPs);
        round.clear();
        isVisiting = false;
    }

    @Override
    public FlowQueues queues() {
        return queues;
    }
}
