package pacewire.model.transport;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 6298, by hand. */
class RttEstimatorTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long US = SimTime.MICROSECOND;

    private final RttEstimator estimator = new RttEstimator(1000 * MS, 200 * MS, 120_000 * MS);

    @Test
    void beforeTheFirstMeasurementTheTimeoutIsTheInitialOne() {
        assertThat(estimator.rtoPs()).isEqualTo(1000 * MS);
    }

    @Test
    void theFirstMeasurementSetsTheTimeoutToThreeTimesItself() {
        estimator.measured(100 * MS);

        // (2.2): SRTT 100, RTTVAR 50: 100 + 4 * 50.
        assertThat(estimator.rtoPs()).isEqualTo(300 * MS);
    }

    @Test
    void furtherMeasurementsAreSmoothed() {
        estimator.measured(100 * MS);
        estimator.measured(200 * MS);
        // (2.3): RTTVAR 3/4 * 50 + 1/4 * |100 - 200| = 62.5; SRTT 7/8 * 100 + 1/8 * 200 = 112.5; 112.5 + 250.
        assertThat(estimator.rtoPs()).isEqualTo(362_500 * US);

        estimator.measured(100 * MS);
        // RTTVAR 3/4 * 62.5 + 1/4 * 12.5 = 50; SRTT 7/8 * 112.5 + 12.5 = 110.9375; 110.9375 + 200.
        assertThat(estimator.rtoPs()).isEqualTo(310_937_500_000L);
    }

    @Test
    void theTimeoutIsNeverBelowTheLeast() {
        estimator.measured(10 * MS);

        assertThat(estimator.rtoPs()).isEqualTo(200 * MS);
    }

    @Test
    void backingOffDoublesUpToTheLargest() {
        for (int i = 0; i < 6; i++) {
            estimator.backOff();
        }
        assertThat(estimator.rtoPs()).isEqualTo(64_000 * MS);

        estimator.backOff();
        assertThat(estimator.rtoPs()).isEqualTo(120_000 * MS);
    }

    @Test
    void aMeasurementEndsTheBackOff() {
        estimator.measured(100 * MS);
        estimator.backOff();
        estimator.measured(100 * MS);

        // RTTVAR 37.5: 100 + 150.
        assertThat(estimator.rtoPs()).isEqualTo(250 * MS);
    }
}
