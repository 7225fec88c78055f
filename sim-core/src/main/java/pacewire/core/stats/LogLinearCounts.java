package pacewire.core.stats;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Counts of values that are not negative, in buckets of equal relative width: below 2048 each value has one of its own; above,
 * each doubling has 1024, so that a bucket's bounds differ by less than a thousandth. The layout is that of HdrHistogram (Tene,
 * "HdrHistogram: a high dynamic range histogram", 2014) with three significant digits; it is written out here because several
 * values are counted for every packet, and the index and the increment are all that this takes.
 */
final class LogLinearCounts {
    /** 2^11 is the least power of two that tells 1000 values of one doubling apart: three significant digits. */
    private static final int BITS = 11;

    private static final int EXACT = 1 << BITS;
    private static final int PER_DOUBLING = EXACT / 2;
    private static final int PER_DOUBLING_BITS = BITS - 1;

    /** Counts modulo 2^32, unsigned: half the memory of longs, which every packet touches in a dozen places. */
    private int[] counts = new int[0];
    /** What stands above the 32 bits of each count; null as long as nothing does. */
    private int @Nullable [] carries;

    /** Counts a value, 0 or more. */
    void add(long value) {
        int index = indexOf(value);
        if (index >= counts.length) {
            growTo(index);
        }
        if (++counts[index] == 0) {
            carries()[index]++;
        }
    }

    /** Counts a value, 0 or more, so many times. */
    void add(long value, long times) {
        int index = indexOf(value);
        if (index >= counts.length) {
            growTo(index);
        }
        set(index, count(index) + times);
    }

    /** Adds some buckets of another one: those from one on up to before another. */
    void addAll(LogLinearCounts other, int from, int end) {
        if (end > counts.length) {
            growTo(end - 1);
        }
        for (int index = other.nextInUse(from, end); index < end; index = other.nextInUse(index + 1, end)) {
            set(index, count(index) + other.count(index));
        }
    }

    long count(int index) {
        long low = Integer.toUnsignedLong(counts[index]);
        return carries == null ? low : low + ((long) carries[index] << Integer.SIZE);
    }

    /** How many buckets hold something, of those from one on up to before another. */
    int bucketsInUse(int from, int end) {
        int used = 0;
        for (int index = nextInUse(from, end); index < end; index = nextInUse(index + 1, end)) {
            used++;
        }
        return used;
    }

    /** The first bucket that holds something, from one on; {@code end} when none before that does. */
    int nextInUse(int from, int end) {
        int[] low = counts;
        int index = from;
        while (index < end && low[index] == 0 && (carries == null || carries[index] == 0)) {
            index++;
        }
        return index;
    }

    /** The bucket of a value, 0 or more. */
    static int indexOf(long value) {
        int shift = shiftOf(value);
        return (shift << PER_DOUBLING_BITS) + (int) (value >>> shift);
    }

    /** The least value of a bucket. */
    static long lowestOf(int index) {
        if (index < EXACT) {
            return index;
        }
        int shift = shiftOfBucket(index);
        return (long) (index - (shift << PER_DOUBLING_BITS)) << shift;
    }

    /** The greatest value of a bucket. */
    static long highestOf(int index) {
        return index < EXACT ? index : lowestOf(index) + (1L << shiftOfBucket(index)) - 1;
    }

    /** Low bits that a value's bucket does not tell apart. */
    private static int shiftOf(long value) {
        return Long.SIZE - BITS - Long.numberOfLeadingZeros(value | (EXACT - 1));
    }

    private static int shiftOfBucket(int index) {
        return (index >> PER_DOUBLING_BITS) - 1;
    }

    /** Grows by whole doublings: as often as the range of values doubles, which is soon over. */
    private void growTo(int index) {
        counts = Arrays.copyOf(counts, (index / PER_DOUBLING + 1) * PER_DOUBLING);
        if (carries != null) {
            carries = Arrays.copyOf(carries, counts.length);
        }
    }

    private void set(int index, long count) {
        int carry = (int) (count >>> Integer.SIZE);
        counts[index] = (int) count;
        if (carry > 0 || carries != null) {
            carries()[index] = carry;
        }
    }

    private int[] carries() {
        if (carries == null) {
            carries = new int[counts.length];
        }
        return carries;
    }
}
