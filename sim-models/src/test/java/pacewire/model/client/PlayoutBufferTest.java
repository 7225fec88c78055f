package pacewire.model.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Media of 8 Mbit/s: 1000 bytes last 1 ms. */
class PlayoutBufferTest {
    private static final DataRate RATE = DataRate.parse("8 Mbps");
    private static final long MS = SimTime.MILLISECOND;

    private long position;

    @Test
    void aStreamOnTimeNeverStalls() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 3 * MS, 10_000);
        for (int i = 0; i < 10; i++) {
            receiveNext(player, i * MS);
        }
        player.finish(100 * MS);

        assertThat(player.underruns()).isZero();
        assertThat(player.stalledPs()).isZero();
        assertThat(player.isPlaying()).isFalse();
    }

    @Test
    void thePlayerStartsWhenTheBufferIsFull() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 2 * MS, 10_000);
        receiveNext(player, 0);
        assertThat(player.isPlaying()).isFalse();
        receiveNext(player, 7 * MS);

        assertThat(player.isPlaying()).isTrue();
        // Waiting for the first start is no stall.
        assertThat(player.stalledPs()).isZero();
    }

    /** Starts at 1 ms with 2 ms, dry at 3 ms; the buffer of 2 ms is full again at 9 ms. */
    @Test
    void afterAnUnderrunThePlayerWaitsForAFullBuffer() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 2 * MS, 10_000);
        receiveNext(player, 0);
        receiveNext(player, 1 * MS);
        receiveNext(player, 6 * MS);
        assertThat(player.isPlaying()).isFalse();
        receiveNext(player, 9 * MS);

        assertThat(player.isPlaying()).isTrue();
        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(6 * MS);
    }

    /** Starts at 1 ms with 2 ms, dry at 3 ms, stopped at 5 ms: what comes then, and the end of the run, change nothing. */
    @Test
    void aPlayerThatIsStoppedStallsNoLonger() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 2 * MS, 10_000);
        receiveNext(player, 0);
        receiveNext(player, 1 * MS);
        player.stop(5 * MS);
        receiveNext(player, 6 * MS);
        receiveNext(player, 7 * MS);
        player.finish(100 * MS);

        assertThat(player.isPlaying()).isFalse();
        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(2 * MS);
    }

    @Test
    void mediaThatComesAtTheInstantOfNeedIsInTime() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 3_000);
        receiveNext(player, 0);
        receiveNext(player, 1 * MS);
        receiveNext(player, 2 * MS);
        player.finish(10 * MS);

        assertThat(player.underruns()).isZero();
    }

    @Test
    void onePicosecondLaterIsAnUnderrun() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 3_000);
        receiveNext(player, 0);
        receiveNext(player, 1 * MS + 1);
        receiveNext(player, 2 * MS);
        player.finish(10 * MS);

        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(1);
    }

    @Test
    void aLostDatagramIsAGlitchAndNoUnderrun() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 4_000);
        player.received(0, 1000, 0);
        player.received(2000, 1000, 1 * MS);
        player.received(3000, 1000, 2 * MS);
        player.finish(10 * MS);

        assertThat(player.underruns()).isZero();
        assertThat(player.stalledPs()).isZero();
    }

    @Test
    void anOvertakenDatagramAddsNothingBeyondTheFurthest() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 2 * MS, 4_000);
        player.received(1000, 1000, 0);
        assertThat(player.isPlaying()).isTrue();
        player.received(0, 1000, 1 * MS);
        player.received(2000, 2000, 2 * MS + 1);
        player.finish(10 * MS);

        assertThat(player.underruns()).isEqualTo(1);
    }

    /** Dry at 1 ms and nothing more: at 5 ms the player has stood still for 4 ms. Asking twice adds nothing. */
    @Test
    void aStallLastsUntilTheRunEnds() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 10_000);
        receiveNext(player, 0);
        player.finish(5 * MS);
        player.finish(5 * MS);

        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(4 * MS);
        player.finish(6 * MS);
        assertThat(player.stalledPs()).isEqualTo(5 * MS);
    }

    @Test
    void aMissingEndIsNotWaitedFor() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 10_000);
        receiveNext(player, 0);
        player.allSent(MS / 2);
        player.finish(50 * MS);

        assertThat(player.underruns()).isZero();
        assertThat(player.stalledPs()).isZero();
    }

    @Test
    void aStallThatTurnsOutToBeTheEndIsTakenBack() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 10_000);
        receiveNext(player, 0);
        player.allSent(20 * MS);
        player.finish(50 * MS);

        assertThat(player.underruns()).isZero();
        assertThat(player.stalledPs()).isZero();
    }

    /** Dry at 1 ms, half a buffer comes at 5 ms, and at 8 ms it is known that this is all: it is played. */
    @Test
    void theLastPieceIsPlayedWithoutAFullBuffer() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 10_000);
        receiveNext(player, 0);
        player.received(1000, 500, 5 * MS);
        player.allSent(8 * MS);
        player.finish(50 * MS);

        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(7 * MS);
    }

    @Test
    void mediaShorterThanTheBufferIsPlayedWhenItIsThere() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 100 * MS, 2_000);
        receiveNext(player, 0);
        assertThat(player.isPlaying()).isFalse();
        receiveNext(player, 1 * MS);

        assertThat(player.isPlaying()).isTrue();
    }

    @Test
    void aPlayerThatGotNothingHasNotStalled() {
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, 1 * MS, 2_000);
        player.finish(50 * MS);

        assertThat(player.underruns()).isZero();
        assertThat(player.stalledPs()).isZero();
    }

    /** A recorded video: the first 1000 bytes last 40 ms, each later thousand 10 ms. */
    @Test
    void mediaMayFollowASchedule() {
        PlayoutBuffer player = new PlayoutBuffer(
                bytes -> bytes <= 1000 ? bytes * 40 * MS / 1000 : 40 * MS + (bytes - 1000) * 10 * MS / 1000,
                40 * MS,
                3_000);
        receiveNext(player, 0);
        assertThat(player.isPlaying()).isTrue();
        receiveNext(player, 40 * MS);
        receiveNext(player, 53 * MS);
        player.finish(200 * MS);

        // Dry at 50 ms, three milliseconds before the end came.
        assertThat(player.underruns()).isEqualTo(1);
        assertThat(player.stalledPs()).isEqualTo(3 * MS);
    }

    /** Against a player that steps through every microsecond. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thePlayerDoesWhatASteppingOneWouldDo(long seed) {
        RandomStream random = new RandomStreams(seed).stream("arrivals");
        int bufferBytes = 1 + random.nextInt(300);
        // One byte lasts a microsecond.
        PlayoutBuffer player = PlayoutBuffer.atRate(RATE, bufferBytes * SimTime.MICROSECOND, 5_000);
        boolean isPlaying = false;
        boolean hasStarted = false;
        long played = 0;
        long came = 0;
        long underruns = 0;
        long stalledUs = 0;
        long nextArrivalUs = 0;
        for (long us = 0; us < 20_000; us++) {
            if (us == nextArrivalUs && came < 5_000) {
                player.received(came, 100, us * SimTime.MICROSECOND);
                came += 100;
                nextArrivalUs += 1 + random.nextInt(300);
            }
            if (!isPlaying && (came - played >= bufferBytes || came == 5_000) && played < 5_000) {
                isPlaying = true;
                hasStarted = true;
            }
            if (isPlaying && played == came) {
                isPlaying = false;
                underruns += came < 5_000 ? 1 : 0;
            }
            if (isPlaying) {
                played++;
            } else if (hasStarted && played < 5_000) {
                stalledUs++;
            }
        }
        player.finish(20_000 * SimTime.MICROSECOND);

        assertThat(player.underruns()).isEqualTo(underruns).isPositive();
        assertThat(player.stalledPs()).isEqualTo(stalledUs * SimTime.MICROSECOND);
    }

    private void receiveNext(PlayoutBuffer player, long nowPs) {
        player.received(position, 1000, nowPs);
        position += 1000;
    }
}
