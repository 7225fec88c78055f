package pacewire.cli.check;

import java.util.Arrays;

/** Finds where the next few lines stood before: the latest place, through a hash table of all places. */
final class LineRepeats {
    /** Shorter repetitions are no shorter to write. */
    private static final int SHORTEST = 6;

    private static final int NOWHERE = -1;
    private static final int FEWEST_SLOTS = 1 << 8;
    private static final int MOST_SLOTS = 1 << 22;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final int[] ids;
    private final int[] latest;

    /** Lines by number: equal numbers are equal lines. */
    LineRepeats(int[] ids) {
        this.ids = ids;
        int slots = Integer.highestOneBit(Math.max(FEWEST_SLOTS, Math.min(MOST_SLOTS / 2, ids.length))) * 2;
        latest = new int[slots];
        Arrays.fill(latest, NOWHERE);
    }

    /** Where the lines from {@code at} on stood before; negative when nowhere that is remembered. */
    int earlier(int at) {
        if (at + SHORTEST > ids.length) {
            return NOWHERE;
        }
        int from = latest[slot(at)];
        return from != NOWHERE && length(from, at) >= SHORTEST ? from : NOWHERE;
    }

    /** How many lines from {@code at} on are the same as those from {@code from} on; they may overlap. */
    int length(int from, int at) {
        int length = 0;
        while (at + length < ids.length && ids[from + length] == ids[at + length]) {
            length++;
        }
        return length;
    }

    /** Remembers where lines stand. */
    void learn(int from, int to) {
        for (int at = from; at < to && at + SHORTEST <= ids.length; at++) {
            latest[slot(at)] = at;
        }
    }

    private int slot(int at) {
        long hash = 0;
        for (int i = 0; i < SHORTEST; i++) {
            hash = (hash + ids[at + i] + 1) * MULTIPLIER;
        }
        return (int) (hash >>> 40) & (latest.length - 1);
    }
}
