package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * QFQ+: WF2Q+ with stamps rounded to powers of two, so that the next flow is found by a few operations on bits, whatever the
 * number of flows (Checconi, Rizzo and Valente, "QFQ: Efficient Packet Scheduling with Tight Guarantees", IEEE/ACM ToN 2013;
 * Valente, "Reducing the Execution Time of Fair-Queueing Packet Schedulers", 2014). Follows Linux {@code net/sched/sch_qfq.c}:
 * up to eight flows of the same weight and largest packet are an {@link QfqAggregate} and take turns in it by deficit round
 * robin; aggregates whose budget takes about the same virtual time are a {@link QfqGroup}.
 *
 * <p>What differs from Linux: virtual time takes in every byte exactly, where Linux multiplies by a rounded inverse of the
 * weights, which therefore may be more than 65,536 together; when an aggregate leaves that blocked others, these are unblocked
 * ({@link QfqGroups#remove}), where Linux tests a bit too many; the last aggregate is let go when the line has sent its packet
 * and nothing has come; and a flow that is not open is forgotten when its last packet has been paid for in virtual time.
 */
public final class QfqPlusScheduler implements PacketScheduler {
    /** Linux: QFQ_MIN_LMAX. */
    private static final int LEAST_LMAX = 512;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("qfq+")
            .summary("Quick fair queueing plus: WF2Q+ on rounded stamps, in constant time.")
            .source("Linux net/sched/sch_qfq.c; Checconi, Rizzo and Valente, IEEE/ACM ToN 2013; Valente 2014")
            .parameters(
                    // Linux: each class has a pfifo, whose limit is the device's tx_queue_len.
                    FairFlows.limit(),
                    ParameterSpec.optionalQuantity(
                            "lmax",
                            Quantity.SIZE,
                            LEAST_LMAX,
                            QfqGroups.LARGEST_BYTES,
                            "largest packet expected, in wire bytes; the largest on the line when left out"))
            .claims((setup, environment) -> List.of(
                    new Claim.WorkConserving(),
                    new Claim.FlowOrder(),
                    new Claim.KeepsWhatItTook(),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.WorstCaseFair(flow -> worstCaseFairIndex(flow, lmax(setup, environment))),
                    new Claim.Cost(Claim.Growth.CONSTANT)))
            .madeBy(QfqPlusScheduler::new);

    private final FlowTable<QfqFlow> table = new FlowTable<>(QfqFlow::new);
    private final QfqGroups groups = new QfqGroups();
    private final QfqAggregates aggregates = new QfqAggregates();
    private final LineInUse line;
    private final int limitPackets;
    private final int lmax;
    /** Flows without packets that are not open, in the order in which they became so. */
    private final QfqFlow.Ring resting = new QfqFlow.Ring();

    private @Nullable QfqAggregate inService;
    private long totalWeight;
    private int packets;
    private long bytes;

    QfqPlusScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        line = new LineInUse(environment.lineRate());
        limitPackets = (int) setup.parameters().value("limit");
        lmax = lmax(setup, environment);
    }

    private static int lmax(SchedulerSetup setup, SchedulerEnvironment environment) {
        int onLine = Math.min(QfqGroups.LARGEST_BYTES, Math.max(LEAST_LMAX, environment.largestPacketBytes()));
        return (int) setup.parameters().valueOr("lmax", onLine);
    }

    /**
     * Of an aggregate {@code 3 sigma + 2 budgets} on the line (QFQ, theorem 3), with a slot {@code sigma} of less than twice
     * the time that its budget takes at its rate, which is L by the flow's rate; and within it the turns of eight flows, which
     * by deficit round robin are three largest packets at the flow's rate at most.
     */
    private static Rational worstCaseFairIndex(Claim.Flow flow, int lmax) {
        long largest = Math.max(lmax, flow.largestBytesOfAll());
        Rational atRate = Rational.of((3 * 2 + 3) * largest).dividedBy(flow.share());
        Rational budgets = Rational.of(2 * QfqGroups.FLOWS_PER_AGGREGATE * largest);
        return atRate.plus(budgets.dividedBy(flow.line()));
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packet.wireBytes() > QfqGroups.LARGEST_BYTES) {
            return DropReason.TOO_LARGE;
        }
        if (packets == 0 && !line.isBusy(nowPs)) {
            endBusyPeriod();
        }
        QfqFlow flow = flow(packet.flow);
        if (flow.queue.size() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        if (packet.wireBytes() > aggregateOf(flow).largestBytes) {
            move(flow, flow.weight, packet.wireBytes());
        }
        flow.queue.add(packet);
        packets++;
        bytes += packet.ipBytes();
        if (flow.queue.size() == 1) {
            if (!flow.isOpen) {
                resting.remove(flow);
            }
            activate(flow);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (packets == 0) {
            return null;
        }
        QfqAggregate aggregate = aggregateToServe();
        QfqFlow flow = firstActive(aggregate);
        Packet packet = first(flow);
        flow.queue.poll();
        packets--;
        bytes -= packet.ipBytes();
        int length = packet.wireBytes();
        line.send(length, nowPs);
        takeTurn(aggregate, flow, length);
        aggregate.spend(length);
        groups.advance(length, totalWeight);
        forgetThePaid();
        return packet;
    }

    /** The one in service while its budget lasts; then the next. There are packets. */
    private QfqAggregate aggregateToServe() {
        QfqAggregate serving = inService;
        if (serving != null) {
            boolean isActive = !serving.active.isEmpty();
            if (isActive && serving.budget() >= first(firstActive(serving)).wireBytes()) {
                return serving;
            }
            serving.chargeService();
            serving.rechargeBudget();
            if (isActive) {
                serving.start = serving.finish;
                serving.assumeWholeBudget();
                groups.schedule(serving);
            }
        }
        inService = groups.next();
        if (inService == null) {
            throw new IllegalStateException("packets are held, and no aggregate is scheduled");
        }
        return inService;
    }

    /** Deficit round robin within the aggregate, as Linux has it: the deficit is that of the turn under way. */
    private void takeTurn(QfqAggregate aggregate, QfqFlow flow, int length) {
        flow.deficit -= length;
        Packet next = flow.queue.peek();
        if (next == null) {
            aggregate.active.remove(flow);
            if (!flow.isOpen) {
                rest(flow);
            }
        } else if (flow.deficit < next.wireBytes()) {
            flow.deficit += aggregate.largestBytes;
            aggregate.active.remove(flow);
            aggregate.active.add(flow);
        }
    }

    /** A flow has its first packet: it takes its turn, and its aggregate is scheduled if it was not. */
    private void activate(QfqFlow flow) {
        QfqAggregate aggregate = aggregateOf(flow);
        flow.deficit = aggregate.largestBytes;
        boolean wasInactive = aggregate.active.isEmpty();
        aggregate.active.add(flow);
        if (!wasInactive || aggregate == inService) {
            return;
        }
        aggregate.rechargeBudget();
        groups.stampNew(aggregate);
        if (inService == null) {
            inService = aggregate;
            groups.startWith(aggregate);
        } else {
            groups.schedule(aggregate);
        }
    }

    private QfqFlow flow(int number) {
        QfqFlow flow = table.find(number);
        if (flow == null) {
            flow = table.add(number);
            join(flow, flow.weight, lmax);
            rest(flow);
        } else if (!flow.isOpen && flow.queue.isEmpty() && flow.weight != FlowMetrics.BEST_EFFORT.weight()) {
            move(flow, FlowMetrics.BEST_EFFORT.weight(), aggregateOf(flow).largestBytes);
        }
        return flow;
    }

    private void join(QfqFlow flow, int weight, int largestBytes) {
        flow.aggregate = aggregates.join(weight, largestBytes);
        flow.weight = weight;
        totalWeight += weight;
    }

    private void leave(QfqFlow flow) {
        QfqAggregate aggregate = aggregateOf(flow);
        flow.aggregate = null;
        totalWeight -= flow.weight;
        aggregates.leave(aggregate);
        if (aggregate.flows == 0 && inService == aggregate) {
            inService = groups.next();
        }
    }

    /** To the aggregate of another weight or largest packet; one with packets takes a new turn there. */
    private void move(QfqFlow flow, int weight, int largestBytes) {
        QfqAggregate old = aggregateOf(flow);
        if (!flow.queue.isEmpty()) {
            old.active.remove(flow);
            if (old.active.isEmpty()) {
                deactivate(old);
            }
        }
        leave(flow);
        join(flow, weight, largestBytes);
        if (!flow.queue.isEmpty()) {
            activate(flow);
        }
    }

    private void deactivate(QfqAggregate aggregate) {
        if (aggregate == inService) {
            aggregate.chargeService();
            inService = groups.next();
        } else {
            groups.remove(aggregate);
        }
    }

    /** Linux does this when it dequeues in vain: the last aggregate served is charged for what it used. */
    private void endBusyPeriod() {
        if (inService != null) {
            inService.chargeService();
            inService = null;
        }
        for (QfqFlow flow = resting.first(); flow != null; flow = resting.first()) {
            forget(flow);
        }
    }

    private void rest(QfqFlow flow) {
        QfqAggregate aggregate = aggregateOf(flow);
        flow.restsUntil =
                groups.virtual() + ((long) aggregate.largestBytes << QfqAggregate.FRACTION_BITS) / flow.weight;
        resting.add(flow);
    }

    /** Flows of greater weight wait behind others of the list: nothing depends on when exactly a flow is forgotten. */
    private void forgetThePaid() {
        for (QfqFlow flow = resting.first(); flow != null; flow = resting.first()) {
            if (QfqGroups.isAfter(flow.restsUntil, groups.virtual()) || aggregateOf(flow) == inService) {
                return;
            }
            forget(flow);
        }
    }

    private void forget(QfqFlow flow) {
        resting.remove(flow);
        leave(flow);
        table.remove(flow);
    }

    private static QfqAggregate aggregateOf(QfqFlow flow) {
        QfqAggregate aggregate = flow.aggregate;
        if (aggregate == null) {
            throw new IllegalStateException("flow " + flow.number + " is in no aggregate");
        }
        return aggregate;
    }

    private static QfqFlow firstActive(QfqAggregate aggregate) {
        QfqFlow flow = aggregate.active.first();
        if (flow == null) {
            throw new IllegalStateException("an aggregate without packets is served");
        }
        return flow;
    }

    private static Packet first(QfqFlow flow) {
        Packet packet = flow.queue.peek();
        if (packet == null) {
            throw new IllegalStateException("flow " + flow.number + " has no packet");
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        packets = 0;
        bytes = 0;
        totalWeight = 0;
        inService = null;
        table.forEach(flow -> flow.queue.dropAll(drops, nowPs));
        table.clear();
        resting.clear();
        aggregates.reset();
        groups.reset();
        line.reset();
    }

    @Override
    public int packetCount() {
        return packets;
    }

    @Override
    public long byteCount() {
        return bytes;
    }

    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        QfqFlow flow = flow(number);
        if (flow.isOpen || !flow.queue.isEmpty()) {
            throw new IllegalStateException("flow " + number + " is open already, or packets of it are held");
        }
        resting.remove(flow);
        flow.isOpen = true;
        weigh(flow, metrics.weight());
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        QfqFlow flow = table.find(number);
        if (flow != null && flow.isOpen) {
            weigh(flow, metrics.weight());
        }
        return Admission.ADMITTED;
    }

    private void weigh(QfqFlow flow, int weight) {
        if (weight != flow.weight) {
            move(flow, weight, aggregateOf(flow).largestBytes);
        }
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        QfqFlow flow = table.find(number);
        if (flow == null || !flow.isOpen) {
            return;
        }
        flow.isOpen = false;
        if (flow.queue.isEmpty()) {
            rest(flow);
        }
    }
}
