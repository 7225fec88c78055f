package pacewire.model.measure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class InterarrivalJitterTest {
    static List<JsonNode> rtpStreams() {
        return MetricVectors.of("RTP interarrival jitter");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rtpStreams")
    void inRtpUnitsTheEstimateIsThatOfAppendixA8(JsonNode vector) {
        long clockRate = vector.at("/inputs/clock_rate_hz").asLong();
        JsonNode packets = vector.at("/inputs/packets");
        long[] scaled = MetricVectors.longs(vector.at("/expected/rfc3550_A8_scaled16"));
        long[] reported = MetricVectors.longs(vector.at("/expected/rfc3550_A8_reported_rtp_units"));
        assertThat(scaled).hasSize(packets.size()).isNotEmpty();

        DelayVariation jitter = new DelayVariation();
        for (int i = 0; i < scaled.length; i++) {
            long arrival = packets.get(i).path("arrival_ns").asLong() * clockRate / 1_000_000_000L;
            jitter.estimateJitter(arrival, packets.get(i).path("rtp_ts").asLong());
            assertThat(jitter.jitterTimes16()).isEqualTo(scaled[i]);
            assertThat(jitter.jitter()).isEqualTo(reported[i]);
        }
    }

    /** One unit of a clock of 8 kHz is 125 us: in picoseconds the integers hold more digits than the vectors. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rtpStreams")
    void inPicosecondsTheEstimateIsTheRealValuedOne(JsonNode vector) {
        long psPerUnit = SimTime.SECOND / vector.at("/inputs/clock_rate_hz").asLong();
        JsonNode packets = vector.at("/inputs/packets");
        double[] expected = MetricVectors.doubles(vector.at("/expected/rfc3550_J_rtp_units"));
        assertThat(expected).hasSize(packets.size()).isNotEmpty();

        DelayVariation jitter = new DelayVariation();
        for (int i = 0; i < expected.length; i++) {
            long arrivalPs = packets.get(i).path("arrival_ns").asLong() * SimTime.NANOSECOND;
            jitter.estimateJitter(arrivalPs, packets.get(i).path("rtp_ts").asLong() * psPerUnit);
            assertThat((double) jitter.jitter() / psPerUnit).isCloseTo(expected[i], within(5e-7));
        }
        assertThat(jitter.jitter() / 1e9)
                .isCloseTo(vector.at("/expected/rfc3550_J_final_ms").asDouble(), within(5e-7));
    }

    static List<JsonNode> iperfStreams() {
        return MetricVectors.of("iperf3 UDP jitter");
    }

    /**
     * iperf3 uses the same formula but loses the sign of a transit time, so that clocks that differ can change its figure.
     * The estimate of the RFC is the same for every offset.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("iperfStreams")
    void theOffsetOfTheReceiversClockDoesNotMatter(JsonNode vector) {
        double[] sent = MetricVectors.doubles(vector.at("/inputs/send_s"));
        double[] transit = MetricVectors.doubles(vector.at("/inputs/true_transit_s"));
        double[] offsets = MetricVectors.doubles(vector.at("/inputs/receiver_clock_offset_s"));
        assertThat(offsets).hasSize(3);

        for (double offset : offsets) {
            DelayVariation jitter = new DelayVariation();
            for (int i = 0; i < sent.length; i++) {
                jitter.estimateJitter(ps(sent[i]) + ps(transit[i]) + ps(offset), ps(sent[i]));
            }
            assertThat(jitter.jitter() / 1e9)
                    .isCloseTo(vector.at("/expected/J_ms_offset_0").asDouble(), within(1e-9));
        }
    }

    @Test
    void theFirstPacketHasNoJitter() {
        DelayVariation jitter = new DelayVariation();
        jitter.estimateJitter(1_000_000, 0);

        assertThat(jitter.jitter()).isZero();
    }

    /** After the restart the transit jumps by 999,000, which must not count. */
    @Test
    void aRestartForgetsTheStream() {
        DelayVariation jitter = new DelayVariation();
        jitter.estimateJitter(0, 0);
        jitter.estimateJitter(1000, 0);
        jitter.restart();
        assertThat(jitter.jitter()).isZero();
        jitter.estimateJitter(1_000_000, 0);
        assertThat(jitter.jitter()).isZero();
    }

    /** Constant |D| = 1600: J approaches it from below, J16 by 1600 - round(J16 / 16) each step. */
    @Test
    void aConstantDifferenceIsApproachedBySixteenths() {
        DelayVariation jitter = new DelayVariation();
        jitter.estimateJitter(0, 0);
        jitter.estimateJitter(1600, 0);
        assertThat(jitter.jitter()).isEqualTo(100);
        jitter.estimateJitter(0, 0);
        // 100 + (1600 - 100) / 16 = 193.75
        assertThat(jitter.jitter()).isEqualTo(193);
        assertThat(jitter.jitterTimes16()).isEqualTo(3100);
        for (int i = 0; i < 1000; i++) {
            jitter.estimateJitter(i % 2 == 0 ? 1600 : 0, 0);
        }
        assertThat(jitter.jitter()).isBetween(1599L, 1600L);
    }

    /** The integers stay within half a unit of the real-valued recursion, whatever the stream. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theIntegersStayWithinHalfAUnitOfTheRealEstimate(long seed) {
        RandomStream random = new RandomStreams(seed).stream("transits");
        DelayVariation jitter = new DelayVariation();
        double real = 0;
        long previous = 0;
        jitter.estimateJitter(0, 0);
        for (int i = 0; i < 10_000; i++) {
            long transit = random.nextLong(1L << random.nextInt(20));
            jitter.estimateJitter(transit, 0);
            real += (Math.abs(transit - previous) - real) / 16;
            previous = transit;
            assertThat(jitter.jitterTimes16() / 16.0).isCloseTo(real, within(0.5));
        }
    }

    private static long ps(double seconds) {
        return Math.round(seconds * 1e6) * SimTime.MICROSECOND;
    }
}
