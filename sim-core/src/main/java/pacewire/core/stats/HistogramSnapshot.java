package pacewire.core.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A frozen distribution of longs, in the unit of whoever recorded it. Count, least, greatest and mean are exact; where a
 * value in between is asked for, it is the upper end of its bucket, at most 0.1 % above what was recorded.
 */
public final class HistogramSnapshot {
    /** The distribution of nothing. */
    public static final HistogramSnapshot EMPTY =
            new HistogramSnapshot(0, 0, BigInteger.ZERO, new long[0], new long[0], new long[0]);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final long min;
    private final long max;
    private final BigInteger sum;
    /** Ends of the buckets in use, ascending, both inclusive. */
    private final long[] lowest;

    private final long[] highest;
    /** Values up to and in each bucket. */
    private final long[] cumulative;

    /** Takes the arrays over; only {@link Histogram} makes them. */
    HistogramSnapshot(long min, long max, BigInteger sum, long[] lowest, long[] highest, long[] cumulative) {
        this.min = min;
        this.max = max;
        this.sum = sum;
        this.lowest = lowest;
        this.highest = highest;
        this.cumulative = cumulative;
    }

    /**
     * A point of a complementary distribution.
     *
     * @param value the value
     * @param shareAbove the share of all values that are greater, 0 to below 1
     */
    public record Point(long value, double shareAbove) {}

    /** Whether nothing was recorded; then every other question is answered with 0. */
    public boolean isEmpty() {
        return cumulative.length == 0;
    }

    /** Number of values recorded. */
    public long count() {
        return isEmpty() ? 0 : cumulative[cumulative.length - 1];
    }

    /** The least value, exactly; 0 when empty. */
    public long min() {
        return min;
    }

    /** The greatest value, exactly; 0 when empty. */
    public long max() {
        return max;
    }

    /** The sum of all values, exactly. */
    public BigInteger sum() {
        return sum;
    }

    /** The exact sum over the count; 0 when empty. */
    public double mean() {
        return isEmpty() ? 0 : ExactSum.quotient(sum, count());
    }

    /**
     * The value below or at which so many percent of the values lie (nearest rank), to three digits and within the least and
     * the greatest; 0 when empty.
     *
     * @param percent 0 (the least) to 100 (the greatest)
     */
    public long percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a percentile is of 0 to 100 percent, not of " + percent);
        }
        if (isEmpty()) {
            return 0;
        }
        if (percent == 0) {
            return min;
        }
        return clamped(highest[bucketOfRank(rankOf(percent))]);
    }

    /** How many values are greater than a value; those in the same bucket (0.1 %) are not. */
    public long countAbove(long value) {
        if (isEmpty() || value >= max) {
            return 0;
        }
        if (value < min) {
            return count();
        }
        int found = Arrays.binarySearch(lowest, value);
        int lastNotAbove = found >= 0 ? found : -found - 2;
        return lastNotAbove < 0 ? count() : count() - cumulative[lastNotAbove];
    }

    /**
     * Points of the complementary distribution, ascending by value, the last one (greatest, 0). When there are more buckets
     * than points, the points are spread evenly over the logarithm of the share, as the chart's axis is.
     *
     * @param maxPoints at least 2
     */
    public List<Point> complementary(int maxPoints) {
        if (maxPoints < 2) {
            throw new IllegalArgumentException("a curve has at least 2 points, not " + maxPoints);
        }
        List<Point> points = new ArrayList<>(Math.min(maxPoints, cumulative.length));
        int last = cumulative.length - 1;
        int step = -1;
        for (int bucket = 0; bucket <= last; bucket++) {
            int bucketStep = last < maxPoints ? bucket : stepOfShare(bucket, maxPoints - 1);
            if (bucketStep > step || bucket == last) {
                points.add(new Point(clamped(highest[bucket]), shareAbove(bucket)));
                step = bucketStep;
            }
        }
        return List.copyOf(points);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof HistogramSnapshot other
                && min == other.min
                && max == other.max
                && sum.equals(other.sum)
                && Arrays.equals(highest, other.highest)
                && Arrays.equals(cumulative, other.cumulative);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cumulative) * 31 + sum.hashCode();
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "nothing recorded"
                : count() + " values: min " + min + ", mean " + mean() + ", p50 " + percentile(50) + ", p99 "
                        + percentile(99) + ", max " + max;
    }

    /** {@code ceil(percent / 100 * count)}, at least 1, in decimals: in binary, 99.9 % of 1000 would be more than 999. */
    private long rankOf(double percent) {
        return BigDecimal.valueOf(percent)
                .multiply(BigDecimal.valueOf(count()))
                .divide(HUNDRED, 0, RoundingMode.CEILING)
                .longValueExact();
    }

    private int bucketOfRank(long rank) {
        int found = Arrays.binarySearch(cumulative, rank);
        return found >= 0 ? found : -found - 1;
    }

    private double shareAbove(int bucket) {
        return (double) (count() - cumulative[bucket]) / count();
    }

    /** Which of so many equal steps, from share 1 down to 1 / count on a logarithmic axis, a bucket's share falls into. */
    private int stepOfShare(int bucket, int steps) {
        long above = count() - cumulative[bucket];
        if (above == 0) {
            return steps;
        }
        double depth = -StrictMath.log((double) above / count()) / StrictMath.log((double) count());
        return (int) Math.min(depth * (steps - 1), steps - 1.0);
    }

    private long clamped(long value) {
        return Math.max(min, Math.min(max, value));
    }
}
