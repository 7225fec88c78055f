package pacewire.core.trace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class DigestTest {
    /** With nothing taken, the length plays no part: the value is the published XXH64 of no bytes with seed 0. */
    @Test
    void theDigestOfNothingIsThatOfXxh64() {
        assertThat(new Digest().toHex()).isEqualTo("ef46db3751d8e999");
    }

    /** Literals from an independent program after the specification's steps. */
    @Test
    void theDigestFollowsTheSpecificationsSteps() {
        assertThat(digestOf(0).toHex()).isEqualTo("29d9cf47228e4e37");
        assertThat(digestOf(1).toHex()).isEqualTo("245c3675bc90c5c8");
        assertThat(digestOf(-1).toHex()).isEqualTo("9f93cf8780d74062");
        assertThat(digestOf(1, 2).toHex()).isEqualTo("cf3852f56ffbc6ac");
    }

    @Test
    void theOrderMatters() {
        assertThat(digestOf(2, 1).toHex())
                .isEqualTo("e6290955389afb0a")
                .isNotEqualTo(digestOf(1, 2).toHex());
    }

    @Test
    void sequencesOfZerosDifferByTheirLength() {
        assertThat(digestOf(0, 0).toHex())
                .isEqualTo("ed4892122802cd4a")
                .isNotEqualTo(digestOf(0).toHex());
    }

    @Test
    void readingTheValueChangesNothing() {
        Digest read = digestOf(1);
        read.value();
        read.update(2);

        assertThat(read.value()).isEqualTo(digestOf(1, 2).value());
    }

    @Test
    void theHexadecimalFormKeepsLeadingZeros() {
        Digest digest = new Digest();
        RandomStream random = new RandomStreams(1).stream("hex");
        while (digest.value() >>> 60 != 0) {
            digest.update(random.nextLong());
        }

        assertThat(digest.toHex()).hasSize(16).startsWith("0");
    }

    /**
     * Well mixed: flipping one bit of the input flips each bit of the value with probability 1/2. Over 64 * 64 = 4096 input
     * and output bits of one sequence, the flips are about binomial: mean 2048, sd 32; five of them are 160.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void oneFlippedBitChangesHalfTheDigest(long seed) {
        long input = new RandomStreams(seed).stream("bits").nextLong();
        int flipped = 0;
        for (int bit = 0; bit < 64; bit++) {
            flipped += Long.bitCount(
                    digestOf(input).value() ^ digestOf(input ^ (1L << bit)).value());
        }

        assertThat(flipped).isBetween(2048 - 160, 2048 + 160);
    }

    @Test
    void theTraceOfNothingTakesEverything() {
        for (TracePoint point : TracePoint.values()) {
            Trace.NONE.record(0, point, 1, 2);
            assertThat(point.key()).isEqualTo(point.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static Digest digestOf(long... values) {
        Digest digest = new Digest();
        for (long value : values) {
            digest.update(value);
        }
        return digest;
    }
}
