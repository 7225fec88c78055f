package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.DrrScheduler;
import pacewire.model.sched.FqScheduler;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PrioScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SfqScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** What Linux's packet schedulers are when nothing is set, read in its source by others. */
class LinuxDefaultsTest {
    private static final String FILE = "aqm_shaping.json";

    @Test
    void prioSortsByLinuxPriomap() {
        JsonNode bands =
                SchedulerVectors.named(FILE, "linux_priomap").path("expected").path("priority_to_band");
        PacketScheduler scheduler = SchedulerSetup.of(PrioScheduler.SPEC, Map.of())
                .create(SchedulerEnvironment.routerPort(
                        new DataRate(1_000_000), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1)));
        PacketPool pool = new PacketPool();
        for (int priority = 0; priority < bands.size(); priority++) {
            Packet packet = pool.take(0);
            packet.priority = (byte) priority;
            scheduler.enqueue(packet, 0);
        }
        List<Integer> order = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(0); packet != null; packet = scheduler.dequeue(0)) {
            order.add((int) packet.priority);
        }

        List<Integer> expected = new ArrayList<>();
        for (int band = 0; band < 3; band++) {
            for (int priority = 0; priority < bands.size(); priority++) {
                if (bands.get(priority).asInt() == band) {
                    expected.add(priority);
                }
            }
        }
        assertThat(expected).hasSize(16);
        assertThat(order).isEqualTo(expected);
    }

    @Test
    void sfq() {
        JsonNode facts = defaultsOf("sfq");
        ParameterValues ours = ParameterValues.defaults(SfqScheduler.SPEC.parameters());

        for (String name : List.of("limit", "depth", "divisor", "flows")) {
            assertThat(ours.value(name)).as(name).isEqualTo(facts.path(name).asLong());
        }
        // Left out, a quantum is the line's largest packet.
        assertThat(facts.path("quantum").asString()).isEqualTo("MTU");
        assertThat(ours.asMap()).doesNotContainKey("quantum");
    }

    @Test
    void drr() {
        assertThat(defaultsOf("drr").path("quantum").asString()).isEqualTo("MTU");
        assertThat(ParameterValues.defaults(DrrScheduler.SPEC.parameters()).asMap())
                .doesNotContainKey("quantum");
    }

    /** Not there, as flows are known by number and the slack is the machine's: timer_slack, orphan_mask, buckets. */
    @Test
    void fq() {
        JsonNode facts = defaultsOf("fq");
        ParameterValues ours = ParameterValues.defaults(FqScheduler.SPEC.parameters());

        assertThat(ours.value("limit")).isEqualTo(facts.path("limit").asLong());
        assertThat(ours.value("flowLimit")).isEqualTo(facts.path("flow_limit").asLong());
        assertThat(ours.value("lowRateThreshold"))
                .isEqualTo(facts.path("low_rate_threshold_bps").asLong());
        assertThat(ours.value("refillDelay"))
                .isEqualTo(facts.path("refill_delay_ms").asLong() * SimTime.MILLISECOND);
        assertThat(ours.value("horizon")).isEqualTo(facts.path("horizon_s").asLong() * SimTime.SECOND);
        assertThat(ours.value("beyondHorizon") == 0)
                .isEqualTo(facts.path("horizon_drop").asBoolean());
        // Left out, they are multiples of the line's largest packet.
        assertThat(facts.path("quantum").asString()).isEqualTo("2*MTU");
        assertThat(facts.path("initial_quantum").asString()).isEqualTo("10*MTU");
        assertThat(ours.asMap()).doesNotContainKeys("quantum", "initialQuantum");
    }

    private static JsonNode defaultsOf(String scheduler) {
        return SchedulerVectors.named(FILE, "linux_qdisc_defaults")
                .path("expected")
                .path(scheduler);
    }
}
