package pacewire.testkit.vectors;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import pacewire.core.units.SimTime;
import pacewire.model.sched.PieFormulas;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code pie}: one update from each of many states, and constants; and the defaults of {@code dualpi2}. */
class PieVectorsTest {
    private static final String FILE = "aqm_shaping.json";

    @Test
    void eachUpdateIsThatOfTheTable() {
        JsonNode vector = SchedulerVectors.named(FILE, "pie_step_table");
        JsonNode inputs = vector.path("inputs");
        JsonNode rows = vector.at("/expected/rows");
        assertThat(rows.size()).isEqualTo(12);
        for (JsonNode row : rows) {
            assertNext(inputs, row, "p_next_rfc8033", PieFormulas.RFC_DECAY);
            assertNext(inputs, row, "p_next_linux_decay", PieFormulas.LINUX_DECAY);
        }
    }

    /** Sixteen digits of a double below 1/4: the order of additions moves the last one. */
    private static void assertNext(JsonNode inputs, JsonNode row, String key, double decay) {
        assertThat(PieFormulas.next(
                        row.path("p").asDouble(),
                        row.path("qdelay_s").asDouble(),
                        row.path("qdelay_old_s").asDouble(),
                        inputs.path("target_s").asDouble(),
                        inputs.path("alpha_hz").asDouble(),
                        inputs.path("beta_hz").asDouble(),
                        decay))
                .as("%s of %s", key, row)
                .isCloseTo(row.path(key).asDouble(), Offset.offset(6e-17));
    }

    @Test
    void smallProbabilitiesMoveSlowly() {
        JsonNode scale = SchedulerVectors.named(FILE, "pie_step_table").at("/expected/scale");
        assertThat(scale.size()).isEqualTo(7);
        for (var entry : scale.properties()) {
            boolean isElse = entry.getKey().equals("else");
            double bound = isElse ? 0.1 : Double.parseDouble(entry.getKey().substring(1));
            assertThat(PieFormulas.slowdown(isElse ? bound : Math.nextDown(bound)))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().asInt());
        }
    }

    /** No rate is estimated here, so its threshold does not apply; probabilities are doubles, not 56-bit integers. */
    @Test
    void constantsAreLinuxs() {
        JsonNode facts = SchedulerVectors.named(FILE, "pie_linux_facts").path("expected");

        assertThat(FqCodelVectorsTest.ofOurs("pie", "target", "update", "limit", "alpha", "beta", "burst"))
                .containsExactly(
                        facts.path("target_ms").asLong() * SimTime.MILLISECOND,
                        facts.path("tupdate_ms").asLong() * SimTime.MILLISECOND,
                        facts.path("limit").asLong(),
                        Math.round(facts.path("alpha_real").asDouble() * 1e6),
                        Math.round(facts.path("beta_real").asDouble() * 1e6),
                        facts.path("burst_ms").asLong() * SimTime.MILLISECOND);
        assertThat(facts.path("alpha").asInt() / 16.0)
                .isEqualTo(facts.path("alpha_real").asDouble());
        assertThat(PieFormulas.LEAST_ACCUMULATED)
                .isEqualTo(facts.path("derandomise_low").asDouble());
        assertThat(PieFormulas.MOST_ACCUMULATED)
                .isEqualTo(facts.path("derandomise_high").asDouble());
    }

    @Test
    void defaultsAreLinuxs() {
        JsonNode defaults = SchedulerVectors.named(FILE, "linux_qdisc_defaults").path("expected");
        JsonNode pie = defaults.path("pie");
        assertThat(FqCodelVectorsTest.ofOurs("pie", "limit", "target", "update"))
                .containsExactly(
                        pie.path("limit").asLong(),
                        pie.path("target_ms").asLong() * SimTime.MILLISECOND,
                        pie.path("tupdate_ms").asLong() * SimTime.MILLISECOND);
        JsonNode dual = defaults.path("dualpi2");
        // 41/256 and 819/256 Hz, to a millionth.
        assertThat(FqCodelVectorsTest.ofOurs(
                        "dualpi2", "limit", "target", "update", "alpha", "beta", "step", "coupling", "classicShare"))
                .containsExactly(
                        dual.path("limit").asLong(),
                        dual.path("target_ms").asLong() * SimTime.MILLISECOND,
                        dual.path("tupdate_ms").asLong() * SimTime.MILLISECOND,
                        Math.round(dual.path("alpha_hz").asDouble() * 1e6),
                        Math.round(dual.path("beta_hz").asDouble() * 1e6),
                        dual.path("step_thresh_ms").asLong() * SimTime.MILLISECOND,
                        dual.path("coupling").asLong(),
                        dual.path("c_protection_pct").asLong() * 10_000_000);
    }
}
