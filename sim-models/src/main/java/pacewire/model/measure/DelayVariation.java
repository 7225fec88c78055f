package pacewire.model.measure;

import java.util.Arrays;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * How the delay of the packets of a stream varies, by three measures. They are one object because every packet needs all three,
 * and with thousands of clients each object is a wait for memory.
 *
 * <ul>
 *   <li><b>IPDV</b>, between packets sent one after the other (RFC 3393; RFC 5481 section 4.1): the one-way delay of packet k + 1
 *       minus that of packet k, signed. It is defined only when both arrive, in whichever order: the second to come completes
 *       the pair. Its magnitude is the jitter of RFC 4689, section 3.2.5, where nothing is lost or overtaken. Delays are kept for
 *       the last {@value #WINDOW} sequence numbers up to the highest that came. A packet that comes later than that is not
 *       paired, as if lost. Of duplicates the first counts (RFC 2679, section 3.6). As long as every packet from 0 on comes in
 *       its turn, the delay of the last one is all that is kept: the pairs before it are complete, and whatever comes again is
 *       known by its number.
 *   <li><b>PDV</b> (RFC 5481, section 4.2): the one-way delay of each packet minus the least of the evaluation interval. Which
 *       packet has the least is known only at the end. The first delays are therefore kept, until there are enough of them to
 *       show the least, and handed out against it; from then on each is handed out at once, against the least so far, which a
 *       smaller one lowers. What is kept does not grow with the length of the run.
 *   <li><b>Interarrival jitter</b> of RFC 3550, section 6.4.1: {@code J += (|D| - J) / 16}, where D is the change of the transit
 *       time (arrival minus media time stamp) from one packet to the next, <em>in order of arrival</em>. Held as in the RFC's own
 *       code (appendix A.8): an integer scaled by 16, where the sixteenth taken off is rounded to the nearest. Each step rounds
 *       by at most half a scaled unit and forgets a sixteenth of what was rounded before, so the estimate stays within half a
 *       unit of the real-valued one. Any unit serves as long as arrival and time stamp share it: with RTP clock units it yields
 *       the numbers of appendix A.8, with picoseconds those of section 6.4.1 to half a picosecond.
 * </ul>
 */
final class DelayVariation {
    /** How far a packet may be overtaken and still be paired. */
    static final int WINDOW = 64;

    private static final long NOBODY = -1;

    private static final long NONE_YET = Long.MAX_VALUE;

    /** The gain of 1/16 "gives a good noise reduction ratio while maintaining a reasonable rate of convergence" (6.4.1). */
    private static final int GAIN_SHIFT = 4;

    private static final int HALF_OF_GAIN = 1 << (GAIN_SHIFT - 1);

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private byte firstLine;

    /** Whether a packet came before, which had this transit time. */
    private boolean hasPrevious;

    private long previousTransit;
    /** The interarrival jitter times 16. */
    private long scaledJitter;

    /** The highest sequence number that came. */
    private long highest = NOBODY;
    /** The delay of that packet; kept while there is no window. */
    private long delayOfHighest;
    /** Null as long as every packet came in its turn. */
    private @Nullable Window window;

    private long leastDelay = NONE_YET;
    /** The first delays; null before the first, and once enough were kept. */
    private @Nullable Kept kept;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /**
     * Takes the next packet to arrive, and hands out each difference to a neighbour's delay that it completes: none, one or two.
     *
     * @param sequence place in the order of sending, 0 or more
     * @param delay one-way delay, in any unit
     * @return false for a duplicate of a packet in the window
     */
    boolean pair(long sequence, long delay, LongConsumer differences) {
        if (window == null) {
            if (sequence == highest + 1) {
                if (highest != NOBODY) {
                    differences.accept(delay - delayOfHighest);
                }
                highest = sequence;
                delayOfHighest = delay;
                return true;
            }
            if (sequence <= highest) {
                return sequence <= highest - WINDOW;
            }
            window = new Window(highest, delayOfHighest);
        }
        return pairOutOfTurn(window, sequence, delay, differences);
    }

    private boolean pairOutOfTurn(Window present, long sequence, long delay, LongConsumer differences) {
        if (present.isKnown(sequence)) {
            return false;
        }
        if (highest != NOBODY && sequence <= highest - WINDOW) {
            return true;
        }
        present.keep(sequence, delay);
        highest = Math.max(highest, sequence);
        if (sequence > 0 && present.isKnown(sequence - 1)) {
            differences.accept(delay - present.delayOf(sequence - 1));
        }
        if (present.isKnown(sequence + 1)) {
            differences.accept(present.delayOf(sequence + 1) - delay);
        }
        return true;
    }

    /**
     * Whether a packet that arrives now is reordered as RFC 4737, section 3.3, defines it: its sequence number is below the next
     * expected, which is one above the highest that came. The late packet is the reordered one, not those that overtook it.
     * To be asked before {@link #pair}, and to be believed only if that says that the packet is no duplicate (same section).
     */
    boolean isLate(long sequence) {
        return sequence <= highest;
    }

    /**
     * Takes the delay of a packet, in any unit, and hands out by how much it is above the least.
     *
     * @param mostKept how many delays are kept before the first variation is handed out; the same at each call
     * @param variations takes the variation of each packet, once, in order of arrival
     */
    void compareWithLeast(long delay, int mostKept, LongConsumer variations) {
        if (leastDelay == NONE_YET) {
            kept = new Kept();
        }
        leastDelay = Math.min(leastDelay, delay);
        if (kept == null) {
            variations.accept(delay - leastDelay);
            return;
        }
        kept.add(delay, mostKept);
        if (kept.size == mostKept) {
            handOutKept(variations);
        }
    }

    /** Hands out what is still kept, as the interval is over. */
    void handOutKept(LongConsumer variations) {
        if (kept != null) {
            for (int i = 0; i < kept.size; i++) {
                variations.accept(kept.delays[i] - leastDelay);
            }
            kept = null;
        }
    }

    /**
     * Takes the next packet to arrive into the interarrival jitter.
     *
     * @param arrival when it came
     * @param mediaTime its time stamp, which does not wrap
     */
    void estimateJitter(long arrival, long mediaTime) {
        long transit = arrival - mediaTime;
        if (hasPrevious) {
            long difference = Math.abs(transit - previousTransit);
            scaledJitter += difference - ((scaledJitter + HALF_OF_GAIN) >> GAIN_SHIFT);
        }
        hasPrevious = true;
        previousTransit = transit;
    }

    /** The interarrival jitter times 16. */
    long jitterTimes16() {
        return scaledJitter;
    }

    /** The interarrival jitter, rounded down as in a receiver report; 0 until two packets have come. */
    long jitter() {
        return scaledJitter >> GAIN_SHIFT;
    }

    /**
     * Begins a new stream: sequence numbers start anew, the jitter is 0, and the next packet has no predecessor. The least delay is
     * that of the interval, whatever the stream.
     */
    void restart() {
        highest = NOBODY;
        window = null;
        hasPrevious = false;
        scaledJitter = 0;
    }

    /** Fetches what the next packet will need into the processor's caches. */
    void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    /** The packets that came of the last sequence numbers, and their delays. */
    private static final class Window {
        private final long[] sequences = new long[WINDOW];
        private final long[] delays = new long[WINDOW];

        /** A window in which every packet up to one has come. Only the delay of the last is still needed. */
        Window(long highest, long delayOfHighest) {
            Arrays.fill(sequences, NOBODY);
            for (long sequence = Math.max(0, highest - WINDOW + 1); sequence <= highest; sequence++) {
                keep(sequence, delayOfHighest);
            }
        }

        private void keep(long sequence, long delay) {
            sequences[slot(sequence)] = sequence;
            delays[slot(sequence)] = delay;
        }

        private boolean isKnown(long sequence) {
            return sequences[slot(sequence)] == sequence;
        }

        private long delayOf(long sequence) {
            return delays[slot(sequence)];
        }

        private static int slot(long sequence) {
            return (int) (sequence & (WINDOW - 1));
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
