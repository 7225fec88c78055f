package pacewire.bench;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The distributions of the hold model. */
class SpacingTest {
    // Means: 1 ms; 0.95238 / 2 + 9.5238 / 10 = 1.42857 ms; 1 ms; 1 ms. A million draws: far within a percent.
    @ParameterizedTest
    @CsvSource({"EXPONENTIAL, 1e9", "BIMODAL, 1.42857e9", "CONSTANT, 1e9", "SAME_INSTANT, 1e9"})
    void theMeanIsWhatTheDistributionSays(Spacing spacing, double meanPs) {
        Chance chance = new Chance();
        double sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum += spacing.nextPs(chance);
        }

        assertThat(sum / 1_000_000).isCloseTo(meanPs, within(meanPs / 100));
    }

    @Test
    void constantStepsBeginSpreadOut() {
        Chance chance = new Chance();

        assertThat(LongStream.range(0, 10)
                        .map(i -> Spacing.CONSTANT.firstPs(chance))
                        .distinct()
                        .count())
                .isEqualTo(10);
        assertThat(LongStream.range(0, 10)
                        .map(i -> Spacing.SAME_INSTANT.firstPs(chance))
                        .distinct()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void namesLeadBackToTheirSpacing() {
        for (Spacing spacing : Spacing.values()) {
            assertThat(Spacing.find(spacing.key())).contains(spacing);
        }
        assertThat(Spacing.find("weibull")).isEmpty();
    }

    @Test
    void theGeneratorIsMarsaglias() {
        // The first number of xorshift with 64 bits, shifts 13, 7, 17 and his seed 88172645463325252.
        assertThat(new Chance().nextLong()).isEqualTo(8748534153485358512L);
    }
}
