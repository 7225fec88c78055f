package pacewire.model.sched;

import java.math.BigInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class WideTest {
    private static final BigInteger RANGE = BigInteger.ONE.shiftLeft(127);

    private static BigInteger big(Wide wide) {
        return new BigInteger(wide.toString());
    }

    /** Numbers of all lengths. */
    private static long draw(RandomStream random) {
        return random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void calculatesAsWholeNumbersDo(long seed) {
        RandomStream random = new RandomStreams(seed).stream("numbers");
        for (int i = 0; i < 20_000; i++) {
            long a = draw(random);
            long b = draw(random);
            Wide wide = new Wide();
            wide.setProduct(a, b);
            BigInteger expected = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            assertThat(big(wide)).isEqualTo(expected);

            long c = draw(random) >>> 2;
            wide.addProduct(c, b);
            expected = expected.add(BigInteger.valueOf(c).multiply(BigInteger.valueOf(b)));
            assertThat(big(wide)).isEqualTo(expected);

            long divisor = 1 + (draw(random) >>> 1);
            BigInteger[] parts = expected.divideAndRemainder(BigInteger.valueOf(divisor));
            assertThat(wide.divide(divisor)).isEqualTo(parts[1].longValueExact());
            assertThat(big(wide)).isEqualTo(parts[0]);

            if (parts[0].multiply(BigInteger.valueOf(divisor)).compareTo(RANGE) < 0) {
                wide.multiply(divisor);
                assertThat(big(wide)).isEqualTo(parts[0].multiply(BigInteger.valueOf(divisor)));
            }

            Wide less = new Wide();
            less.setProduct(c, b >>> 1);
            assertThat(Integer.signum(wide.compareTo(less))).isEqualTo(big(wide).compareTo(big(less)));
            if (wide.compareTo(less) >= 0) {
                BigInteger difference = big(wide).subtract(big(less));
                wide.subtract(less);
                assertThat(big(wide)).isEqualTo(difference);
            }
        }
    }
}
