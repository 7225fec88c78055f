package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Shares in a tree of PIFOs are products of weights: vector {@code hpfq_pifo_tree}. */
class PifoTreeVectorTest {
    private static final SchedulerSpec PIFO = PacketSchedulers.find("pifo").orElseThrow();
    private static final String LEAVES = "ABCD";
    private static final int SENT = 1000;

    @ParameterizedTest
    @CsvSource({"all_backlogged,ABCD", "A_idle,BCD", "Right_idle,AB"})
    void sharesAreProductsOfWeights(String situation, String busy) {
        JsonNode vector = SchedulerVectors.named("aqm_shaping.json", "hpfq_pifo_tree");
        Map<String, Integer> sent = sentOf(tree(vector.path("inputs")), busy);
        for (Map.Entry<String, JsonNode> expected :
                vector.path("expected").path(situation).properties()) {
            // Packets of one length: start times are fair within one packet of each leaf, at each level.
            assertThat(sent.getOrDefault(expected.getKey(), 0).doubleValue())
                    .as(expected.getKey())
                    .isCloseTo(SENT * expected.getValue().asDouble(), within(2.0));
        }
        assertThat(sent.keySet()).hasSize(busy.length());
    }

    private static Map<String, Integer> sentOf(SchedulerSetup setup, String busy) {
        PacketScheduler scheduler = setup.create(SchedulerEnvironment.routerPort(
                DataRate.parse("1 Gbps"), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1)));
        PacketPool pool = new PacketPool();
        for (int i = 0; i < SENT; i++) {
            for (int at = 0; at < busy.length(); at++) {
                char leaf = busy.charAt(at);
                Packet packet = pool.take(0);
                packet.protocol = Protocol.RAW;
                packet.payloadBytes = 1000;
                packet.flow = LEAVES.indexOf(leaf);
                scheduler.enqueue(packet, 0);
            }
        }
        assertThat(scheduler.packetCount()).isEqualTo(SENT * busy.length());
        Map<String, Integer> sent = new TreeMap<>();
        for (int i = 0; i < SENT; i++) {
            Packet packet = Objects.requireNonNull(scheduler.dequeue(0));
            sent.merge(String.valueOf(LEAVES.charAt(packet.flow)), 1, Integer::sum);
        }
        return sent;
    }

    private static SchedulerSetup tree(JsonNode inputs) {
        List<ClassSetup> classes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> side : inputs.path("root").properties()) {
            List<ClassSetup> leaves = new ArrayList<>();
            List<PacketFilter> matches = new ArrayList<>();
            for (Map.Entry<String, JsonNode> leaf : inputs.path(side.getKey()).properties()) {
                int flow = LEAVES.indexOf(leaf.getKey());
                PacketFilter match = PacketFilter.of(new PacketFilter.InRange(PacketFilter.Field.FLOW, flow, flow));
                matches.add(match);
                leaves.add(ClassSetup.leaf(leaf.getKey(), weight(leaf.getValue()), match));
            }
            classes.add(new ClassSetup(side.getKey(), weight(side.getValue()), matches, null, leaves));
        }
        return SchedulerSetup.of(PIFO, Map.of("limit", 10_000L)).withClasses(classes.toArray(ClassSetup[]::new));
    }

    /** Shares in tenths. */
    private static ParameterValues weight(JsonNode share) {
        return ParameterValues.of(
                Objects.requireNonNull(PIFO.classes()).parameters(),
                Map.of("weight", Math.round(10 * share.asDouble())));
    }
}
