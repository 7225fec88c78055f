package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Ranks packets as they come, the least first, for the packet schedulers that only know ranks (Sivaraman and others,
 * "Programmable Packet Scheduling at Line Rate", SIGCOMM 2016, section 3).
 */
final class RankFunction {
    /** What a rank is made of. */
    private enum Kind {
        ARRIVAL,
        PRIORITY,
        DEADLINE,
        ELIGIBLE,
        LENGTH,
        START_TIME
    }

    private static final Kind[] KINDS = Kind.values();

    /**
     * Tags are kept in this part of a byte for each unit of weight, the least common multiple of 1 to 16: start times are exact
     * for weights that divide it, and within one part in a thousand otherwise. A busy period may have 2^63 / 720720 bytes, 12
     * terabytes.
     */
    private static final long PARTS_OF_A_BYTE = 720_720;

    /** Linux's SO_PRIORITY for those without privileges goes from 0 to 6, and tc's maps have 16. */
    private static final int MOST_PRIORITIES = 16;

    private final Kind kind;
    private final FlowTable<TaggedFlow> flows = new FlowTable<>(TaggedFlow::new);
    /** Start tag of the packet that left last; the greatest finish tag once all have left. */
    private long virtualTime;

    private long greatestFinish;

    private RankFunction(Kind kind) {
        this.kind = kind;
    }

    /** The parameter by which users choose. */
    static ParameterSpec parameter() {
        List<String> words = new ArrayList<>();
        for (Kind kind : KINDS) {
            words.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return ParameterSpec.choice(
                "rank",
                words,
                "who goes first: by arrival, highest priority, deadline or earliest departure that the sender named,"
                        + " shortest length, or start time (fair by weights)");
    }

    static RankFunction of(ParameterValues parameters) {
        return new RankFunction(KINDS[(int) parameters.value("rank")]);
    }

    /** Whether all packets have one rank. */
    static boolean isConstant(ParameterValues parameters) {
        return KINDS[(int) parameters.value("rank")] == Kind.ARRIVAL;
    }

    /** Whether ranks are instants. */
    static boolean isInstant(ParameterValues parameters) {
        Kind kind = KINDS[(int) parameters.value("rank")];
        return kind == Kind.DEADLINE || kind == Kind.ELIGIBLE;
    }

    /** The greatest difference between two ranks, where there is one; {@link Long#MAX_VALUE} where there is none. */
    static long spread(ParameterValues parameters, int largestPacketBytes) {
        return switch (KINDS[(int) parameters.value("rank")]) {
            case ARRIVAL -> 0;
            case PRIORITY -> MOST_PRIORITIES;
            case LENGTH -> largestPacketBytes;
            case DEADLINE, ELIGIBLE, START_TIME -> Long.MAX_VALUE;
        };
    }

    /** Ranks that a bucket spans. */
    long bucketWidth(long timeGranularityPs) {
        return switch (kind) {
            case ARRIVAL, PRIORITY, LENGTH -> 1;
            case DEADLINE, ELIGIBLE -> timeGranularityPs;
            case START_TIME -> PARTS_OF_A_BYTE;
        };
    }

    /** What exact ranks bring, for a queue that serves them exactly. */
    static List<Claim> claimsOfExactOrder(ParameterValues parameters) {
        return switch (KINDS[(int) parameters.value("rank")]) {
            case ARRIVAL -> List.of(new Claim.FlowOrder(), new Claim.BlindToFlows());
            case PRIORITY -> List.of(new Claim.PriorityOrder(packet -> Byte.MAX_VALUE - packet.priority));
            case DEADLINE -> List.of(new Claim.DeadlineOrder(packet -> packet.deadlinePs));
            case ELIGIBLE -> List.of(new Claim.DeadlineOrder(packet -> packet.eligiblePs));
            case LENGTH -> List.of(new Claim.PriorityOrder(packet -> packet.wireBytes()));
            case START_TIME -> List.of(new Claim.FlowOrder());
        };
    }

    /** The rank of a packet that comes now. */
    long rankOf(Packet packet) {
        return switch (kind) {
            case ARRIVAL -> 0;
            case PRIORITY -> -packet.priority;
            case DEADLINE -> packet.deadlinePs;
            case ELIGIBLE -> packet.eligiblePs;
            case LENGTH -> packet.wireBytes();
            case START_TIME -> startTag(packet);
        };
    }

    /** Goyal, Vin and Cheng's start-time fair queueing, as in the paper's figure 3. */
    private long startTag(Packet packet) {
        TaggedFlow flow = flows.findOrAdd(packet.flow);
        long start = Math.max(virtualTime, flow.finish);
        flow.finish = start + packet.wireBytes() * flow.partsOfAByte;
        flow.held++;
        greatestFinish = Math.max(greatestFinish, flow.finish);
        return start;
    }

    /**
     * A packet leaves.
     *
     * @param isLast whether none is held any more
     */
    void left(Packet packet, long rank, boolean isLast) {
        if (kind != Kind.START_TIME) {
            return;
        }
        virtualTime = isLast ? greatestFinish : Math.max(virtualTime, rank);
        TaggedFlow flow = flows.findOrAdd(packet.flow);
        flow.held--;
        forgetIfIdle(flow);
    }

    /** Once virtual time has passed its finish tag, a flow without packets is like a new one. */
    private void forgetIfIdle(TaggedFlow flow) {
        if (!flow.isOpen && flow.held == 0 && flow.finish <= virtualTime) {
            flows.remove(flow);
        }
    }

    void open(int number, FlowMetrics metrics) {
        TaggedFlow flow = flows.findOrAdd(number);
        if (flow.isOpen || flow.held > 0) {
            throw new IllegalStateException("flow " + number + " is open, or has packets");
        }
        flow.isOpen = true;
        flow.weigh(metrics.weight());
    }

    /** Packets already held keep their ranks. */
    void change(int number, FlowMetrics metrics) {
        TaggedFlow flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            flow.weigh(metrics.weight());
        }
    }

    void close(int number) {
        TaggedFlow flow = flows.find(number);
        if (flow != null) {
            flow.isOpen = false;
            forgetIfIdle(flow);
        }
    }

    void reset() {
        flows.clear();
        virtualTime = 0;
        greatestFinish = 0;
    }

    private static final class TaggedFlow extends KeyedFlow {
        boolean isOpen;
        long partsOfAByte;
        long finish;
        int held;

        TaggedFlow(int slot) {
            super(slot);
        }

        @Override
        void reset() {
            isOpen = false;
            weigh(FlowMetrics.BEST_EFFORT.weight());
            finish = 0;
            held = 0;
        }

        void weigh(int weight) {
            partsOfAByte = (PARTS_OF_A_BYTE + weight / 2) / weight;
        }
    }
}
