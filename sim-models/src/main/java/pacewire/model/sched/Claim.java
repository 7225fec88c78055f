package pacewire.model.sched;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Something that a packet scheduler claims of itself, which the proof kit turns into properties to test. What every one
 * must keep (conservation, consistent questions, no lost wake-up, determinism, reset, independence of when time began)
 * needs no claim.
 *
 * <p>Functions of a packet are asked after the packet has left, or for those still held at the end, of the fields that it
 * had then. Bytes are wire bytes unless it says otherwise.
 */
public sealed interface Claim {
    /** The line is never idle while a packet is held. */
    record WorkConserving() implements Claim {}

    /** Packets of one flow leave in the order in which they came. */
    record FlowOrder() implements Claim {}

    /**
     * No packet leaves while one of a better level is held and may leave.
     *
     * @param level of a packet; 0 goes first
     * @param eligiblePs from when on a packet may leave
     */
    record PriorityOrder(Level level, ToLongFunction<Packet> eligiblePs) implements Claim {
        /** Every packet may leave at once. */
        public PriorityOrder(Level level) {
            this(level, packet -> Long.MIN_VALUE);
        }

        /** Every packet may leave at once, and says itself what its level is. */
        public PriorityOrder(ToIntFunction<Packet> level) {
            this((packet, metrics) -> level.applyAsInt(packet));
        }
    }

    /**
     * Every packet has left by its guaranteed-rate clock and a latency (Goyal, Lam and Vin, "Determining End-to-End Delay
     * Bounds in Heterogeneous Networks", 1995): {@code GRC(k) = max(arrival(k), GRC(k-1)) + length(k) / rate}. From it follows
     * the delay of a flow that a token bucket shapes, {@code burst / rate + latency}, which is tested too.
     *
     * @param rate of a flow, in bytes a second; 0: nothing is claimed of this flow
     * @param latency in seconds
     */
    record GuaranteedRate(FlowBound rate, FlowBound latency) implements Claim {
        /** The rate is the flow's share of the line, by its weight. */
        public GuaranteedRate(FlowBound latency) {
            this(Flow::share, latency);
        }
    }

    /** No packet leaves later than in the fluid reference by more than the largest packet's time (Parekh and Gallager 1993). */
    record GpsDelay() implements Claim {}

    /** No flow is ahead of the fluid reference by more than its share of a packet (Bennett and Zhang 1996). */
    record GpsLead() implements Claim {}

    /**
     * Worst-case fairness: a packet that arrives waits for its own flow's backlog at the flow's share of the line, and no
     * longer than this beside.
     *
     * @param index in seconds
     */
    record WorstCaseFair(FlowBound index) implements Claim {}

    /**
     * While two flows are both backlogged, their services per weight differ by no more.
     *
     * @param difference in bytes per unit of weight
     */
    record ShortTermFair(PairBound difference) implements Claim {}

    /**
     * A flow that is backlogged all the time is served again within this.
     *
     * @param time in seconds
     */
    record ServedWithin(FlowBound time) implements Claim {}

    /**
     * What leaves conforms to a token bucket; of all packets, or of each flow.
     *
     * @param rateBps bits a second
     * @param burstBytes in wire bytes
     * @param isPerFlow whether each flow has a bucket of its own
     * @param isGreedy whether each packet leaves as soon as it conforms
     */
    record Shaped(long rateBps, long burstBytes, boolean isPerFlow, boolean isGreedy) implements Claim {}

    /** What leaves of a class conforms to a token bucket. */
    record ClassShaped(String name, Members members, long rateBps, long burstBytes) implements Claim {}

    /**
     * While two classes are both backlogged, their services per share differ by no more.
     *
     * @param difference in bytes per unit of share
     */
    record ClassesFair(List<ClassShare> classes, ShareBound difference) implements Claim {}

    /**
     * No packet leaves before an instant of its own, and none later on an idle line than that and a granularity.
     *
     * @param eligiblePs that instant, of a packet that is leaving
     * @param granularityPs how much later than that it may leave on an idle line; {@link Long#MAX_VALUE}: nothing is claimed
     */
    record NeverEarly(ToLongFunction<Packet> eligiblePs, long granularityPs) implements Claim {}

