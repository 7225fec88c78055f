package pacewire.core.units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ByteClockTest {
    /** A byte at 3 Tbit/s takes 2 2/3 ps: the thirds add up to a whole one after three bytes. */
    @Test
    void theRemainderIsCarriedIntoTheNextPacket() {
        ByteClock clock = new ByteClock(new DataRate(3_000_000_000_000L));

        assertThat(new long[] {clock.advance(1), clock.advance(1), clock.advance(1), clock.advance(1)})
                .containsExactly(2, 3, 3, 2);
    }

    @Test
    void wholePicosecondsForAByteLeaveNoRemainder() {
        // 8 * 10^12 / 6.4 * 10^6 = 1,250,000 ps for each byte.
        DataRate rate = new DataRate(6_400_000);
        ByteClock clock = new ByteClock(rate);

        assertThat(rate.wholePsPerByte()).isEqualTo(1_250_000);
        assertThat(clock.isExact()).isTrue();
        assertThat(clock.advance(1400)).isEqualTo(1_750_000_000L);
        assertThat(clock.hasRemainder()).isFalse();
        // 8 * 10^12 / 3 * 10^6 leaves a third.
        assertThat(new DataRate(3_000_000).wholePsPerByte()).isZero();
        assertThat(new ByteClock(new DataRate(3_000_000)).isExact()).isFalse();
    }

    @Test
    void afterARestartTheRemainderIsForgotten() {
        ByteClock clock = new ByteClock(new DataRate(3_000_000_000_000L));
        clock.advance(1);
        clock.restart();

        assertThat(clock.advance(1)).isEqualTo(2);
    }

    /** At every packet, not only at the end: the sum so far is the time of all bytes so far, rounded down once. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void afterAnyPacketsTheSumIsTheTimeOfAllBytes(long seed) {
        RandomStream random = new RandomStreams(seed).stream("packets");
        DataRate rate = new DataRate(1 + random.nextLong(DataRate.LARGEST_BITS_PER_SECOND >> random.nextInt(30)));
        ByteClock clock = new ByteClock(rate);
        long bytes = 0;
        long ps = 0;
        for (int packet = 0; packet < 10_000; packet++) {
            int size = random.nextInt(packet % 100 == 0 ? 65_536 : 1538);
            bytes += size;
            ps += clock.advance(size);
            assertThat(ps).isEqualTo(rate.psForBytes(bytes));
        }
    }

    @Test
    void theLargestPacketAtTheLargestRateDoesNotOverflow() {
        DataRate rate = new DataRate(DataRate.LARGEST_BITS_PER_SECOND - 1);
        ByteClock clock = new ByteClock(rate);

        long ps = clock.advance(ByteClock.LARGEST_PACKET_BYTES) + clock.advance(ByteClock.LARGEST_PACKET_BYTES);

        assertThat(ps).isEqualTo(rate.psForBytes(2L * ByteClock.LARGEST_PACKET_BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, ByteClock.LARGEST_PACKET_BYTES + 1})
    void whatIsNoPacketIsRefused(int bytes) {
        ByteClock clock = new ByteClock(new DataRate(1000));

        assertThatThrownBy(() -> clock.advance(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a packet has 0 to 900000 bytes, not " + bytes);
    }
}
