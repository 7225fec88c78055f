package pacewire.model.measure;

import java.util.Arrays;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Packet delay variation (RFC 5481, section 4.2): the one-way delay of each packet minus the least of the evaluation interval.
 * Which packet has the least is known only at the end. The first delays are therefore kept, until there are enough of them to
 * show the least, and handed out against it; from then on each is handed out at once, against the least so far, which a
 * smaller one lowers. What is kept does not grow with the length of the run.
 */
final class Pdv {
    private static final int FIRST_CAPACITY = 4;

    /** The least so far. */
    private long least = Long.MAX_VALUE;
    /** Null before the first delay, and once enough were kept. */
    private long @Nullable [] keptDelays;
    /** How many are kept, or will be: below 0 once they were handed out. */
    private int kept;

    /**
     * Takes the delay of a packet, in any unit.
     *
     * @param mostKept how many delays are kept before the first variation is handed out; the same at each call
     * @param variations takes the variation of each packet, once, in order of arrival
     */
    void received(long delay, int mostKept, LongConsumer variations) {
        least = Math.min(least, delay);
        if (kept < 0) {
            variations.accept(delay - least);
            return;
        }
        keep(delay, mostKept);
        if (kept == mostKept) {
            finish(variations);
        }
    }

    /** Hands out what is still kept, as the interval is over. */
    void finish(LongConsumer variations) {
        long[] delays = keptDelays;
        for (int i = 0; delays != null && i < kept; i++) {
            variations.accept(delays[i] - least);
        }
        keptDelays = null;
        kept = -1;
    }

    private void keep(long delay, int mostKept) {
        long[] delays = keptDelays;
        if (delays == null) {
            delays = new long[Math.min(FIRST_CAPACITY, mostKept)];
        } else if (kept == delays.length) {
            delays = Arrays.copyOf(delays, Math.min(2 * kept, mostKept));
        }
        delays[kept++] = delay;
        keptDelays = delays;
    }
}
