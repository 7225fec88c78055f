package pacewire.testkit.vectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SpPifoScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** Where SP-PIFO puts packets, and what becomes of its bounds: vector {@code sppifo_mapping}. */
class SpPifoVectorTest {
    @Test
    void packetsGoWhereTheVectorHasThem() {
        JsonNode vector = vector();
        int queues = vector.at("/inputs/queues").asInt();
        SpPifoScheduler scheduler = scheduler(queues);
        PacketPool pool = new PacketPool();
        List<Integer> places = new ArrayList<>();
        for (JsonNode rank : vector.at("/inputs/ranks")) {
            int inHighest = scheduler.packetCount(0);
            Packet packet = pool.take(0);
            packet.deadlinePs = rank.asInt();
            scheduler.enqueue(packet, 0);
            places.add(scheduler.packetCount(0) > inHighest ? 0 : 1);
        }

        assertThat(places).isEqualTo(numbers(vector.at("/expected/queue_per_packet")));
        assertThat(List.of((int) scheduler.bound(0), (int) scheduler.bound(1)))
                .isEqualTo(numbers(vector.at("/expected/final_bounds")));
    }

    private static SpPifoScheduler scheduler(int queues) {
        // Ranks are deadlines: the third word of the parameter.
        SchedulerSetup setup = SchedulerSetup.of(
                PacketSchedulers.find("sp-pifo").orElseThrow(), Map.of("rank", 2L, "queues", (long) queues));
        return (SpPifoScheduler) setup.create(SchedulerEnvironment.routerPort(
                DataRate.parse("1 Gbps"), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1)));
    }

    private static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static JsonNode vector() {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/aqm_shaping.json");
        Assumptions.assumeTrue(Files.exists(file), "the vectors are not beside this repository");
        for (JsonNode vector : new ObjectMapper().readTree(file.toFile()).get("vectors")) {
            if (vector.get("name").asString().equals("sppifo_mapping")) {
                return vector;
            }
        }
        throw new AssertionError("no such vector");
    }
}
