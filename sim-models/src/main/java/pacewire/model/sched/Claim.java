package pacewire.model.sched;

import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import pacewire.core.units.Rational;
import pacewire.model.packet.Packet;

/**
 * Something that a packet scheduler claims of itself, which the proof kit turns into properties to test. What every one
 * must keep (conservation, consistent questions, no lost wake-up, determinism, reset) needs no claim.
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
     */
    record PriorityOrder(ToIntFunction<Packet> level) implements Claim {}

    /**
     * Every packet has left by its guaranteed-rate clock and a latency (Goyal, Lam and Vin, "Determining End-to-End Delay
     * Bounds in Heterogeneous Networks", 1995).
     *
     * @param latency in seconds
     */
    record GuaranteedRate(FlowBound latency) implements Claim {}

    /** No packet leaves later than in the fluid reference by more than the largest packet's time (Parekh and Gallager 1993). */
    record GpsDelay() implements Claim {}

    /** No flow is ahead of the fluid reference by more than its share of a packet (Bennett and Zhang 1996). */
    record GpsLead() implements Claim {}

    /**
     * Worst-case fairness: a packet that arrives waits for its own flow's backlog at the flow's rate, and no longer than this
     * beside.
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

    /**
     * No packet leaves before an instant of its own.
     *
     * @param eligiblePs that instant, of a packet that is leaving
     * @param granularityPs how much later than that it may leave on an idle line
     */
    record NeverEarly(ToLongFunction<Packet> eligiblePs, long granularityPs) implements Claim {}

    /** Of the packets held that may leave, that of the least deadline goes first. */
    record DeadlineOrder(ToLongFunction<Packet> deadlinePs) implements Claim {}

    /**
     * Never holds more.
     *
     * @param packets at most
     * @param bytes IP bytes, at most
     */
    record Bounded(long packets, long bytes) implements Claim {}

    /** How the work for a packet grows with the number of flows that are backlogged. */
    record Cost(Growth growth) implements Claim {}

    /** Orders of growth. */
    enum Growth {
        CONSTANT,
        LOGARITHMIC,
        LINEAR
    }

    /** What a bound may depend on, of one flow among others. Bytes are wire bytes. */
    interface Flow {
        /** Its weight. */
        long weight();

        /** Its share of the line, in bytes a second: by its weight among all flows. */
        Rational share();

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
