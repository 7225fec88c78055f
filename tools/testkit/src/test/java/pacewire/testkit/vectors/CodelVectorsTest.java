package pacewire.testkit.vectors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.units.SimTime;
import pacewire.model.sched.CodelControlLaw;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.vectors.PolledScheduler.Event;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code codel} against drops of ns-3 and Linux, their Newton step, and RFC 8289's control law. */
class CodelVectorsTest {
    private static final String FILE = "codel.json";

    @ParameterizedTest
    @ValueSource(strings = {"linux", "ns3"})
    void dropsWhatNs3DropsAndWhen(String flavour) {
        JsonNode vector = SchedulerVectors.named(FILE, "codel_s1");
        List<Event> expected = new ArrayList<>();
        for (JsonNode drop : vector.at("/expected/drops")) {
            expected.add(
                    new Event(drop.path("packet").asLong(), drop.path("t_ns").asLong() * SimTime.NANOSECOND));
        }

        PolledScheduler codel = runScenario(vector, flavour);

        assertThat(vector.at("/flavours/" + flavour + "/identical_to_oracle").asBoolean())
                .isTrue();
        assertThat(codel.drops).hasSize(17).isEqualTo(expected);
        assertThat(codel.departures).hasSize(vector.at("/expected/n_delivered").asInt());
        JsonNode last = vector.at("/expected/last_delivered");
        assertThat(codel.departures.get(codel.departures.size() - 1))
                .isEqualTo(new Event(last.path(1).asLong(), last.path(0).asLong() * SimTime.NANOSECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux", "rfc"})
    void dropsTheFlavoursPackets(String key) {
        JsonNode vector = SchedulerVectors.named(FILE, "codel_s1");
        List<Long> expected = new ArrayList<>();
        vector.at("/flavours/" + key + "/drop_packets").forEach(packet -> expected.add(packet.asLong()));

        PolledScheduler codel = runScenario(vector, key.equals("rfc") ? "rfc8289" : key);

        assertThat(codel.drops).extracting(Event::sequence).isNotEmpty().isEqualTo(expected);
    }

    @Test
    void theNewtonStepIsLinuxs() {
        int inverseRoot = CodelControlLaw.ONE;
        for (JsonNode row : SchedulerVectors.named(FILE, "codel_newton_table").path("expected")) {
            long count = row.path("count").asLong();
            inverseRoot = count == 1 ? inverseRoot : CodelControlLaw.newtonStep(inverseRoot, count);

            assertThat(inverseRoot)
                    .as("count %d", count)
                    .isEqualTo(row.path("rec_inv_sqrt_u16").asInt());
            assertThat(CodelControlLaw.newtonLaw(97_656, inverseRoot))
                    .as("interval of 100 ms at count %d", count)
                    .isEqualTo(row.path("interval_step_units_1024ns").asLong());
            // A 16-bit fraction is a double exactly.
            assertThat(inverseRoot / 65_536.0).isEqualTo(row.path("approx").asDouble());
            // The exact law to half a picosecond of 100 ms: 12 digits.
            assertThat(CodelControlLaw.exactStep(100 * SimTime.MILLISECOND, count))
                    .isBetween(
                            (long) (row.path("exact").asDouble() * 1e11) - 1,
                            (long) (row.path("exact").asDouble() * 1e11) + 1);
        }
    }

    @Test
    void theNewtonStepIsThatOfNs3sSuite() {
        JsonNode rows =
                SchedulerVectors.named(FILE, "codel_newton_ns3_suite_grid").path("expected");
        assertThat(rows.size()).isEqualTo(64);
        for (JsonNode row : rows) {
            int inverseRoot = row.path(0).asInt();
            long count = row.path(1).asLong();
            assertThat(CodelControlLaw.newtonStep(inverseRoot, count))
                    .as("from %d at count %d", inverseRoot, count)
                    .isEqualTo(row.path(2).asInt());
        }
    }

    @Test
    void dropsAreDueWhenTheControlLawSays() {
        JsonNode expected =
                SchedulerVectors.named(FILE, "codel_control_law_drop_times").path("expected");
        long interval = expected.path("interval_ms").asLong() * SimTime.MILLISECOND;
        long due = 0;
        int count = 0;
        for (JsonNode drop : expected.path("first_drops_ms_exact")) {
            due += count == 0 ? 0 : CodelControlLaw.exactStep(interval, count);
            count++;
            // The vector has nanoseconds; what is rounded up to a picosecond 15 times does not show.
            assertThat(BigDecimal.valueOf(due, 9).setScale(6, RoundingMode.HALF_UP))
                    .isEqualByComparingTo(drop.decimalValue());
        }
        assertThat(count).isEqualTo(16);
    }

    @Test
    void unitsAreOf1024Nanoseconds() {
        JsonNode expected = SchedulerVectors.named(FILE, "codel_units").path("expected");

        assertThat(CodelControlLaw.units(5 * SimTime.MILLISECOND))
                .isEqualTo(expected.path("target_5ms_in_units").asLong());
        assertThat(CodelControlLaw.units(100 * SimTime.MILLISECOND))
                .isEqualTo(expected.path("interval_100ms_in_units").asLong());
        assertThat(CodelControlLaw.units(expected.path("unit_ns").asLong() * SimTime.NANOSECOND))
                .isEqualTo(1);
    }

    /** Packets every 1 ms, taken every 2 ms from 2 ms and 500 ns on. */
    private static PolledScheduler runScenario(JsonNode vector, String flavour) {
        JsonNode scenario = vector.path("scenario");
        JsonNode params = vector.path("params");
        SchedulerSpec spec = PacketSchedulers.find("codel").orElseThrow();
        PolledScheduler codel = new PolledScheduler(
                "codel",
                Map.of(
                        "flavour",
                        spec.parameters().get(0).parse(flavour),
                        "target",
                        params.path("target_ms").asLong() * SimTime.MILLISECOND,
                        "interval",
                        params.path("interval_ms").asLong() * SimTime.MILLISECOND,
                        "mtu",
                        params.path("min_bytes_or_mtu").asLong()));
        long arrivalEvery = scenario.path("enq_interval_us").asLong() * SimTime.MICROSECOND;
        long dequeueEvery = scenario.path("deq_interval_us").asLong() * SimTime.MICROSECOND;
        long stop = scenario.path("stop_ms").asLong() * SimTime.MILLISECOND;
        int next = 0;
        long nowPs = dequeueEvery + params.path("dequeue_offset_ns").asLong() * SimTime.NANOSECOND;
        for (; nowPs < stop; nowPs += dequeueEvery) {
            for (; next < scenario.path("n").asInt() && next * arrivalEvery <= nowPs; next++) {
                codel.enqueue(0, next, scenario.path("size").asInt(), next * arrivalEvery);
            }
            codel.dequeue(nowPs);
        }
        return codel;
    }
}
