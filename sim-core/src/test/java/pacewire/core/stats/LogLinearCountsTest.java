package pacewire.core.stats;

import java.util.SplittableRandom;

import org.HdrHistogram.HistogramIterationValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinearCountsTest {
    @Test
    void everyValueBelow2048HasABucketOfItsOwn() {
        for (int value = 0; value < 2048; value++) {
            assertThat(LogLinearCounts.indexOf(value)).isEqualTo(value);
            assertThat(LogLinearCounts.lowestOf(value)).isEqualTo(value);
            assertThat(LogLinearCounts.highestOf(value)).isEqualTo(value);
        }
    }

    /** From 2048 on two values share a bucket, from 4096 on four, and so on; 2^63 - 1 is in the last of 52 * 1024 + 2048. */
    @Test
    void eachDoublingHas1024Buckets() {
        assertThat(LogLinearCounts.indexOf(2048)).isEqualTo(2048);
        assertThat(LogLinearCounts.indexOf(2049)).isEqualTo(2048);
        assertThat(LogLinearCounts.indexOf(2050)).isEqualTo(2049);
        assertThat(LogLinearCounts.indexOf(4095)).isEqualTo(3071);
        assertThat(LogLinearCounts.indexOf(4096)).isEqualTo(3072);
        assertThat(LogLinearCounts.highestOf(3072)).isEqualTo(4099);
        assertThat(LogLinearCounts.indexOf(Long.MAX_VALUE)).isEqualTo(52 * 1024 + 2047);
        assertThat(LogLinearCounts.highestOf(52 * 1024 + 2047)).isEqualTo(Long.MAX_VALUE);
    }

    /** The buckets, their bounds and their counts are those of the library whose layout it is. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void bucketsAndCountsAreThoseOfHdrHistogram(long seed) {
        SplittableRandom values = new SplittableRandom(seed);
        org.HdrHistogram.Histogram theirs = new org.HdrHistogram.Histogram(3);
        LogLinearCounts ours = new LogLinearCounts();
        for (int i = 0; i < 20_000; i++) {
            // Every magnitude from 1 bit to 62 alike.
            long value = values.nextLong() >>> values.nextInt(2, 64);
            long times = values.nextLong(1, 4);
            theirs.recordValueWithCount(value, times);
            ours.add(value, times);
        }
        int used = 0;
        for (HistogramIterationValue bucket : theirs.recordedValues()) {
            int index = LogLinearCounts.indexOf(bucket.getValueIteratedTo());
            assertThat(ours.count(index)).isEqualTo(bucket.getCountAtValueIteratedTo());
            assertThat(LogLinearCounts.highestOf(index)).isEqualTo(bucket.getValueIteratedTo());
            assertThat(LogLinearCounts.lowestOf(index))
                    .isEqualTo(theirs.lowestEquivalentValue(bucket.getValueIteratedTo()));
            used++;
        }
        int end = LogLinearCounts.indexOf(theirs.getMaxValue()) + 1;
        assertThat(ours.bucketsInUse(0, end)).isEqualTo(used);
        assertThat(ours.bucketsInUse(end - 1, end)).isEqualTo(1);
    }

    /** 2^32 - 1 is the most that 32 bits hold; one more is carried, and what is carried grows and adds up with the rest. */
    @Test
    void countsGoOnBeyond32Bits() {
        LogLinearCounts counts = new LogLinearCounts();
        counts.add(7, (1L << 32) - 1);
        counts.add(7);
        assertThat(counts.count(7)).isEqualTo(1L << 32);
        assertThat(counts.bucketsInUse(0, 8)).isEqualTo(1);

        counts.add(1_000_000, 5L << 32);
        counts.add(7);
        LogLinearCounts twice = new LogLinearCounts();
        twice.add(7, 3);
        int end = LogLinearCounts.indexOf(1_000_000) + 1;
        twice.addAll(counts, 0, end);
        twice.addAll(counts, 0, end);

        assertThat(twice.count(7)).isEqualTo((2L << 32) + 5);
        assertThat(twice.count(LogLinearCounts.indexOf(1_000_000))).isEqualTo(10L << 32);
        assertThat(twice.count(8)).isZero();
    }
}
