package pacewire.model.measure;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Delay variation between packets sent one after the other (RFC 3393; RFC 5481 section 4.1): the one-way delay of packet k + 1
 * minus that of packet k, signed. It is defined only when both arrive, in whichever order: the second to come completes the
 * pair. Its magnitude is the jitter of RFC 4689, section 3.2.5, where nothing is lost or overtaken.
 *
 * <p>Delays are kept for the last {@value #WINDOW} sequence numbers up to the highest that came. A packet that comes later
 * than that is not paired, as if lost. Of duplicates the first counts (RFC 2679, section 3.6).
 */
public final class Ipdv {
    /** How far a packet may be overtaken and still be paired. */
    public static final int WINDOW = 64;

    private static final long NOBODY = Long.MIN_VALUE;

    private final long[] sequences = new long[WINDOW];
    private final long[] delays = new long[WINDOW];
    private long highest = NOBODY;

    public Ipdv() {
        restart();
    }

    /**
     * Takes the next packet to arrive, and hands out each difference that it completes: none, one or two.
     *
     * @param sequence place in the order of sending, 0 or more
     * @param delay one-way delay, in any unit
     * @return false for a duplicate of a packet in the window
     */
    public boolean received(long sequence, long delay, LongConsumer differences) {
        if (isKnown(sequence)) {
            return false;
        }
        if (highest != NOBODY && sequence <= highest - WINDOW) {
            return true;
        }
        keep(sequence, delay);
        if (sequence > 0 && isKnown(sequence - 1)) {
            differences.accept(delay - delays[slot(sequence - 1)]);
        }
        if (isKnown(sequence + 1)) {
            differences.accept(delays[slot(sequence + 1)] - delay);
        }
        return true;
    }

    /** Begins a new stream: sequence numbers start anew. */
    public void restart() {
        Arrays.fill(sequences, NOBODY);
        highest = NOBODY;
    }

    private void keep(long sequence, long delay) {
        sequences[slot(sequence)] = sequence;
        delays[slot(sequence)] = delay;
        highest = Math.max(highest, sequence);
    }

    private boolean isKnown(long sequence) {
        return sequences[slot(sequence)] == sequence;
    }

    private static int slot(long sequence) {
        return (int) (sequence & (WINDOW - 1));
    }
}
