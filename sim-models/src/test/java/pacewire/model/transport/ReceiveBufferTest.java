package pacewire.model.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Dynamic right-sizing, in round numbers: segments of 1000 bytes, windows of 50,000 at first and 1,000,000 at most. */
class ReceiveBufferTest {
    private static final int FIRST = 50_000;

    private final TcpSettings settings = new TcpSettings(1000, 10, FIRST, 1_000_000, 1, 1, 1, 0, 1, 1, 1, 0, false);
    private final ReceiveBuffer buffer = new ReceiveBuffer(settings, 0, FIRST, 0);

    @Test
    void nothingIsKnownBeforeAWindowWasFilled() {
        buffer.read(49_999, 99_999, 1_000_000);

        assertThat(buffer.bytes()).isEqualTo(FIRST);
    }

    /**
     * The first window is filled after 100 ps: that is the round trip. It brought 50,000 where 10 segments were taken for the one
     * before: 2 * 50,000 + 16 segments are 116,000; that times 40,000 / 10,000 is 464,000, twice that on top 1,044,000.
     */
    @Test
    void aRoundTripThatBroughtMoreThanTheLastOneMakesItGrow() {
        buffer.read(50_000, 100_000, 100);

        assertThat(buffer.bytes()).isEqualTo(1_000_000);
    }

    /** 2 * 12,000 + 16,000 is 40,000; a fifth of that twice is 16,000: 56,000. */
    @Test
    void itGrowsByTwiceWhatCameAndTwiceTheGrowth() {
        ReceiveBuffer slow = new ReceiveBuffer(settings, 0, 12_000, 0);
        slow.read(12_000, 62_000, 100);

        assertThat(slow.bytes()).isEqualTo(56_000);

        // Less than the 12,000 before: it stays.
        slow.read(23_999, 73_999, 200);
        assertThat(slow.bytes()).isEqualTo(56_000);
    }

    /** 10,000 in the first 100 ps are what was assumed; 30,000 in 50 ps are not a round trip yet. */
    @Test
    void itLooksOnceInARoundTrip() {
        ReceiveBuffer steady = new ReceiveBuffer(settings, 0, 10_000, 0);
        steady.read(10_000, 60_000, 100);
        steady.read(40_000, 90_000, 150);
        assertThat(steady.bytes()).isEqualTo(FIRST);

        // 41,000 since: 98,000, and twice 98,000 * 31 / 10 on top.
        steady.read(51_000, 101_000, 200);
        assertThat(steady.bytes()).isEqualTo(98_000 + 2 * 303_800);
    }
}
