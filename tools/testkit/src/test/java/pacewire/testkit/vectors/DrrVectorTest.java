package pacewire.testkit.vectors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.DrrScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders of departure of deficit round robin, from the paper and from lecture notes, and the deficits that the visits leave. */
class DrrVectorTest {
    private static final SchedulerEnvironment PORT = SchedulerEnvironment.routerPort(
            new DataRate(8_000_000),
            (packet, reason, nowPs) -> {
                throw new AssertionError("dropped " + packet);
            },
            "port",
            new RandomStreams(1));

    static Stream<Arguments> vectors() {
        return StreamSupport.stream(SchedulerVectors.all("drr.json").spliterator(), false)
                .map(vector -> Arguments.of(vector.path("name").asString(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void thePapersOrder(String name, JsonNode vector) {
        assertThat(orderOf(vector, 0)).isEqualTo(order(vector, "paper_order"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void theOrderOfLinux(String name, JsonNode vector) {
        assertThat(orderOf(vector, 1)).isEqualTo(order(vector, "linux_sch_drr_order"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void theDeficitsAfterEachVisit(String name, JsonNode vector) {
        DrrScheduler scheduler = filled(vector, 0);
        for (JsonNode visit : vector.path("expected").path("visits")) {
            int flow = visit.path("flow").asInt();
            for (JsonNode bytes : visit.path("sent")) {
                Packet packet = Optional.ofNullable(scheduler.dequeue(0)).orElseThrow();
                assertThat(packet.flow).isEqualTo(flow);
                assertThat(packet.payloadBytes).isEqualTo(bytes.asInt());
            }
            assertThat(scheduler.deficitBytes(flow))
                    .as("deficit of flow %d", flow)
                    .isEqualTo(visit.path("deficit_after").asLong());
        }
        assertThat(scheduler.packetCount()).isZero();
    }

    private static List<String> order(JsonNode vector, String key) {
        List<String> order = new ArrayList<>();
        for (JsonNode packet : vector.path("expected").path(key)) {
            order.add(packet.get(0).asInt() + ":" + packet.get(1).asInt());
        }
        assertThat(order).isNotEmpty();
        return order;
    }

    private static List<String> orderOf(JsonNode vector, long flavour) {
        DrrScheduler scheduler = filled(vector, flavour);
        List<String> order = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(0); packet != null; packet = scheduler.dequeue(0)) {
            order.add(packet.flow + ":" + packet.payloadBytes);
        }
        return order;
    }

    /** The queues become active in the order of their numbers; all packets are there at once. */
    private static DrrScheduler filled(JsonNode vector, long flavour) {
        Map<Integer, Deque<Integer>> queues = new TreeMap<>();
        vector.path("queues_head_first").properties().forEach(queue -> {
            Deque<Integer> sizes = queues.computeIfAbsent(Integer.valueOf(queue.getKey()), flow -> new ArrayDeque<>());
            queue.getValue().forEach(bytes -> sizes.add(bytes.asInt()));
        });
        List<Long> quanta = new ArrayList<>();
        vector.path("quantum").forEach(quantum -> quanta.add(quantum.asLong()));
        assertThat(quanta).hasSize(queues.size()).containsOnly(quanta.get(0));

        Map<String, Long> parameters = Map.of("quantum", quanta.get(0), "flavour", flavour);
        DrrScheduler scheduler =
                (DrrScheduler) SchedulerSetup.of(DrrScheduler.SPEC, parameters).create(PORT);
        PacketPool pool = new PacketPool();
        queues.forEach((flow, sizes) -> sizes.forEach(bytes -> {
            Packet packet = pool.take(0);
            packet.protocol = Protocol.RAW;
            packet.flow = flow;
            packet.payloadBytes = bytes;
            assertThat(scheduler.enqueue(packet, 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        }));
        return scheduler;
    }
}
