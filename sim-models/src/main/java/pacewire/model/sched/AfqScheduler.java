package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Approximate fair queueing (Sharma, Liu, Atreya and Krishnamurthy, "Approximating Fair Queueing on Reconfigurable Switches",
 * NSDI 2018): the rounds of a bit-by-bit round robin, a few of them ahead as first-in, first-out queues. A flow sends
 * {@code bytesPerRound} times its weight in a round. A packet's bid is the byte in which it ends in its flow's service; the
 * bid says its round, and the round its queue. Queues are served one after the other, each until it is empty.
 *
 * <p>The bids stand in a table of the flows, or, as in a switch, in a count-min sketch, which never takes a bid for less than
 * it is: flows that share all their counters share one bid.
 *
 * <p>Deviation: an empty packet scheduler begins anew, in the round behind all bids; the paper's switch stays in its round. A
 * packet that is refused leaves its flow's bid as it was.
 */
public final class AfqScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("afq")
            .summary("Approximate fair queueing: round-robin rounds as a few FIFO queues, bids by flow.")
            .source("Sharma, Liu, Atreya, Krishnamurthy 2018 (NSDI), sections 3 and 4")
            .parameters(
                    // Section 4.2: 32 queues, as switches have them, and a round of a few packets.
                    ParameterSpec.quantity("queues", Quantity.NUMBER, "32", 2, 65_536, "rounds ahead"),
                    ParameterSpec.quantity(
                            "bytesPerRound",
                            Quantity.SIZE,
                            "3076 B",
                            1,
                            1_000_000_000,
                            "wire bytes that a flow sends in a round, for each unit of weight"),
                    ParameterSpec.choice(
                            "bids",
                            List.of("table", "sketch"),
                            "where the flows' bids stand: exact, or as in a switch"),
                    ParameterSpec.quantity(
                            "sketchRows", Quantity.NUMBER, "4", 1, 16, "counters that a flow has in the sketch"),
                    ParameterSpec.quantity(
                            "sketchColumns",
                            Quantity.NUMBER,
                            "16384",
                            1,
                            1 << 24,
                            "counters in a row of the sketch; the next power of two is taken"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "10000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims(AfqScheduler::claims)
            .madeBy((setup, environment) -> new AfqScheduler(setup.parameters(), environment));

    private final PacketFifo[] queues;
    private final long bytesPerRound;
    private final long limit;
    /** Where bids stand as in a switch; null when each flow has its own. */
    private final @Nullable BidSketch sketch;

    private final FlowTable<Bidder> flows = new FlowTable<>(Bidder::new);
    /** Flows that may be forgotten once a round is served, by round as the queues. */
    private @Nullable Bidder[] leaving;
    /** The round that is served. */
    private long round;
    /** The last round in which a packet was put, since the beginning. */
    private long lastRound;

    private int packets;
    private long bytes;

    private AfqScheduler(ParameterValues parameters, SchedulerEnvironment environment) {
        queues = new PacketFifo[(int) parameters.value("queues")];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new PacketFifo();
        }
        leaving = new Bidder[queues.length];
        bytesPerRound = parameters.value("bytesPerRound");
        limit = parameters.value("limit");
        sketch = hasSketch(parameters)
                ? new BidSketch(
                        (int) parameters.value("sketchRows"),
                        (int) parameters.value("sketchColumns"),
                        environment.random("sketch"))
                : null;
    }

    private static boolean hasSketch(ParameterValues parameters) {
        return parameters.value("bids") == 1;
    }

    /**
     * While a round R is served, the next packet of a flow that has packets has a bid of R or more rounds, and what it has
     * sent lately ended before round R + 1. So in any span of rounds two flows with packets are apart by two rounds and a
     * packet of each at most.
     */
    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        long bytesPerRound = parameters.value("bytesPerRound");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (!hasSketch(parameters)) {
            claims.add(new Claim.FlowNumbersAreNames());
            claims.add(new Claim.ShortTermFair((one, other) -> Rational.of(2 * bytesPerRound)
                    .plus(Rational.of(one.largestBytes(), one.weight()))
                    .plus(Rational.of(other.largestBytes(), other.weight()))));
        }
        return List.copyOf(claims);
    }

    /** The round that is served: for those who watch it at work. */
    public long round() {
        return round;
    }

    /** Flows that it keeps anything of: open ones, those with packets, and those whose bid still counts. */
    int flowsKnown() {
        return flows.size();
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= limit) {
            return DropReason.QUEUE_FULL;
        }
        Bidder flow = flows.findOrAdd(packet.flow);
        long perRound = bytesPerRound * flow.weight;
        long bid = Math.max(bidOf(flow), firstRoundOf(flow) * perRound) + packet.wireBytes();
        long ahead = bid / perRound - round;
        if (ahead >= queues.length) {
            forgetIfIdle(flow);
            return DropReason.QUEUE_FULL;
        }
        place(packet, flow, bid, round + ahead);
        return Verdict.Accepted.ACCEPTED;
    }

    /** Never before the packets held of the flow, whose bids a change of weight may have made another round's. */
    private long firstRoundOf(Bidder flow) {
        return flow.held > 0 ? Math.max(round, flow.lastRound) : round;
    }

    private long bidOf(Bidder flow) {
        return sketch == null ? flow.bid : sketch.bid(flow.number);
    }

    private void place(Packet packet, Bidder flow, long bid, long itsRound) {
        flow.bid = bid;
        flow.lastRound = itsRound;
        flow.held++;
        if (sketch != null) {
            sketch.raise(flow.number, bid);
        }
        queueOf(itsRound).add(packet);
        lastRound = Math.max(lastRound, itsRound);
        packets++;
        bytes += packet.ipBytes();
    }

    private PacketFifo queueOf(long itsRound) {
        return queues[(int) (itsRound % queues.length)];
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (packets == 0) {
            return null;
        }
        while (queueOf(round).isEmpty()) {
            endRound();
        }
        Packet packet = queueOf(round).poll();
        if (packet == null) {
            throw new IllegalStateException("round " + round + " has no packet");
        }
        packets--;
        bytes -= packet.ipBytes();
        Bidder flow = flows.findOrAdd(packet.flow);
        flow.held--;
        letGo(flow);
        if (packets == 0) {
            beginAnew();
        }
        return packet;
    }

    /** Goes on to the next round, in which bids of the last one count no more. */
    private void endRound() {
        int place = (int) (round % queues.length);
        round++;
        Bidder flow = leaving[place];
        leaving[place] = null;
        while (flow != null) {
            Bidder next = flow.nextLeaving;
            flow.nextLeaving = null;
            flow.isLeaving = false;
            letGo(flow);
            flow = next;
        }
    }

    /** Puts a flow without packets and metrics where it is forgotten when its bid counts no more. */
    private void letGo(Bidder flow) {
        if (flow.isOpen || flow.held > 0 || flow.isLeaving) {
            return;
        }
        long itsRound = flow.bid / (bytesPerRound * flow.weight);
        if (sketch != null || itsRound < round) {
            flows.remove(flow);
            return;
        }
        int place = (int) (itsRound % queues.length);
        flow.isLeaving = true;
        flow.nextLeaving = leaving[place];
        leaving[place] = flow;
    }

    private void forgetIfIdle(Bidder flow) {
        if (flow.bid == 0 && flow.held == 0 && !flow.isOpen) {
            flows.remove(flow);
        }
    }

    /** Behind the last round no bid counts. */
    private void beginAnew() {
        while (round <= lastRound) {
            endRound();
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        for (PacketFifo queue : queues) {
            queue.dropAll(drops, nowPs);
        }
        flows.clear();
        leaving = new Bidder[queues.length];
        if (sketch != null) {
            sketch.clear();
        }
        round = 0;
        lastRound = 0;
        packets = 0;
        bytes = 0;
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
        Bidder known = flows.find(number);
        if (known != null && (known.isOpen || known.held > 0)) {
            throw new IllegalStateException("flow " + number + " is open, or has packets");
        }
        Bidder flow = known == null ? flows.add(number) : known;
        flow.isOpen = true;
        flow.changeWeight(metrics.weight());
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        Bidder flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            flow.changeWeight(metrics.weight());
        }
        return Admission.ADMITTED;
    }

    /** Packets still held leave with the weight that the flow had. */
    @Override
    public void closeFlow(int number, long nowPs) {
        Bidder flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            flow.isOpen = false;
            letGo(flow);
        }
    }

    /** A flow, by what it has bid for. */
    private static final class Bidder extends KeyedFlow {
        int weight;
        boolean isOpen;
        /** End of its last packet, in wire bytes of its own service. */
        long bid;

        /** Round of its last packet. */
        long lastRound;

        int held;
        boolean isLeaving;

        @Nullable
        Bidder nextLeaving;

        Bidder(int slot) {
            super(slot);
        }

        @Override
        void reset() {
            weight = FlowMetrics.BEST_EFFORT.weight();
            isOpen = false;
            bid = 0;
            lastRound = 0;
            held = 0;
            isLeaving = false;
            nextLeaving = null;
        }

        /** What was bid stays in its round, rounded down to a byte: the next packet's bid is above it all the same. */
        void changeWeight(int newWeight) {
            bid = Math.multiplyExact(bid, newWeight) / weight;
            weight = newWeight;
        }
    }
}
