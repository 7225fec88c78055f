package pacewire.core.units;

import java.math.BigInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataRateTest {
    /** A minimum Ethernet frame with preamble and gap is 84 bytes: 67.2 ns at 10 Gbit/s. */
    @Test
    void aMinimumFrameTakes67NanosecondsAtTenGigabits() {
        assertThat(DataRate.parse("10 Gbps").psForBytes(84)).isEqualTo(67_200);
    }

    /** One byte at 3 bit/s takes 8/3 s. */
    @Test
    void aTimeThatIsNoWholeNumberIsRoundedAsAsked() {
        DataRate rate = new DataRate(3);

        assertThat(rate.psForBytes(1)).isEqualTo(2_666_666_666_666L);
        assertThat(rate.psForBytesUp(1)).isEqualTo(2_666_666_666_667L);
        assertThat(rate.psForBytesUp(3)).isEqualTo(8 * SimTime.SECOND);
    }

    /** 700 MB at 5 Mbit/s: 5.6e9 bits / 5e6 = 1120 s, whose product with 8e12 exceeds 63 bits. */
    @Test
    void aLargeFileDoesNotOverflow() {
        assertThat(DataRate.parse("5 Mbps").psForBytes(700_000_000)).isEqualTo(1120 * SimTime.SECOND);
    }

    @Test
    void aTimeBeyond106DaysIsRefused() {
        assertThatThrownBy(() -> new DataRate(1).psForBytes(2_000_000))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the time or size does not fit 63 bits");
        assertThatThrownBy(() -> new DataRate(1).psForBytes(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void theRateOfATransferIsItsBitsOverItsTime() {
        // 5 MB in 8 s are 5 Mbit/s; one byte in 3 s is 2.67 bit/s, rounded down.
        assertThat(DataRate.bitsPerSecond(5_000_000, 8 * SimTime.SECOND)).isEqualTo(5_000_000);
        assertThat(DataRate.bitsPerSecond(1, 3 * SimTime.SECOND)).isEqualTo(2);
    }

    /** Against unlimited integers, over all magnitudes. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void timesAndBytesAreThoseOfUnlimitedArithmetic(long seed) {
        RandomStream random = new RandomStreams(seed).stream("rates");
        for (int i = 0; i < 5000; i++) {
            DataRate rate =
                    new DataRate(1 + random.nextLong(1 + (DataRate.LARGEST_BITS_PER_SECOND >> random.nextInt(43))));
            long amount = random.nextLong() >>> (1 + random.nextInt(63));
            BigInteger bitPs = BigInteger.valueOf(8_000_000_000_000L);
            BigInteger bps = BigInteger.valueOf(rate.bitsPerSecond());
            BigInteger[] time = BigInteger.valueOf(amount).multiply(bitPs).divideAndRemainder(bps);
            if (time[0].bitLength() < 63) {
                long up = time[1].signum() == 0 ? 0 : 1;
                assertThat(rate.psForBytes(amount)).isEqualTo(time[0].longValueExact());
                assertThat(rate.psForBytesUp(amount)).isEqualTo(time[0].longValueExact() + up);
            }
            BigInteger bytes = BigInteger.valueOf(amount).multiply(bps).divide(bitPs);
            if (bytes.bitLength() < 63) {
                assertThat(rate.bytesInPs(amount)).isEqualTo(bytes.longValueExact());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, DataRate.LARGEST_BITS_PER_SECOND + 1})
    void aRateOutsideTheRangeIsRefused(long bitsPerSecond) {
        assertThatThrownBy(() -> new DataRate(bitsPerSecond))
                .isInstanceOf(UnitException.class)
                .hasMessage("a data rate of " + bitsPerSecond + " bps is outside 1 bps to 10 Tbps");
    }

    @Test
    void ratesAreOrderedAndWrittenAsAUserWould() {
        assertThat(DataRate.parse("1 Mbps"))
                .isLessThan(DataRate.parse("1 Gbps"))
                .hasToString("1 Mbps");
    }
}
