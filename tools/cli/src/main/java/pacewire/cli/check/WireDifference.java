package pacewire.cli.check;

import org.jspecify.annotations.Nullable;

/**
 * How two logs differ.
 *
 * @param first where they first differ in any way; null when they do not among the departures that are kept one by one
 * @param moved packets in both logs that depart at another instant
 * @param largestShift of those, with the packet; null when none moved
 * @param missing packets that only the earlier log has
 * @param added packets that only the later log has
 * @param otherLength packets of another length
 * @param withinFlow the first packet that changed places with another of its flow; null when none did
 * @param acrossFlows the first place where another flow has its turn, of the packets in both logs; null when none has
 * @param between the departures between which logs first differ that are the same as far as they are kept; null otherwise
 */
record WireDifference(
        @Nullable Place first,
        long moved,
        @Nullable Shift largestShift,
        Extra missing,
        Extra added,
        long otherLength,
        @Nullable Place withinFlow,
        @Nullable Place acrossFlows,
        @Nullable Span between) {

    /**
     * A departure in both logs.
     *
     * @param index from 0, in the later log; in the earlier one when the later one has ended
     * @param before null when the earlier log has ended
     * @param now null when the later log has ended
     */
    record Place(
            int index, @Nullable Departure before, @Nullable Departure now) {}

    /** A packet that departs at another instant. */
    record Shift(Departure before, Departure now) {
        /** How much later it departs now; negative when earlier. */
        long by() {
            return now.time() - before.time();
        }

        /** How far it moved, in whichever direction. */
        long distance() {
            return Math.abs(by());
        }
    }

    /**
     * Packets in one log only.
     *
     * @param first null when there are none
     */
    record Extra(long count, @Nullable Departure first) {}

    /** Departures, counted from 1. */
    record Span(long from, long to) {}

    /** One packet on the wire. */
    record Departure(long time, String flow, long packet, int bytes) {}

    /** Whether nothing differs. */
    boolean isNone() {
        return first == null && between == null;
    }

    /** Whether the same packets departed in the same order, and only at other instants. */
    boolean isOnlyTimes() {
        return first != null
                && missing.count() == 0
                && added.count() == 0
                && otherLength == 0
                && withinFlow == null
                && acrossFlows == null;
    }
}