    /**
     * Of the packets held that may leave (of the first ones of their flows, where flows keep their order), that of the least
     * deadline goes first.
     *
     * @param eligiblePs from when on a packet may leave
     */
    record DeadlineOrder(ToLongFunction<Packet> eligiblePs, ToLongFunction<Packet> deadlinePs) implements Claim {
        /** Every packet may leave at once. */
        public DeadlineOrder(ToLongFunction<Packet> deadlinePs) {
            this(packet -> Long.MIN_VALUE, deadlinePs);
        }
    }

    /**
     * Every packet has left by its deadline whenever the deadlines can be kept at all: when the packets that come and must
     * leave within any span of time, and the largest of the others, fit into it (Jeffay, Stanat and Martel, "On
     * Non-Preemptive Scheduling of Periodic and Sporadic Tasks", RTSS 1991, on the packets that came).
     *
     * @param eligiblePs from when on a packet may leave
     */
    record MeetsDeadlines(ToLongFunction<Packet> eligiblePs, ToLongFunction<Packet> deadlinePs) implements Claim {}

    /**
     * Over the packets of a flow, the time from an instant of the packet's own to its last bit varies by no more, whenever
     * all deadlines can be kept, which are that instant and {@code boundPs}.
     *
     * @param fromPs that instant: eligible time, or beginning of a frame
     */
    record JitterBound(ToLongFunction<Packet> fromPs, long boundPs) implements Claim {}

    /** Takes only packets that name their earliest departure ({@link Packet#eligiblePs}); drops others as too late. */
    record TakesOnlyTimed() implements Claim {}

    /** A packet is on the line only while its gate is open. */
    record Gated(Gates gates) implements Claim {}

    /**
     * Never holds more.
     *
     * @param packets at most
     * @param bytes IP bytes, at most
     */
    record Bounded(long packets, long bytes) implements Claim {}

    /**
     * Drops for want of room ({@link DropReason#QUEUE_FULL}, {@link DropReason#PUSHED_OUT}) only when the packet that comes
     * does not fit beside those held.
     *
     * @param packets at most
     * @param bytes IP bytes, at most
     */
    record DropsOnlyWhenFull(long packets, long bytes) implements Claim {}

    /** What it has taken, it sends: drops nothing but what it refuses, unless it is reset. */
    record KeepsWhatItTook() implements Claim {}

    /**
     * Active queue management leaves a packet alone, neither dropped {@link DropReason#EARLY} nor marked, that has waited less
     * or with which no more is held.
     *
     * @param sojournPs time since it came; 0: no such rule
     * @param bytes IP bytes held with it; 0: no such rule
     */
    record SparesShortQueues(long sojournPs, long bytes) implements Claim {}

    /** Active queue management marks packets of senders that understand it, and drops only others early. */
    record MarksInsteadOfDropping() implements Claim {}

    /**
     * CoDel's control law: the k-th early drop or mark in a row comes no sooner after the one before it than
     * {@code interval / sqrt(k)}, as far as both come from one queue (RFC 8289, section 3.3).
     *
     * @param granularityPs by how much a gap may fall short, for arithmetic that rounds
     */
    record ControlLaw(long intervalPs, long granularityPs) implements Claim {}

    /**
     * How far apart early drops and marks ("signals": {@link DropReason#EARLY}, or a packet that leaves with {@link
     * pacewire.model.packet.Ecn#CONGESTION} and came without) are in time. Of two signals one after another (of the same flow
     * where it is {@code isPerFlow}, otherwise of all): with n signals since the last reset, the first of the two included
     * (of all flows in either case; a packet that came with that mark and leaves may hide one, and counts), they are at least {@code leastPs(n)} apart, minus the longest time between two calls
     * of {@code dequeue} while packets were held: for what was due in between comes late, and the next is due as if it had
     * not. Holds also where CoDel takes an earlier drop rate up again, as {@link ControlLaw} does not.
     *
     * @param leastPs by the number of signals so far, 1 or more
     * @param isPerFlow whether each flow is managed by itself
     */
    record SignalSpacing(LongUnaryOperator leastPs, boolean isPerFlow) implements Claim {}

