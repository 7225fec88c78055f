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
    private static final long NONE_YET = Long.MAX_VALUE;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    /** The least so far. */
    private long least = NONE_YET;
    /** Null before the first delay, and once enough were kept. */
    private @Nullable Kept kept;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /**
     * Takes the delay of a packet, in any unit.
     *
     * @param mostKept how many delays are kept before the first variation is handed out; the same at each call
     * @param variations takes the variation of each packet, once, in order of arrival
     */
    void received(long delay, int mostKept, LongConsumer variations) {
        if (least == NONE_YET) {
            kept = new Kept();
        }
        least = Math.min(least, delay);
        if (kept == null) {
            variations.accept(delay - least);
            return;
        }
        kept.add(delay, mostKept);
        if (kept.size == mostKept) {
            finish(variations);
        }
    }

    /** Fetches what the next packet will need into the processor's caches. */
    void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    /** Hands out what is still kept, as the interval is over. */
    void finish(LongConsumer variations) {
        if (kept != null) {
            for (int i = 0; i < kept.size; i++) {
                variations.accept(kept.delays[i] - least);
            }
            kept = null;
        }
    }

    /** The first delays. */
    private static final class Kept {
        private static final int FIRST_CAPACITY = 4;

        private long[] delays = new long[FIRST_CAPACITY];
        private int size;

        private void add(long delay, int mostKept) {
            if (size == delays.length) {
                delays = Arrays.copyOf(delays, Math.min(2 * size, mostKept));
            }
            delays[size++] = delay;
        }
    }
}
