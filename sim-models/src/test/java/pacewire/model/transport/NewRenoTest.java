package pacewire.model.transport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 5681, 6582 and 6928, by hand, with segments of 1000 bytes. */
class NewRenoTest {
    private static final int MSS = 1000;

    private final NewReno congestion = new NewReno(MSS, 10);

    @Test
    void slowStartAddsWhatIsAcknowledgedUpToASegment() {
        congestion.acknowledged(400, 401, 0);
        assertThat(congestion.windowBytes()).isEqualTo(10_400);

        congestion.acknowledged(2000, 2401, 0);
        assertThat(congestion.windowBytes()).isEqualTo(11_400);
    }

    @Test
    void theInitialWindowOfLargeSegmentsIsTwoOfThem() {
        // RFC 6928: min(10 MSS, max(2 MSS, 14600)) with an MSS of 9000.
        assertThat(new NewReno(9000, 10).windowBytes()).isEqualTo(18_000);
    }

    @Test
    void aTimeoutHalvesTheThresholdOnceAndShutsTheWindow() {
        congestion.timedOut(10_000, 10_001);
        assertThat(congestion.slowStartThreshold()).isEqualTo(5000);
        assertThat(congestion.windowBytes()).isEqualTo(MSS);

        congestion.timedOut(1000, 10_001);
        assertThat(congestion.slowStartThreshold()).isEqualTo(5000);
    }

    @Test
    void congestionAvoidanceAddsASegmentARoundTrip() {
        congestion.timedOut(4000, 4001);
        // Threshold 2000: slow start from 1000 to 2000, then 1000 * 1000 / 2000 = 500 an acknowledgement.
        congestion.acknowledged(1000, 1001, 3000);
        assertThat(congestion.windowBytes()).isEqualTo(2000);
        congestion.acknowledged(1000, 2001, 2000);
        assertThat(congestion.windowBytes()).isEqualTo(2500);
        // 1000 * 1000 / 2500 = 400.
        congestion.acknowledged(1000, 3001, 1000);
        assertThat(congestion.windowBytes()).isEqualTo(2900);
    }

    @Test
    void theThirdDuplicateRetransmitsAndInflatesTheWindow() {
        assertThat(congestion.duplicated(10_000, 1, 10_001)).isFalse();
        assertThat(congestion.limitedTransmitBytes()).isEqualTo(MSS);
        assertThat(congestion.duplicated(10_000, 1, 10_001)).isFalse();
        assertThat(congestion.limitedTransmitBytes()).isEqualTo(2 * MSS);
        assertThat(congestion.duplicated(10_000, 1, 10_001)).isTrue();

        // Half of what is outstanding, and three segments that have left the network.
        assertThat(congestion.slowStartThreshold()).isEqualTo(5000);
        assertThat(congestion.windowBytes()).isEqualTo(8000);
        congestion.duplicated(10_000, 1, 10_001);
        assertThat(congestion.windowBytes()).isEqualTo(9000);
    }

    @Test
    void aPartialAcknowledgementDeflatesAndAFullOneEndsTheRecovery() {
        recover();

        // 8000 - 3000 + 1000.
        assertThat(congestion.acknowledged(3000, 3001, 7000)).isTrue();
        assertThat(congestion.windowBytes()).isEqualTo(6000);
        assertThat(congestion.restartsTimerOnPartialAck()).isTrue();
        assertThat(congestion.restartsTimerOnPartialAck()).isFalse();

        assertThat(congestion.acknowledged(7000, 10_001, 0)).isFalse();
        assertThat(congestion.isRecovering()).isFalse();
        // min(ssthresh, max(outstanding, MSS) + MSS) = min(5000, 2000).
        assertThat(congestion.windowBytes()).isEqualTo(2000);
    }

    @Test
    void duplicatesOfALossThatATimeoutHasRepairedDoNotRetransmitAgain() {
        congestion.timedOut(10_000, 10_001);

        for (int i = 0; i < 5; i++) {
            assertThat(congestion.duplicated(9000, 1001, 10_001)).isFalse();
        }
    }

    @Test
    void aLossyHandshakeStartsWithOneSegment() {
        congestion.handshakeWasLossy();

        assertThat(congestion.windowBytes()).isEqualTo(MSS);
    }

    @Test
    void anIdleConnectionRestartsWithTheInitialWindow() {
        for (int i = 0; i < 20; i++) {
            congestion.acknowledged(1000, 1001 + i * 1000L, 0);
        }

        congestion.restartedAfterIdle();

        assertThat(congestion.windowBytes()).isEqualTo(10_000);
    }

    private void recover() {
        for (int i = 0; i < 3; i++) {
            congestion.duplicated(10_000, 1, 10_001);
        }
    }
}
