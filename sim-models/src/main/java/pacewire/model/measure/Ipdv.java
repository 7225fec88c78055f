package pacewire.model.measure;

import java.util.Arrays;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Delay variation between packets sent one after the other (RFC 3393; RFC 5481 section 4.1): the one-way delay of packet k + 1
 * minus that of packet k, signed. It is defined only when both arrive, in whichever order: the second to come completes the
 * pair. Its magnitude is the jitter of RFC 4689, section 3.2.5, where nothing is lost or overtaken.
 *
 * <p>Delays are kept for the last {@value #WINDOW} sequence numbers up to the highest that came. A packet that comes later
 * than that is not paired, as if lost. Of duplicates the first counts (RFC 2679, section 3.6). As long as every packet from 0
 * on comes in its turn, the delay of the last one is all that is kept: the pairs before it are complete, and whatever comes
 * again is known by its number.
 */
final class Ipdv {
    /** How far a packet may be overtaken and still be paired. */
    static final int WINDOW = 64;

    private static final long NOBODY = -1;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    /** The highest sequence number that came. */
    private long highest = NOBODY;
    /** The delay of that packet; kept while there is no window. */
    private long delayOfHighest;
    /** Null as long as every packet came in its turn. */
    private @Nullable Window window;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /**
     * Takes the next packet to arrive, and hands out each difference that it completes: none, one or two.
     *
     * @param sequence place in the order of sending, 0 or more
     * @param delay one-way delay, in any unit
     * @return false for a duplicate of a packet in the window
     */
    boolean received(long sequence, long delay, LongConsumer differences) {
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
        return receivedOutOfTurn(window, sequence, delay, differences);
    }

    private boolean receivedOutOfTurn(Window present, long sequence, long delay, LongConsumer differences) {
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
     * To be asked before {@link #received}, and to be believed only if that says that the packet is no duplicate (same
     * section).
     */
    boolean isLate(long sequence) {
        return sequence <= highest;
    }

    /** Fetches what the next packet will need into the processor's caches. */
    void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    /** Begins a new stream: sequence numbers start anew. */
    void restart() {
        highest = NOBODY;
        window = null;
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
}
