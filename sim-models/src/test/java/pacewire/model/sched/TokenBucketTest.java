package pacewire.model.sched;

import java.math.BigInteger;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenBucketTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void isFullAtFirstAndFillsAtItsRate() {
        // 8 kbps are 1 byte a millisecond.
        TokenBucket bucket = new TokenBucket(DataRate.parse("8 kbps"), 100);

        assertThat(bucket.tokens(0)).isEqualTo(100);
        bucket.take(70, 5 * SimTime.MILLISECOND);

        assertThat(bucket.tokens(5 * SimTime.MILLISECOND)).isEqualTo(30);
        assertThat(bucket.holdsPs(30)).isEqualTo(5 * SimTime.MILLISECOND);
        assertThat(bucket.holdsPs(31)).isEqualTo(6 * SimTime.MILLISECOND);
        assertThat(bucket.tokens(6 * SimTime.MILLISECOND - 1)).isEqualTo(30);
        assertThat(bucket.tokens(6 * SimTime.MILLISECOND)).isEqualTo(31);
        // It is full after 75 ms, and never fuller.
        assertThat(bucket.tokens(SimTime.SECOND)).isEqualTo(100);
    }

    @Test
    void roundsTheInstantUpAndCarriesTheRest() {
        // At 7 bps a byte takes 8/7 s: 1,142,857,142,857 1/7 ps. Seven of them take 8 s to the picosecond.
        TokenBucket bucket = new TokenBucket(new DataRate(7), 1);
        long now = 0;
        for (int packet = 0; packet < 7; packet++) {
            bucket.take(1, now);
            now = bucket.holdsPs(1);
            if (packet == 0) {
                assertThat(now).isEqualTo(1_142_857_142_858L);
            }
        }
        // Each waits for a whole tick, from which the next one's time counts: 7 times 6/7 ps are lost in a greedy
        // sequence
        // that empties the bucket each time, because it cannot hold the fraction.
        assertThat(now).isEqualTo(8 * SimTime.SECOND + 6);

        // A bucket with room keeps the fraction.
        TokenBucket roomy = new TokenBucket(new DataRate(7), 2);
        roomy.take(1, 0);
        now = 0;
        for (int packet = 0; packet < 7; packet++) {
            roomy.take(1, now);
            now = roomy.holdsPs(1);
        }
        assertThat(now).isEqualTo(8 * SimTime.SECOND);
    }

    @Test
    void refusesABucketThatTheClockCannotFill() {
        assertThatThrownBy(() -> new TokenBucket(new DataRate(1), 1_000_000_000L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000000 bytes")
                .hasMessageContaining("1 bps");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithALevelInExactFractions(long seed) {
        RandomStream random = new RandomStreams(seed).stream("bucket");
        long bitsPerSecond = 1 + random.nextLong(seed % 2 == 0 ? 20 : DataRate.LARGEST_BITS_PER_SECOND);
        int burst = 1 + random.nextInt(20_000);
        TokenBucket bucket = new TokenBucket(new DataRate(bitsPerSecond), burst);
        Rational bytesPerPs = Rational.of(bitsPerSecond).dividedBy(Rational.of(RateClock.PS_PER_BYTE_AT_1_BPS));
        Rational level = Rational.of(burst);
        long levelPs = 0;
        for (int packet = 0; packet < 300; packet++) {
            int bytes = 1 + random.nextInt(burst);
            Rational missing = Rational.of(bytes).minus(level);
            BigInteger waitPs = missing.dividedBy(bytesPerPs).ceiling().max(BigInteger.ZERO);
            long expectedPs = levelPs + waitPs.longValueExact();
            assertThat(Math.max(levelPs, bucket.holdsPs(bytes))).isEqualTo(expectedPs);

            long late = random.nextInt(3) == 0 ? random.nextLong(2 * waitPs.longValueExact() + 2) : 0;
            long now = expectedPs + late;
            level = level.plus(bytesPerPs.times(now - levelPs)).min(Rational.of(burst));
            assertThat(bucket.tokens(now)).isEqualTo(level.floor().longValueExact());
            level = level.minus(Rational.of(bytes));
            levelPs = now;
            bucket.take(bytes, now);
        }
    }
}
