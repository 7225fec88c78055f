package pacewire.testkit.vectors;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import pacewire.model.sched.ServiceCurve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Service curves of {@code hfsc}: how they are made, and what they promise when. */
class HfscVectorsTest {
    private static final String FILE = "aqm_shaping.json";

    @ParameterizedTest
    @ValueSource(strings = {"hfsc_sc_audio_160B_5ms_64k", "hfsc_sc_video_8kB_10ms_2M", "hfsc_sc_low_160B_50ms_64k"})
    void aCurveOfABurstWithinATime(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        JsonNode inputs = vector.path("inputs");
        JsonNode expected = vector.path("expected");
        ServiceCurve curve = ServiceCurve.burst(
                inputs.path("umax_B").asLong(),
                ps(inputs.path("dmax_s")),
                inputs.path("rate_Bps").asLong() * Byte.SIZE);
        assertThat(curve.m1Bps()).isEqualTo(Math.round(expected.path("m1_bps").asDouble()));
        // The vector's 30.000000000000004 ms is 30 ms in binary floating point.
        assertThat(curve.dPs() / 1e9).isCloseTo(expected.path("d_ms").asDouble(), within(1e-9));
        assertThat(curve.m2Bps()).isEqualTo(expected.path("m2_bps").asLong());
    }

    @Test
    void deadlinesAndEligibleTimesOfAConvexCurve() {
        JsonNode vector = SchedulerVectors.named(FILE, "hfsc_deadlines_convex_2M100ms_7M");
        JsonNode inputs = vector.path("inputs");
        ServiceCurve curve = new ServiceCurve(
                inputs.path("m1_Bps").asLong() * Byte.SIZE,
                ps(inputs.path("d_s")),
                inputs.path("m2_Bps").asLong() * Byte.SIZE);
        long bytes = inputs.path("packet_B").asLong();
        JsonNode packets = inputs.path("k");
        assertThat(packets.size()).isEqualTo(8);
        for (int i = 0; i < packets.size(); i++) {
            long k = packets.get(i).asLong();
            // Rounded up to a tick; the vector's binary fractions are good to far less than one.
            assertThat(curve.deadlinePs(k * bytes) / 1e12)
                    .as("deadline of packet %d", k)
                    .isCloseTo(vector.path("expected").path("deadline_s").get(i).asDouble(), within(1.5e-12));
            assertThat(curve.eligiblePs((k - 1) * bytes) / 1e12)
                    .as("eligible time of packet %d", k)
                    .isCloseTo(vector.path("expected").path("eligible_s").get(i).asDouble(), within(1.5e-12));
        }
    }

    private static long ps(JsonNode seconds) {
        return new BigDecimal(seconds.asString()).movePointRight(12).longValueExact();
    }
}
