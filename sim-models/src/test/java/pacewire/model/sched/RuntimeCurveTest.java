package pacewire.model.sched;

import java.math.BigInteger;
import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class RuntimeCurveTest {
    private static final long MBPS = 1_000_000;
    private static final long MS = 1_000_000_000L;

    private static RuntimeCurve from(ServiceCurve curve, long x, long y) {
        return RuntimeCurve.from(curve, x, y, new WideDivision());
    }

    private static List<Long> times(RuntimeCurve curve, long... bytes) {
        return java.util.Arrays.stream(bytes).map(curve::timeOf).boxed().toList();
    }

    /** 8 Mbps for 2 ms, 2000 bytes; then 1 Mbps, a byte in 8 us. */
    @Test
    void timesAreReadFromBothSegments() {
        RuntimeCurve curve = from(new ServiceCurve(8 * MBPS, 2 * MS, MBPS), 10 * MS, 500);
        assertThat(times(curve, 0, 500, 1500, 2500, 2501, 3500))
                .containsExactly(10 * MS, 10 * MS, 11 * MS, 12 * MS, 12 * MS + 8_000_000, 20 * MS);
    }

    /** 3 Mbps: a byte in 8/3 us, rounded up to a tick, from the point on and not from byte to byte. */
    @Test
    void timesAreRoundedUpOnce() {
        RuntimeCurve curve = from(ServiceCurve.linear(3 * MBPS), 0, 0);
        assertThat(times(curve, 1, 2, 3)).containsExactly(2_666_667L, 5_333_334L, 8_000_000L);
    }

    /** 1 bps for 1 ps is no byte, but 1/8e12 of one, and the rest of the byte comes at the second slope. */
    @Test
    void aKneeWithinAByteIsExact() {
        RuntimeCurve curve = from(new ServiceCurve(3, 1, 8), 0, 0);
        // 8e12 units in a byte: 3 in the first tick, then 8 a tick; (8e12 - 3) / 8 = 1e12 - 3/8, rounded up to 1e12.
        assertThat(times(curve, 1, 2)).containsExactly(1 + 1_000_000_000_000L, 1 + 2_000_000_000_000L);
    }

    @Test
    void aSlopeOfZeroReachesNothing() {
        RuntimeCurve curve = from(new ServiceCurve(0, 5 * MS, 8 * MBPS), 0, 0);
        assertThat(times(curve, 0, 1)).containsExactly(5 * MS, 5 * MS + 1_000_000);
        assertThat(from(ServiceCurve.linear(0), 0, 0).timeOf(1)).isEqualTo(Long.MAX_VALUE);
    }

    /** From 0: 8 Mbps for 2 ms, then 1 Mbps. At 4 ms with nothing served more than the first 1000 bytes, it stays above. */
    @Test
    void aConcaveCurveFromALaterPointReplacesOneThatIsAboveIt() {
        ServiceCurve concave = new ServiceCurve(8 * MBPS, 2 * MS, MBPS);
        RuntimeCurve curve = from(concave, 0, 0);
        // The old curve has 2000 + 4,000 us / 8 us = 2500 bytes at 6 ms; the new one begins at 0 and has 2000 at 8 ms,
        // where
        // the old one has 2750.
        curve.lowerTo(concave, 6 * MS, 0);
        assertThat(times(curve, 1000, 2000, 2001)).containsExactly(7 * MS, 8 * MS, 8 * MS + 8_000_000);
    }

    /**
     * The same, with 2000 bytes served at 6 ms: the old curve has 2500 there and goes on with 1 Mbps, the new one has 2000 and
     * rises with 8 Mbps. They cross where 7 Mbps make up for 500 bytes: 4000 bits / 7 Mbps = 571.428... us later.
     */
    @Test
    void curvesThatCrossGiveTheLowerOne() {
        ServiceCurve concave = new ServiceCurve(8 * MBPS, 2 * MS, MBPS);
        RuntimeCurve curve = from(concave, 0, 0);
        curve.lowerTo(concave, 6 * MS, 2000);
        assertThat(times(curve, 2500)).containsExactly(6 * MS + 500_000_000);
        // 571 bytes after 571 us; at 2600 bytes the old curve: 6 ms + 100 bytes at 8 us.
        assertThat(curve.timeOf(2600)).isBetween(6 * MS + 800_000_000, 6 * MS + 800_000_008);
    }

    @Test
    void aCurveThatIsBelowStays() {
        ServiceCurve concave = new ServiceCurve(8 * MBPS, 2 * MS, MBPS);
        RuntimeCurve curve = from(concave, 0, 0);
        curve.lowerTo(concave, 1 * MS, 5000);
        assertThat(curve.timeOf(1000)).isEqualTo(1 * MS);
    }

    @RepeatedTest(5)
    void wideDivisionAgreesWithBigNumbers(RepetitionInfo repetition) {
        RandomStream random = new RandomStreams(repetition.getCurrentRepetition()).stream("division");
        WideDivision division = new WideDivision();
        for (int i = 0; i < 2000; i++) {
            long a = random.nextLong() >>> (1 + i % 60);
            long b = random.nextLong() >>> (1 + i % 53);
            long c = random.nextLong() >>> 1;
            long d = Math.max(1, random.nextLong() >>> (1 + i % 47));
            division.divide(a, b, c, d);
            BigInteger[] expected = BigInteger.valueOf(a)
                    .multiply(BigInteger.valueOf(b))
                    .add(BigInteger.valueOf(c))
                    .divideAndRemainder(BigInteger.valueOf(d));
            if (expected[0].bitLength() < Long.SIZE) {
                assertThat(division.quotient()).isEqualTo(expected[0].longValueExact());
                assertThat(division.remainder()).isEqualTo(expected[1].longValueExact());
            } else {
                assertThat(division.quotient()).isEqualTo(Long.MAX_VALUE);
            }
        }
    }
}
