package pacewire.core.stats;

import org.jspecify.annotations.Nullable;

/**
 * A distribution of signed longs: count, least, greatest and sum are exact; in between, a value is known to three
 * significant digits. The unit is up to the caller. Recording allocates nothing once the range of values has been seen.
 *
 * <p>Negative values stand in buckets of their own, by magnitude.
 */
public final class Histogram {
    private final LogLinearCounts notNegative = new LogLinearCounts();
    private @Nullable LogLinearCounts negative;
    private final ExactSum sum = new ExactSum();
    private long count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    /** The value recorded last, and how often in a row: much of what is measured of packets is the same for each. */
    private long latest;

    private long repeats;

    public void record(long value) {
        if (value == latest) {
            repeats++;
        } else {
            settle();
            latest = value;
            repeats = 1;
        }
    }

    /** Counts what was recorded last: nothing but {@link #record} goes on without it. */
    private void settle() {
        long times = repeats;
        if (times == 1) {
            count(latest);
        } else {
            count(latest, times);
        }
        repeats = 0;
    }

    private void count(long value) {
        if (value >= 0) {
            notNegative.add(value);
        } else {
            negative().add(magnitude(value));
        }
        count++;
        sum.add(value);
        min = Math.min(min, value);
        max = Math.max(max, value);
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
        settle();
        count(value, times);
    }

    private void count(long value, long times) {
        if (times == 0) {
            return;
        }
        if (value >= 0) {
            notNegative.add(value, times);
        } else {
            negative().add(magnitude(value), times);
        }
        count += times;
        sum.add(value, times);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** Adds everything that another histogram holds. */
    public void merge(Histogram other) {
        settle();
        other.settle();
        notNegative.addAll(other.notNegative, other.firstBucket(), other.endBucket());
        if (other.negative != null) {
            negative().addAll(other.negative, other.firstNegativeBucket(), other.endNegativeBucket());
        }
        count += other.count;
        sum.add(other.sum);
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    /** Number of values recorded. */
    public long count() {
        return count + repeats;
    }

    /** What was recorded so far, frozen. */
    public HistogramSnapshot snapshot() {
        settle();
        if (count == 0) {
            return HistogramSnapshot.EMPTY;
        }
        int buckets = notNegative.bucketsInUse(firstBucket(), endBucket())
                + (negative == null ? 0 : negative.bucketsInUse(firstNegativeBucket(), endNegativeBucket()));
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
        LogLinearCounts below = negative;
        if (below == null) {
            return 0;
        }
        int used = 0;
        for (int bucket = endNegativeBucket() - 1; bucket >= firstNegativeBucket(); bucket--) {
            if (below.count(bucket) > 0) {
                lowest[used] = -LogLinearCounts.highestOf(bucket);
                highest[used] = -LogLinearCounts.lowestOf(bucket);
                counts[used] = below.count(bucket);
                used++;
            }
        }
        return used;
    }

    private void copyNotNegative(int from, long[] lowest, long[] highest, long[] counts) {
        int used = from;
        int end = endBucket();
        int bucket = notNegative.nextInUse(firstBucket(), end);
        while (bucket < end) {
            lowest[used] = LogLinearCounts.lowestOf(bucket);
            highest[used] = LogLinearCounts.highestOf(bucket);
            counts[used] = notNegative.count(bucket);
            used++;
            bucket = notNegative.nextInUse(bucket + 1, end);
        }
    }

    /** Where the buckets in use begin: all of them are tens of thousands, and those between least and greatest often few. */
    private int firstBucket() {
        return LogLinearCounts.indexOf(Math.max(min, 0));
    }

    private int endBucket() {
        return max < 0 ? 0 : LogLinearCounts.indexOf(max) + 1;
    }

    private int firstNegativeBucket() {
        return LogLinearCounts.indexOf(magnitude(Math.min(max, -1)));
    }

    private int endNegativeBucket() {
        return LogLinearCounts.indexOf(magnitude(min)) + 1;
    }

    private LogLinearCounts negative() {
        if (negative == null) {
            negative = new LogLinearCounts();
        }
        return negative;
    }

    /** The least long has no positive counterpart; its neighbour shares its bucket. */
    private static long magnitude(long negativeValue) {
        return negativeValue == Long.MIN_VALUE ? Long.MAX_VALUE : -negativeValue;
    }
}
