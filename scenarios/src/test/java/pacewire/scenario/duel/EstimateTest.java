package pacewire.scenario.duel;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EstimateTest {
    @Test
    void theIntervalIsStudents() {
        // Mean 3, standard deviation sqrt(2.5); the 97.5 % quantile of Student's t with 4 degrees of freedom is
        // 2.776445
        // (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2): 2.776445 * sqrt(2.5 / 5) = 1.963243.
        Estimate estimate = Estimate.of(1, 2, 3, 4, 5);

        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.halfWidth()).isCloseTo(1.963243, within(1e-6));
        assertThat(estimate.isSignificant()).isTrue();
    }

    @Test
    void oneReplicationHasNoInterval() {
        assertThat(Estimate.of(7).mean()).isEqualTo(7);
        assertThat(Estimate.of(7).halfWidth()).isNaN();
    }

    @Test
    void aDifferenceWhoseIntervalHoldsZeroMayBeChance() {
        assertThat(Estimate.of(-1, 1, 2).isSignificant()).isFalse();
    }
}
