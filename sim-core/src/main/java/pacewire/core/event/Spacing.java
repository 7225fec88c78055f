package pacewire.core.event;

import java.util.Arrays;

/**
 * Watches how closely the events follow each other: the median, over the events, of the distance to the one before. A
 * mean would be ruled by the pauses between bursts.
 */
final class Spacing {
    private final int[] eventsByBits = new int[Long.SIZE + 1];
    private long lastPs;
    private int events;

    /** Number of events since the last {@link #clear}. */
    int events() {
        return events;
    }

    /** Takes note of events that follow all before, the last of them at an instant. */
    void add(int count, long untilPs) {
        long distancePs = Math.max(0, untilPs - lastPs) / count;
        eventsByBits[Long.SIZE - Long.numberOfLeadingZeros(distancePs + (distancePs >> 1))] += count;
        events += count;
        lastPs = untilPs;
    }

    /** The power of two, as an exponent, that is nearest to the median (from 2/3 of it to 4/3); 0 for no distance as well. */
    int medianBits() {
        int bits = 0;
        int below = eventsByBits[0];
        while (2L * below < events) {
            below += eventsByBits[++bits];
        }
        return Math.max(0, bits - 1);
    }

    void clear() {
        Arrays.fill(eventsByBits, 0);
        events = 0;
    }
}
