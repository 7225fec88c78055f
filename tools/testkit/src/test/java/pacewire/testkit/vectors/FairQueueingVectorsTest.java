package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.units.Rational;
import pacewire.testkit.reference.FluidGps;
import pacewire.testkit.reference.FluidPacket;
import pacewire.testkit.reference.PacketGps;
import pacewire.testkit.replay.Replay;

import static org.assertj.core.api.Assertions.assertThat;

/** The fluid and its approximations on the examples of the papers and textbooks: finish times, tags, orders and times. */
class FairQueueingVectorsTest {
    private static final String FILE = "fq_gps_wfq_wf2q.json";

    static Stream<String> vectors() {
        return SchedulerVectors.all(FILE).stream()
                .map(vector -> vector.path("name").asString());
    }

    static Stream<Arguments> vectorsAndDisciplines() {
        return vectors()
                .flatMap(vector ->
                        Stream.of(PacketGps.Discipline.values()).map(discipline -> Arguments.of(vector, discipline)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void theFluidHasTheTagsAndFinishTimes(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        FluidGps fluid = new FluidGps(line(vector));
        weights(vector).forEach((flow, weight) -> fluid.setWeight(flow, weight, Rational.ZERO));
        Map<String, FluidPacket> packets = new LinkedHashMap<>();
        List<PacketGps.Arrival> arrivals = arrivals(vector);
        for (int i = 0; i < arrivals.size(); i++) {
            PacketGps.Arrival arrival = arrivals.get(i);
            packets.put(ids(vector).get(i), fluid.arrive(arrival.flow(), arrival.length(), arrival.time()));
        }
        fluid.drain();

        JsonNode expected = vector.path("expected");
        packets.forEach((id, packet) -> {
            assertThat(fluid.finish(packet)).as("finish of %s", id).isEqualTo(number(expected, "gps_finish", id));
            assertThat(packet.virtualStart()).as("S of %s", id).isEqualTo(number(expected, "virtual_start", id));
            assertThat(packet.virtualFinish()).as("F of %s", id).isEqualTo(number(expected, "virtual_finish", id));
        });
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("vectorsAndDisciplines")
    void theReferencesServeInTheOrderAndAtTheTimes(String name, PacketGps.Discipline discipline) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        List<String> ids = ids(vector);

        List<PacketGps.Service> services = PacketGps.serve(line(vector), weights(vector), arrivals(vector), discipline);

        String key = discipline == PacketGps.Discipline.WFQ ? "wfq" : "wf2q";
        assertThat(services)
                .extracting(service -> ids.get(service.arrival()) + " " + service.start() + " " + service.end())
                .isEqualTo(expectedServices(vector, key));
    }

    static Stream<Arguments> vectorsAndSchedulers() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("scfq", "scfq");
        keys.put("stfq", "stfq");
        keys.put("wfq", "wfq");
        keys.put("wf2q+", "wf2q_plus_normalised_weights");
        return vectors()
                .flatMap(vector ->
                        keys.entrySet().stream().map(entry -> Arguments.of(vector, entry.getKey(), entry.getValue())));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("vectorsAndSchedulers")
    void thePacketSchedulersServeInTheOrderAndAtTheTimes(String name, String scheduler, String key) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        Replay replay = Replay.through(scheduler).rate(line(vector));
        for (Map.Entry<String, JsonNode> weight : vector.path("weights").properties()) {
            replay.weight(weight.getKey(), Rational.parse(weight.getValue().asString()));
        }
        for (JsonNode packet : vector.path("packets")) {
            replay.arrival(
                    packet.path("id").asString(),
                    packet.path("flow").asString(),
                    packet.path("arrival").asString(),
                    packet.path("length").asString());
        }

        assertThat(replay.run().outcomes())
                .extracting(outcome -> outcome.id() + " " + outcome.startOrNull() + " " + outcome.endOrNull())
                .isEqualTo(expectedServices(vector, key));
    }

    private static List<String> expectedServices(JsonNode vector, String key) {
        return SchedulerVectors.list(vector.path("expected").path(key)).stream()
                .map(service -> service.path("id").asString() + " "
                        + Rational.parse(service.path("start").asString()) + " "
                        + Rational.parse(service.path("end").asString()))
                .toList();
    }

    private static Rational number(JsonNode expected, String key, String id) {
        return Rational.parse(expected.path(key).path(id).asString());
    }

    private static Rational line(JsonNode vector) {
        return Rational.parse(vector.path("link_rate").asString());
    }

    private static List<String> ids(JsonNode vector) {
        return SchedulerVectors.list(vector.path("packets")).stream()
                .map(packet -> packet.path("id").asString())
                .toList();
    }

    /** Numbers of the flows in the order in which the vector has them: it breaks ties by that. */
    private static Map<String, Integer> flows(JsonNode vector) {
        Map<String, Integer> flows = new LinkedHashMap<>();
        vector.path("weights").propertyNames().forEach(flow -> flows.put(flow, flows.size()));
        return flows;
    }

    private static Map<Integer, Rational> weights(JsonNode vector) {
        Map<Integer, Rational> weights = new TreeMap<>();
        flows(vector)
                .forEach((name, number) -> weights.put(
                        number, Rational.parse(vector.path("weights").path(name).asString())));
        return weights;
    }

    private static List<PacketGps.Arrival> arrivals(JsonNode vector) {
        Map<String, Integer> flows = flows(vector);
        List<PacketGps.Arrival> arrivals = new ArrayList<>();
        for (JsonNode packet : vector.path("packets")) {
            arrivals.add(new PacketGps.Arrival(
                    flows.getOrDefault(packet.path("flow").asString(), flows.size()),
                    Rational.parse(packet.path("arrival").asString()),
                    Rational.parse(packet.path("length").asString())));
        }
        return arrivals;
    }
}
