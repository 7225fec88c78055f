package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.sched.FqCodelScheduler;
import pacewire.model.sched.FqCodelScheduler.Turn;
import pacewire.model.sched.PacketSchedulers;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code fq_codel} step by step beside ns-3's, and Linux's defaults. */
class FqCodelVectorsTest {
    private static final String FILE = "aqm_shaping.json";
    private static final Map<Turn, String> STATUS = Map.of(Turn.NEW, "N", Turn.OLD, "O", Turn.INACTIVE, "I");

    @Test
    void creditsAndTurnsAreThoseOfNs3() {
        JsonNode vector = SchedulerVectors.named(FILE, "ns3_fqc_ns3suite");
        PolledScheduler polled = new PolledScheduler(
                "fq_codel", Map.of("quantum", vector.at("/inputs/quantum").asLong()));
        FqCodelScheduler fq = (FqCodelScheduler) polled.scheduler;
        List<JsonNode> steps = SchedulerVectors.list(vector.at("/expected/steps"));
        assertThat(steps).hasSize(11);
        for (JsonNode step : steps) {
            if (step.path("op").asString().equals("E")) {
                polled.enqueue(
                        Integer.parseInt(step.path("flow").asString()),
                        Long.parseLong(step.path("n").asString()),
                        step.path("bytes").asInt(),
                        0);
            } else {
                assertThat(told(polled.dequeue(0))).isEqualTo(told(step));
            }
            for (Map.Entry<String, JsonNode> deficit : step.path("deficits").properties()) {
                int flow = Integer.parseInt(deficit.getKey());
                assertThat(fq.deficitBytes(flow))
                        .as("flow %d at %s", flow, step)
                        .isEqualTo(deficit.getValue().asLong());
                assertThat(STATUS.get(fq.turn(flow)))
                        .isEqualTo(step.path("status").path(deficit.getKey()).asString());
            }
        }
    }

    private static String told(@Nullable Packet packet) {
        return packet == null ? "none" : packet.flow + "#" + packet.sequence;
    }

    private static String told(JsonNode step) {
        return step.path("flow").isNull()
                ? "none"
                : step.path("flow").asString() + "#" + step.path("n").asString();
    }

    @Test
    void defaultsAreLinuxs() {
        JsonNode defaults = SchedulerVectors.named(FILE, "linux_qdisc_defaults").path("expected");

        JsonNode fq = defaults.path("fq_codel");
        assertThat(fq.path("quantum").asString()).startsWith("MTU"); // with the Ethernet header: 1514
        assertThat(ofOurs(
                        "fq_codel",
                        "limit",
                        "flows",
                        "quantum",
                        "target",
                        "interval",
                        "memoryLimit",
                        "dropBatch",
                        "ecn"))
                .containsExactly(
                        fq.path("limit").asLong(),
                        fq.path("flows").asLong(),
                        1514L,
                        fq.path("target_ms").asLong() * SimTime.MILLISECOND,
                        fq.path("interval_ms").asLong() * SimTime.MILLISECOND,
                        fq.path("memory_limit_MiB").asLong() << 20,
                        fq.path("drop_batch").asLong(),
                        fq.path("ecn").asBoolean() ? 0L : 1L); // "on" is the first word

        JsonNode codel = defaults.path("codel");
        assertThat(ofOurs("codel", "limit", "target", "interval", "ecn"))
                .containsExactly(
                        codel.path("limit").asLong(),
                        codel.path("target_ms").asLong() * SimTime.MILLISECOND,
                        codel.path("interval_ms").asLong() * SimTime.MILLISECOND,
                        codel.path("ecn").asBoolean() ? 1L : 0L); // "off" is the first word
    }

    /** Defaults of a packet scheduler's parameters, in base units. */
    static List<Long> ofOurs(String scheduler, String... names) {
        Map<String, ParameterSpec> specs = PacketSchedulers.find(scheduler).orElseThrow().parameters().stream()
                .collect(Collectors.toMap(ParameterSpec::name, spec -> spec));
        List<Long> values = new ArrayList<>();
        for (String name : names) {
            ParameterSpec spec = Objects.requireNonNull(specs.get(name), name);
            String text = spec.quantity() == null ? spec.choices().get(0) : spec.defaultText();
            values.add(spec.parse(Objects.requireNonNull(text, name)));
        }
        return values;
    }
}
