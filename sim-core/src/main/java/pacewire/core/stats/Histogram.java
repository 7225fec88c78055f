package pacewire.core.stats;

import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of signed longs: count, least, greatest and sum are exact; in between, a value is known to three
 * significant digits. The unit is up to the caller. Recording allocates nothing once the range of values has been seen.
 *
 * <p>Buckets are those of HdrHistogram (Tene), which takes no negative values: those stand in a second one by magnitude.
 */
public final class Histogram {
    private static final int SIGNIFICANT_DIGITS = 3;

    private @Nullable Buckets notNegative;
    private @Nullable Buckets negative;
    private final ExactSum sum = new ExactSum();
    private long count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    public void record(long value) {
        recordTimes(value, 1);
    }

    /**
     * Records a value so many times.
     *
     * @param times 0 or more
     */
    public void recordTimes(long value, long times) {
        if (times < 0) {
            throw new IllegalArgumentException("a value is recorded 0 times or more, not " + times);
        }
        if (times == 0) {
            return;
        }
        if (value >= 0) {
            notNegative().recordValueWithCount(value, times);
        } else {
            negative().recordValueWithCount(magnitude(value), times);
        }
        count += times;
        sum.add(value, times);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** Adds everything that another histogram holds. */
    public void merge(Histogram other) {
        if (other.notNegative != null) {
            notNegative().add(other.notNegative);
        }
        if (other.negative != null) {
            negative().add(other.negative);
        }
        count += other.count;
        sum.add(other.sum);
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    /** Number of values recorded. */
    public long count() {
        return count;
    }

    /** What was recorded so far, frozen. */
    public HistogramSnapshot snapshot() {
        if (count == 0) {
            return HistogramSnapshot.EMPTY;
        }
        int buckets = bucketsInUse(negative) + bucketsInUse(notNegative);
        long[] lowest = new long[buckets];
        long[] highest = new long[buckets];
        long[] cumulative = new long[buckets];
        int used = copyNegative(lowest, highest, cumulative);
        copyNotNegative(used, lowest, highest, cumulative);
        long below = 0;
        for (int i = 0; i < buckets; i++) {
            below += cumulative[i];
            cumulative[i] = below;
        }
        return new HistogramSnapshot(min, max, sum.value(), lowest, highest, cumulative);
    }

    /** The buckets of the negative values, greatest magnitude first: ascending by value. Returns how many. */
    private int copyNegative(long[] lowest, long[] highest, long[] counts) {
        if (negative == null) {
            return 0;
        }
        int buckets = bucketsInUse(negative);
        int index = buckets;
        for (HistogramIterationValue bucket : negative.recordedValues()) {
            index--;
            lowest[index] = -bucket.getValueIteratedTo();
            highest[index] = -negative.lowestEquivalentValue(bucket.getValueIteratedTo());
            counts[index] = bucket.getCountAtValueIteratedTo();
        }
        return buckets;
    }

    private void copyNotNegative(int from, long[] lowest, long[] highest, long[] counts) {
        if (notNegative == null) {
            return;
        }
        int index = from;
        for (HistogramIterationValue bucket : notNegative.recordedValues()) {
            lowest[index] = notNegative.lowestEquivalentValue(bucket.getValueIteratedTo());
            highest[index] = bucket.getValueIteratedTo();
            counts[index] = bucket.getCountAtValueIteratedTo();
            index++;
        }
    }

    private static int bucketsInUse(@Nullable Buckets buckets) {
        int used = 0;
        if (buckets != null) {
            for (HistogramIterationValue bucket : buckets.recordedValues()) {
                used += bucket.getCountAtValueIteratedTo() > 0 ? 1 : 0;
            }
        }
        return used;
    }

    private Buckets notNegative() {
        if (notNegative == null) {
            notNegative = new Buckets();
        }
        return notNegative;
    }

    private Buckets negative() {
        if (negative == null) {
            negative = new Buckets();
        }
        return negative;
    }

    /** The least long has no positive counterpart; its neighbour shares its bucket. */
    private static long magnitude(long negativeValue) {
        return negativeValue == Long.MIN_VALUE ? Long.MAX_VALUE : -negativeValue;
    }

    /** Starts small and grows with the values it sees. */
    private static final class Buckets extends org.HdrHistogram.Histogram {
        private static final long serialVersionUID = 1L;

        Buckets() {
            super(SIGNIFICANT_DIGITS);
        }
    }
}
