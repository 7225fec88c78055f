package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import pacewire.model.sched.RedFormulas;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code red}: its probabilities, its average, and Linux's parameters. */
class RedVectorsTest {
    private static final String FILE = "aqm_shaping.json";

    /** Sixteen digits of a double below 1: two units in the last place. */
    private static final Offset<Double> TO_THE_LAST_DIGIT = Offset.offset(2e-16);

    @Test
    void probabilitiesAreThoseOfThePapers() {
        JsonNode vector = SchedulerVectors.named(FILE, "red_pb_points");
        JsonNode inputs = vector.path("inputs");
        double min = inputs.path("min").asDouble();
        double max = inputs.path("max").asDouble();
        double maxP = inputs.path("max_p").asDouble();
        JsonNode expected = vector.path("expected");
        for (int i = 0; i < 7; i++) {
            double average = inputs.path("avg").path(i).asDouble();
            assertThat(RedFormulas.probability(average, min, max, maxP, false))
                    .as("at %s", average)
                    .isCloseTo(expected.path("pb").path(i).asDouble(), TO_THE_LAST_DIGIT);
            assertThat(RedFormulas.probability(average, min, max, maxP, true))
                    .as("gently, at %s", average)
                    .isCloseTo(expected.path("pb_gentle").path(i).asDouble(), TO_THE_LAST_DIGIT);
        }
        assertThat(RedFormulas.spread(RedFormulas.probability(10, min, max, maxP, false), 5, false))
                .isCloseTo(expected.path("pa_count5_avg10").asDouble(), TO_THE_LAST_DIGIT);
        // Each gap of 1 to 100 is as likely as any other: their mean, to the rounding of 100 products.
        assertThat(meanGap(0.01))
                .isCloseTo(
                        expected.path("uniform_gap_mean_between_drops_at_pb_0.01")
                                .asDouble(),
                        Offset.offset(1e-11));
    }

    /** Sum of n P(gap = n): the n-th packet behind a drop finds a count of n - 1. */
    private static double meanGap(double probability) {
        double mean = 0;
        double none = 1;
        for (int gap = 1; none > 1e-12 && gap <= 1000; gap++) {
            double hit = RedFormulas.spread(probability, gap - 1.0, false);
            mean += gap * none * hit;
            none *= 1 - hit;
        }
        return mean;
    }

    @Test
    void theAverageOfAConstantQueueIsClosedForm() {
        JsonNode vector = SchedulerVectors.named(FILE, "red_ewma_constant_queue");
        JsonNode inputs = vector.path("inputs");
        double average = 0;
        for (int i = 0; i < inputs.path("n").asInt(); i++) {
            average = RedFormulas.average(
                    average,
                    inputs.path("instant_queue").asDouble(),
                    inputs.path("w").asDouble());
        }
        // The vector was made by the same steps; its closed form differs from the 14th digit on, by 100 roundings.
        assertThat(average).isCloseTo(vector.at("/expected/avg_after_100").asDouble(), Offset.offset(4e-15));
        assertThat(average).isCloseTo(vector.at("/expected/closed_form").asDouble(), Offset.offset(5e-14));
    }

    @Test
    void idleTimeDecaysTheAverage() {
        JsonNode vector = SchedulerVectors.named(FILE, "red_idle_decay");
        JsonNode inputs = vector.path("inputs");
        long packets = Math.round(inputs.path("idle_time_s").asDouble()
                / inputs.path("typical_tx_time_s").asDouble());
        assertThat(packets).isEqualTo(vector.at("/expected/m").asLong());
        // 125 factors: 16 digits of 38.9.
        assertThat(RedFormulas.averageAfterIdle(
                        inputs.path("avg").asDouble(), inputs.path("w").asDouble(), packets))
                .isCloseTo(vector.at("/expected/avg").asDouble(), Offset.offset(1.5e-14));
    }

    /** The table in Linux's comment is only near: the vector has what the formula gives. */
    @Test
    void burstsThatPassAreThoseOfTheFormula() {
        JsonNode vector = SchedulerVectors.named(FILE, "red_burst_bound_thmin32");
        Map<String, JsonNode> expected = new java.util.TreeMap<>();
        vector.at("/expected/L_for_k_recomputed")
                .properties()
                .forEach(row -> expected.put(row.getKey(), row.getValue()));
        assertThat(expected).hasSize(9);
        expected.forEach((log, burst) -> assertThat(RedFormulas.longestBurst(
                        vector.at("/inputs/thmin_over_S").asDouble(), 1.0 / (1L << Integer.parseInt(log))))
                .as("weight 2^-%s", log)
                .isEqualTo(burst.asInt()));
        List<String> differing = new ArrayList<>();
        expected.forEach((log, burst) -> {
            if (vector.at("/published/L_for_k").path(log).asInt() != burst.asInt()) {
                differing.add(log);
            }
        });
        assertThat(differing).containsExactly("1", "2", "3", "8", "9");
    }

    @Test
    void linuxsLogarithmsAreThoseOfTheManualsExample() {
        JsonNode vector = SchedulerVectors.named(FILE, "tc_red_man_example");
        JsonNode inputs = vector.path("inputs");
        long min = inputs.path("min").asLong();
        double minPackets = (double) min / inputs.path("avpkt").asDouble();

        assertThat(RedFormulas.weightLog(minPackets, inputs.path("burst").asInt()))
                .isEqualTo(vector.at("/expected/Wlog").asInt());
        assertThat(RedFormulas.probabilityLog(
                        min,
                        inputs.path("max").asLong(),
                        inputs.path("probability_default").asDouble()))
                .isEqualTo(vector.at("/expected/Plog").asInt());
    }
}
