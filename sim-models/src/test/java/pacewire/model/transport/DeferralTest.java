package pacewire.model.transport;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** tcp_tso_should_defer: 1000 bytes sent at 0 and up to 2000 at 4 ms, over a round trip of 20 ms. */
class DeferralTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long ROUND_TRIP = 20 * MS;

    private final Deferral deferral = new Deferral();

    DeferralTest() {
        deferral.sent(1000, 0);
        deferral.sent(2000, 4 * MS);
    }

    @Test
    void itWaitsForAnAcknowledgementThatComesSoon() {
        assertThat(isAdvised(2999, 10 * MS)).isTrue();
        // Half a round trip behind the first of what is not acknowledged it is likely to come; before it is not.
        assertThat(isAdvised(2999, 10 * MS - 1)).isFalse();
    }

    @Test
    void aThirdOfTheWindowIsNeverHeldBack() {
        assertThat(isAdvised(3000, 10 * MS)).isFalse();
    }

    @Test
    void aSuperPacketOfTheLargestSizeIsNotHeldBack() {
        assertThat(deferral.isAdvised(2000, 2000, 9000, 10 * MS, ROUND_TRIP, 10 * MS))
                .isFalse();
        assertThat(deferral.isAdvised(1999, 2000, 9000, 10 * MS, ROUND_TRIP, 10 * MS))
                .isTrue();
    }

    @Test
    void whoHasSentNothingForAMillisecondDoesNotWait() {
        assertThat(deferral.isAdvised(1, 64_000, 9000, 9 * MS, ROUND_TRIP, 10 * MS))
                .isTrue();
        assertThat(deferral.isAdvised(1, 64_000, 9000, 9 * MS - 1, ROUND_TRIP, 10 * MS))
                .isFalse();
    }

    @Test
    void theFirstThatIsNotAcknowledgedCounts() {
        deferral.acknowledged(999);
        assertThat(isAdvised(1, 13 * MS)).isTrue();

        deferral.acknowledged(1000);
        assertThat(isAdvised(1, 13 * MS)).isFalse();
        assertThat(isAdvised(1, 14 * MS)).isTrue();

        deferral.repeated(13 * MS);
        assertThat(isAdvised(1, 14 * MS)).isFalse();
        assertThat(isAdvised(1, 23 * MS)).isTrue();
    }

    @Test
    void whereNothingIsOutstandingNothingWillCome() {
        deferral.acknowledged(2000);
        assertThat(isAdvised(1, SimTime.SECOND)).isFalse();

        deferral.sent(3000, 0);
        deferral.forget();
        assertThat(isAdvised(1, SimTime.SECOND)).isFalse();
    }

    /** More than the 16 that it begins with room for, some of them acknowledged before. */
    @Test
    void itRemembersAsManyAsThereAre() {
        deferral.acknowledged(1000);
        for (int i = 3; i <= 40; i++) {
            deferral.sent(i * 1000L, i * MS);
        }
        deferral.acknowledged(39_500);

        assertThat(isAdvised(1, 50 * MS - 1)).isFalse();
        assertThat(isAdvised(1, 50 * MS)).isTrue();
    }

    private boolean isAdvised(long usable, long nowPs) {
        return deferral.isAdvised(usable, 64_000, 9000, nowPs, ROUND_TRIP, nowPs);
    }
}
