package pacewire.core.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.stats.HistogramSnapshot.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistogramTest {
    @Test
    void nothingRecordedIsEmptyAndAnswersZero() {
        HistogramSnapshot nothing = new Histogram().snapshot();

        assertThat(nothing).isSameAs(HistogramSnapshot.EMPTY).hasToString("nothing recorded");
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.count()).isZero();
        assertThat(nothing.min()).isZero();
        assertThat(nothing.max()).isZero();
        assertThat(nothing.mean()).isZero();
        assertThat(nothing.percentile(99)).isZero();
        assertThat(nothing.countAbove(-1)).isZero();
        assertThat(nothing.complementary(10)).isEmpty();
    }

    @Test
    void aSingleZeroIsNotEmpty() {
        HistogramSnapshot zero = snapshotOf(0);

        assertThat(zero.isEmpty()).isFalse();
        assertThat(zero.count()).isEqualTo(1);
        assertThat(zero.percentile(50)).isZero();
    }

    /** Below 2048 every value has a bucket of its own, so that the nearest ranks of 1..1000 are exact. */
    @Test
    void percentilesAreOfTheNearestRank() {
        HistogramSnapshot thousand = snapshotOf(LongStream.rangeClosed(1, 1000).toArray());

        assertThat(thousand.percentile(0)).isEqualTo(1);
        assertThat(thousand.percentile(0.1)).isEqualTo(1);
        assertThat(thousand.percentile(0.11)).isEqualTo(2);
        assertThat(thousand.percentile(50)).isEqualTo(500);
        assertThat(thousand.percentile(99)).isEqualTo(990);
        // In binary 99.9 / 100 * 1000 is a little more than 999; the rank must not become 1000.
        assertThat(thousand.percentile(99.9)).isEqualTo(999);
        assertThat(thousand.percentile(100)).isEqualTo(1000);
    }

    @Test
    void negativeValuesAreInOrderWithTheOthers() {
        HistogramSnapshot signed = snapshotOf(-3, -2, -1, 0, 1, 2, 3);

        assertThat(signed.min()).isEqualTo(-3);
        assertThat(signed.max()).isEqualTo(3);
        assertThat(signed.mean()).isZero();
        assertThat(LongStream.of(
                        signed.percentile(1), signed.percentile(40), signed.percentile(50), signed.percentile(70)))
                .containsExactly(-3L, -1L, 0L, 1L);
        assertThat(signed.countAbove(-2)).isEqualTo(5);
    }

    @Test
    void aConstantIsKnownExactlyHoweverLarge() {
        HistogramSnapshot constant = snapshotOf(123_456_789_012_345L, 123_456_789_012_345L);

        assertThat(constant.percentile(50)).isEqualTo(123_456_789_012_345L);
        assertThat(constant.percentile(99.9)).isEqualTo(123_456_789_012_345L);
    }

    @Test
    void theEndsOfTheLongRangeAreKept() {
        HistogramSnapshot ends = snapshotOf(Long.MIN_VALUE, Long.MAX_VALUE);

        assertThat(ends.min()).isEqualTo(Long.MIN_VALUE);
        assertThat(ends.max()).isEqualTo(Long.MAX_VALUE);
        assertThat(ends.percentile(100)).isEqualTo(Long.MAX_VALUE);
        assertThat(ends.countAbove(0)).isEqualTo(1);
        // -2^63 + 2^63 - 1 = -1, of two values.
        assertThat(ends.mean()).isEqualTo(-0.5);
    }

    @Test
    void theSumDoesNotOverflow() {
        Histogram histogram = new Histogram();
        histogram.recordTimes(Long.MAX_VALUE, 1_000_000_000_000L);
        histogram.recordTimes(Long.MIN_VALUE, 3);

        HistogramSnapshot snapshot = histogram.snapshot();

        BigInteger expected = BigInteger.valueOf(Long.MAX_VALUE)
                .multiply(BigInteger.valueOf(1_000_000_000_000L))
                .add(BigInteger.valueOf(Long.MIN_VALUE).multiply(BigInteger.valueOf(3)));
        assertThat(snapshot.sum()).isEqualTo(expected);
        assertThat(snapshot.count()).isEqualTo(1_000_000_000_003L);
    }

    /** Two of the greatest long, or two of the least, no long holds together. */
    @Test
    void theSumOfSingleValuesDoesNotOverflow() {
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);

        assertThat(snapshotOf(Long.MAX_VALUE, Long.MAX_VALUE, 1).sum())
                .isEqualTo(most.add(most).add(BigInteger.ONE));
        assertThat(snapshotOf(Long.MIN_VALUE, Long.MIN_VALUE, -1).sum())
                .isEqualTo(least.add(least).subtract(BigInteger.ONE));
    }

    @Test
    void aValueRecordedZeroTimesLeavesNoTrace() {
        Histogram histogram = new Histogram();
        histogram.recordTimes(5, 0);

        assertThat(histogram.count()).isZero();
        assertThat(histogram.snapshot().isEmpty()).isTrue();
    }

    @Test
    void aNegativeNumberOfTimesIsRefused() {
        assertThatThrownBy(() -> new Histogram().recordTimes(5, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value is recorded 0 times or more, not -1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
    void aPercentileBeyondTheWholeIsRefused(double percent) {
        assertThatThrownBy(() -> snapshotOf(1).percentile(percent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSnapshotDoesNotChangeAnyMore() {
        Histogram histogram = new Histogram();
        histogram.record(1);
        HistogramSnapshot before = histogram.snapshot();
        histogram.record(1000);

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.max()).isEqualTo(1);
        assertThat(histogram.snapshot().count()).isEqualTo(2);
    }

    @Test
    void whatRepeatsCountsEachTimeWheneverOneLooks() {
        Histogram histogram = new Histogram();
        histogram.record(0);
        histogram.record(0);
        assertThat(histogram.count()).isEqualTo(2);
        histogram.record(-5);
        histogram.record(-5);
        histogram.record(-5);
        histogram.record(7);
        Histogram other = new Histogram();
        other.record(7);
        other.record(7);

        histogram.merge(other);

        // Two of 0, three of -5, one of 7 and two more: 0 - 15 + 21.
        HistogramSnapshot snapshot = histogram.snapshot();
        assertThat(histogram.count()).isEqualTo(8);
        assertThat(snapshot.count()).isEqualTo(8);
        assertThat(snapshot.min()).isEqualTo(-5);
        assertThat(snapshot.max()).isEqualTo(7);
        assertThat(snapshot.mean()).isEqualTo(6.0 / 8);
        assertThat(snapshot.percentile(37.5)).isEqualTo(-5);
        assertThat(snapshot.percentile(62.5)).isEqualTo(0);
        assertThat(snapshot.percentile(62.6)).isEqualTo(7);
    }

    @Test
    void mergingIsRecordingEverythingInOne() {
        Histogram left = histogramOf(-5, 1_000_000, 7);
        Histogram right = histogramOf(-70_000, 3, 12_345_678_901L);
        left.merge(right);
        left.merge(new Histogram());

        assertThat(left.snapshot())
                .isEqualTo(snapshotOf(-5, 1_000_000, 7, -70_000, 3, 12_345_678_901L))
                .hasSameHashCodeAs(snapshotOf(-5, 1_000_000, 7, -70_000, 3, 12_345_678_901L));
    }

    @Test
    void differentDistributionsAreNotEqual() {
        assertThat(snapshotOf(1, 2)).isNotEqualTo(snapshotOf(1, 3)).isNotEqualTo(snapshotOf(1, 2, 2));
    }

    @Test
    void countAboveLeavesOutTheBucketOfTheValue() {
        // 1,000,000 and 1,000,100 share a bucket (512 wide there); 1,001,000 does not.
        HistogramSnapshot snapshot = snapshotOf(1_000_000, 1_000_100, 1_001_000);

        assertThat(snapshot.countAbove(1_000_000)).isEqualTo(1);
        assertThat(snapshot.countAbove(999_999)).isEqualTo(3);
        assertThat(snapshot.countAbove(1_001_000)).isZero();
    }

    @Test
    void theComplementaryDistributionOfFewValuesShowsEachOfThem() {
        assertThat(snapshotOf(10, 20, 20, 30).complementary(10))
                .containsExactly(new Point(10, 0.75), new Point(20, 0.25), new Point(30, 0));
    }

    /** 10,000 values 1..10,000: on the logarithmic axis the curve must reach the rarest of them with few points. */
    @Test
    void theComplementaryDistributionOfManyValuesIsThinnedEvenlyOnALogarithmicAxis() {
        List<Point> points =
                snapshotOf(LongStream.rangeClosed(1, 10_000).toArray()).complementary(41);

        assertThat(points).hasSizeBetween(30, 41);
        assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.value(), b.value()));
        assertThat(points.get(points.size() - 1)).isEqualTo(new Point(10_000, 0));
        // Four decades in 40 steps: no two neighbours above the last bucket (8 wide) lie more than two tenths apart.
        for (int i = 1; i < points.size() - 1 && points.get(i).shareAbove() > 0.002; i++) {
            double ratio = points.get(i - 1).shareAbove() / points.get(i).shareAbove();
            assertThat(ratio).isBetween(1.0, Math.pow(10, 0.2));
        }
    }

    @Test
    void aCurveOfOnePointIsRefused() {
        assertThatThrownBy(() -> snapshotOf(1).complementary(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSnapshotSaysWhatItHolds() {
        assertThat(snapshotOf(1, 2, 3)).hasToString("3 values: min 1, mean 2.0, p50 2, p99 3, max 3");
    }

    /** Against the sorted sample: exact ends and mean, percentiles not below the true one and at most 0.1 % above. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyQuestionIsAnsweredAsTheSortedSampleWould(long seed) {
        RandomStream random = new RandomStreams(seed).stream("sample");
        long[] values = LongStream.generate(() -> random.nextLong() >> random.nextInt(64))
                .limit(5000)
                .toArray();
        HistogramSnapshot snapshot = snapshotOf(values);
        Arrays.sort(values);

        assertThat(snapshot.min()).isEqualTo(values[0]);
        assertThat(snapshot.max()).isEqualTo(values[4999]);
        assertThat(snapshot.mean()).isEqualTo(exactMean(values));
        for (double percent : new double[] {0.02, 1, 25, 50, 75, 90, 99, 99.9, 99.98}) {
            long exact = values[(int) Math.ceil(Math.round(percent * 50 * 1e6) / 1e6) - 1];
            long tolerance = Math.abs(exact / 1000);
            assertThat(snapshot.percentile(percent)).isBetween(exact, Math.max(exact, exact + tolerance));
        }
        long[] above = {values[100], values[2500], values[4900], 0, -1};
        for (long value : above) {
            long exact = LongStream.of(values).filter(v -> v > value).count();
            long withOwnBucket = LongStream.of(values)
                    .filter(v -> v > value && !isNear(v, value))
                    .count();
            assertThat(snapshot.countAbove(value)).isBetween(withOwnBucket, exact);
        }
    }

    private static boolean isNear(long a, long b) {
        return Math.abs((double) a - b) <= Math.abs((double) b) / 1000;
    }

    private static double exactMean(long... values) {
        BigInteger sum = LongStream.of(values).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        return new BigDecimal(sum)
                .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                .doubleValue();
    }

    private static HistogramSnapshot snapshotOf(long... values) {
        return histogramOf(values).snapshot();
    }

    private static Histogram histogramOf(long... values) {
        Histogram histogram = new Histogram();
        LongStream.of(values).forEach(histogram::record);
        return histogram;
    }
}
