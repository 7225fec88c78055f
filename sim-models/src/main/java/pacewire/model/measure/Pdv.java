package pacewire.model.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Packet delay variation (RFC 5481, section 4.2): the one-way delay of each packet minus the least of the evaluation interval.
 * Which packet has the least is known only at the end, so the whole sample is kept: eight bytes a packet, in chunks that are
 * never copied.
 */
public final class Pdv {
    private static final int FIRST_CHUNK = 64;
    private static final int LARGEST_CHUNK = 8192;

    private final List<long[]> full = new ArrayList<>();
    private long[] chunk = new long[0];
    private int used;
    private long least = Long.MAX_VALUE;

    /** Takes the delay of a packet, in any unit. */
    public void received(long delay) {
        if (used == chunk.length) {
            nextChunk();
        }
        chunk[used++] = delay;
        least = Math.min(least, delay);
    }

    /** Hands out the variation of each packet, in order of arrival, once the interval is over. */
    public void forEach(LongConsumer variations) {
        for (long[] delays : full) {
            Arrays.stream(delays).forEach(delay -> variations.accept(delay - least));
        }
        for (int i = 0; i < used; i++) {
            variations.accept(chunk[i] - least);
        }
    }

    private void nextChunk() {
        if (used > 0) {
            full.add(chunk);
        }
        chunk = new long[Math.max(FIRST_CHUNK, Math.min(2 * chunk.length, LARGEST_CHUNK))];
        used = 0;
    }
}