    /**
     * Signals (see {@link SignalSpacing}) by chance: the packet scheduler is an {@link EarlyDropper}, and over a run the number
     * of its hits is within the 99.9 % interval of independent draws with the probabilities that it had: |hits - sum p| is no
     * more than 3.29 sqrt(sum p (1 - p)) + 1. Hits and forced signals together are the signals of the trace, and what {@code
     * enqueue} refused as {@link DropReason#EARLY}; fewer may be seen where packets had been marked before they came.
     */
    record EarlyByChance() implements Claim {}

    /**
     * As long as the backlog after each {@code enqueue} since the last reset has been no more than one of these, nothing is
     * dropped early or marked.
     *
     * @param packets so many; 0 where bytes are what counts
     * @param bytes IP bytes; 0 where packets are what counts
     */
    record QuietBelow(long packets, long bytes) implements Claim {}

    /**
     * Its decisions depend on absolute time, by a period: frames, gates, slots of a wheel. Without this claim the same
     * arrivals at any later time must give the same departures, so much later.
     *
     * @param periodPs {@link pacewire.core.units.SimTime#NEVER}: there is no period, as something happens at one instant
     */
    record TimeGrid(long periodPs) implements Claim {}

    /**
     * Longer packets on a line that is faster by as much leave at the same instants, when all sizes and rates among the
     * parameters grow as well.
     */
    record ScalesWithTheLine() implements Claim {}

    /** Flow numbers are names only: other numbers change nothing. Not for those that hash them. */
    record FlowNumbersAreNames() implements Claim {}

    /** Takes no notice of flows at all: one flow split into several leaves as it would have. */
    record BlindToFlows() implements Claim {}

    /** How the work for a packet grows with the number of flows that are backlogged. */
    record Cost(Growth growth) implements Claim {}

    /** How the work for a packet grows with the number of classes, each of them backlogged. */
    record ClassCost(Growth growth) implements Claim {}

    /** Orders of growth. */
    enum Growth {
        CONSTANT,
        LOGARITHMIC,
        LINEAR
    }

    /** How urgent a packet is. */
    @FunctionalInterface
    interface Level {
        /**
         * The level of a packet.
         *
         * @param metrics those that its flow had when it came; best effort when the flow was not open
         */
        int of(Packet packet, FlowMetrics metrics);
    }

    /** Some of the packets, such as those of a class. */
    @FunctionalInterface
    interface Members {
        /**
         * Whether a packet is one of them.
         *
         * @param metrics as of {@link Level}
         */
        boolean include(Packet packet, FlowMetrics metrics);
    }

    /**
     * A class that has a share of the line among others.
     *
     * @param share of each visit, or by weight: 1 or more
     */
    record ClassShare(String name, Members members, long share) {}

    /** A bound for two classes, of which the largest packets are known. */
    @FunctionalInterface
    interface ShareBound {
        Rational of(ClassShare one, long largestOfOne, ClassShare other, long largestOfOther);
    }

    /** When a packet may be on the line. */
    @FunctionalInterface
    interface Gates {
        /** Whether the packet's gate is open all the time from an instant to another. */
        boolean areOpen(Packet packet, long fromPs, long toPs);
    }

    /** What a bound may depend on, of one flow among others. Bytes are wire bytes. */
    interface Flow {
        /** Its weight. */
        long weight();

        /** Its share of the line, in bytes a second: by its weight among all flows. */
        Rational share();

        /** The rate that it was guaranteed when it was opened, in bytes a second; null: none. */
        @Nullable
        Rational minRate();

        /** The rate that it was limited to when it was opened, in bytes a second; null: none. */
        @Nullable
        Rational maxRate();

        /** Its largest packet. */
        long largestBytes();

        /** Weights of all flows together. */
        long totalWeight();

        /** Number of all flows. */
        int flows();

        /** Largest packet of all flows. */
        long largestBytesOfAll();

        /** Sum of the largest packets of all flows. */
        long sumOfLargestBytes();

        /** The line, in bytes a second. */
        Rational line();
    }

    /** A bound for a flow. */
    @FunctionalInterface
    interface FlowBound {
        Rational of(Flow flow);
    }

    /** A bound for two flows. */
    @FunctionalInterface
    interface PairBound {
        Rational of(Flow one, Flow other);
    }
}
