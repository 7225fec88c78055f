package pacewire.model.sched;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.sched.SimulatedLine.Arrival;
import pacewire.model.sched.SimulatedLine.Departure;

import static org.assertj.core.api.Assertions.assertThat;

/** Payloads of 1250 bytes: 100 us at 100 Mbps, 50 us at 200 Mbps. Service takes 10 us each. */
class JitterEdfElasticTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;
    private static final int PAYLOAD = 1250;
    private static final DataRate MIN = DataRate.parse("100 Mbps");
    private static final DataRate MAX = DataRate.parse("200 Mbps");

    private final PacketSource source = new PacketSource();
    private final JitterEdfScheduler scheduler = new JitterEdfScheduler(
            SchedulerSetup.defaults(JitterEdfScheduler.SPEC), Ports.host(DataRate.parse("1 Gbps"), 0, 0, 1500));

    @Test
    void aloneItLeavesAtMaxRate() {
        open(1, MIN, MAX, 0, 1);

        assertThat(startsOf(1, serve(backlog(1, 5, 0)))).containsExactly("0 ps", "50 us", "100 us", "150 us", "200 us");
    }

    @Test
    void withoutMaxRateItTakesWhatThereIs() {
        open(1, MIN, null, 0, 1);

        assertThat(startsOf(1, serve(backlog(1, 4, 0)))).containsExactly("0 ps", "10 us", "20 us", "30 us");
    }

    @Test
    void aTimeAtMaxRateIsRoundedUp() {
        // 1250 bytes at 3 Mbps take 3333.333... us.
        open(1, null, DataRate.parse("3 Mbps"), 0, 1);

        assertThat(startsOf(1, serve(backlog(1, 3, 0)))).containsExactly("0 ps", "3333333.334 ns", "6666666.668 ns");
    }

    @Test
    void underFullLoadItKeepsMinRateAndSpareServiceCountsForIt() {
        // Against a flow of weight 1000: the first packet has its guaranteed turn at once. From 50 us on (maxRate) it
        // may
        // take spare capacity, and has the least start tag: it leaves then, and its next guaranteed turns come 100 us
        // after
        // that. Its finish tag is 1000 packets of the other ahead by then: no spare capacity until 10 ms.
        open(1, MIN, MAX, 0, 1);
        open(2, null, null, 0, 1000);
        List<Arrival> arrivals = new ArrayList<>(backlog(1, 6, 0));
        arrivals.addAll(backlog(2, 100, 0));

        assertThat(startsOf(1, serve(arrivals)))
                .containsExactly("0 ps", "50 us", "150 us", "250 us", "350 us", "450 us");
    }

    @Test
    void theDeadlineOfAGuaranteedTurnIsOnePacketTimeLaterAtLeastTheElasticTolerance() {
        // 1500 bytes at 10 Mbps are 1.2 ms; at 100 Mbps they are 120 us, less than 1 ms.
        open(1, DataRate.parse("10 Mbps"), MAX, 0, 1);
        open(2, MIN, MAX, 0, 1);

        assertThat(deadlineOf(1)).isEqualTo(1200 * US);
        assertThat(deadlineOf(2)).isEqualTo(MS);
    }

    @Test
    void maxDelayIsTheToleranceOfAGuaranteedTurn() {
        FlowMetrics metrics = new FlowMetrics(MIN, MAX, FlowMetrics.NONE, 3 * MS, 0, 1);
        scheduler.openFlow(1, metrics, TrafficEnvelope.paced(1500, MIN), 0);

        assertThat(deadlineOf(1)).isEqualTo(3 * MS);
    }

    @Test
    void anIdleFlowSavesNoCredit() {
        // One packet at 0; three more after a pause of 1 ms leave at maxRate and not at once.
        open(1, MIN, MAX, 0, 1);
        List<Arrival> arrivals = new ArrayList<>(backlog(1, 1, 0));
        arrivals.addAll(backlog(1, 3, MS));

        assertThat(startsOf(1, serve(arrivals))).containsExactly("0 ps", "1 ms", "1.05 ms", "1.1 ms");
    }

    @Test
    void spareCapacityIsSharedByWeight() {
        // Weights 1 and 3: in 40 departures 10 and 30.
        open(1, null, null, 0, 1);
        open(2, null, null, 0, 3);
        List<Arrival> arrivals = new ArrayList<>(backlog(1, 40, 0));
        arrivals.addAll(backlog(2, 40, 0));

        List<Departure> first = serve(arrivals).subList(0, 40);

        assertThat(startsOf(1, first)).hasSize(10);
        assertThat(startsOf(2, first)).hasSize(30);
    }

    @Test
    void spareCapacityGoesToTheHighestPriorityFirst() {
        open(1, null, null, 2, 1000);
        open(2, null, null, 5, 1);
        open(3, null, null, 2, 1);
        List<Arrival> arrivals = new ArrayList<>(backlog(1, 2, 0));
        arrivals.addAll(backlog(3, 1, 0));
        arrivals.addAll(backlog(2, 2, 0));
        arrivals.addAll(backlog(9, 1, 0));

        assertThat(flowsOf(serve(arrivals))).containsExactly(2, 2, 1, 3, 1, 9);
    }

    @Test
    void aFlowThatIsEmptyInBetweenDoesNotGetMoreThanItsShare() {
        // Flow 1 never has more than one packet, and its next comes right after each departure. Start tags in packets:
        // flow 1: 0, 1, 2, 3 - flow 2: 0, 1, 2, 3; of equal tags the packet that came first goes first.
        scheduler.enqueue(source.plain(1, PAYLOAD), 0);
        for (int i = 0; i < 4; i++) {
            scheduler.enqueue(source.plain(2, PAYLOAD), 0);
        }
        List<Integer> flows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Packet packet = Objects.requireNonNull(scheduler.dequeue(i));
            flows.add(packet.flow);
            if (packet.flow == 1) {
                scheduler.enqueue(source.plain(1, PAYLOAD), i);
            }
        }

        assertThat(flows).containsExactly(1, 2, 2, 1, 2, 1, 2, 1);
    }

    @Test
    void aFlowThatComesLaterHasNoCreditForTheTimeBefore() {
        // Flow 2 comes when flow 1 has sent 4 packets: it starts level with it instead of sending 4 in a row.
        open(1, null, null, 0, 1);
        open(2, null, null, 0, 1);
        List<Arrival> arrivals = new ArrayList<>(backlog(1, 7, 0));
        arrivals.addAll(backlog(2, 4, 35 * US));

        assertThat(flowsOf(serve(arrivals))).containsExactly(1, 1, 1, 1, 2, 1, 2, 1, 2, 1, 2);
    }

    @Test
    void anElasticPacketIsToldWhenItMayLeaveAndWhenItMust() {
        open(1, MIN, MAX, 0, 1);
        scheduler.enqueue(source.plain(1, PAYLOAD), 0);
        Packet second = source.plain(1, PAYLOAD);
        scheduler.enqueue(second, 0);

        scheduler.dequeue(0);

        // By maxRate at 50 us; by minRate at 100 us, 1 ms of tolerance.
        assertThat(second.eligiblePs).isEqualTo(50 * US);
        assertThat(second.deadlinePs).isEqualTo(1100 * US);
        assertThat(scheduler.readyAtPs(0)).isEqualTo(50 * US);
    }

    @Test
    void aPacketHeldBackByMaxRateSaysSoAndHasNoDeadline() {
        open(1, null, MAX, 0, 1);
        scheduler.enqueue(source.plain(1, PAYLOAD), 0);
        Packet second = source.plain(1, PAYLOAD);
        scheduler.enqueue(second, 0);

        scheduler.dequeue(0);

        assertThat(second.eligiblePs).isEqualTo(50 * US);
        assertThat(second.deadlinePs).isEqualTo(Long.MAX_VALUE);
    }

    /** Published examples of fair queueing, all served in the order of their start tags. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bennett_zhang_11_sessions",
                "bennett_zhang_11_sessions_paced_arrivals",
                "keshav_round_number",
                "peterson_davie_fq"
            })
    void startTimeFairQueueingServesThePublishedExamplesInTheirOrder(String name) throws Exception {
        JsonNode vector = vector(name);
        Map<String, Integer> flows = new LinkedHashMap<>();
        vector.get("weights").propertyStream().forEach(entry -> {
            flows.put(entry.getKey(), flows.size());
            open(
                    flows.size() - 1,
                    null,
                    null,
                    0,
                    weightInTwentieths(entry.getValue().stringValue()));
        });
        Map<Packet, String> names = new LinkedHashMap<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (JsonNode packet : vector.get("packets")) {
            // A unit of length is 100 bytes on the wire (66 of them headers and Ethernet), a unit of time a second.
            int length = Integer.parseInt(packet.get("length").stringValue());
            int flow = Objects.requireNonNull(flows.get(packet.get("flow").asString()));
            Packet made = source.plain(flow, 100 * length - 66);
            names.put(made, packet.get("id").stringValue());
            arrivals.add(new Arrival(secondsOf(packet.get("arrival")), made));
        }

        List<String> served =
                SimulatedLine.serve(scheduler, arrivals, packet -> packet.wireBytes() / 100 * SimTime.SECOND, () -> 0)
                        .stream()
                        .map(departure -> names.get(departure.packet()) + " " + departure.startPs())
                        .toList();

        List<String> expected = new ArrayList<>();
        for (JsonNode departure : vector.at("/expected/stfq")) {
            expected.add(departure.get("id").stringValue() + " " + secondsOf(departure.get("start")));
        }
        assertThat(served).isEqualTo(expected);
    }

    private static int weightInTwentieths(String weight) {
        String[] parts = weight.split("/", 2);
        return parts.length == 1 ? 20 * Integer.parseInt(weight) : 20 / Integer.parseInt(parts[1]);
    }

    private static long secondsOf(JsonNode number) {
        return Integer.parseInt(number.stringValue()) * SimTime.SECOND;
    }

    private static JsonNode vector(String name) throws Exception {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/fq_gps_wfq_wf2q.json");
        Assumptions.assumeTrue(Files.exists(file), () -> "no " + file);
        for (JsonNode vector :
                JsonMapper.shared().readTree(Files.readString(file)).get("vectors")) {
            if (vector.get("name").stringValue().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector " + name);
    }

    private void open(int flow, @Nullable DataRate min, @Nullable DataRate max, int priority, int weight) {
        FlowMetrics metrics = new FlowMetrics(min, max, FlowMetrics.NONE, FlowMetrics.NONE, priority, weight);
        TrafficEnvelope envelope = min == null ? null : TrafficEnvelope.paced(1500, min);
        assertThat(scheduler.openFlow(flow, metrics, envelope, 0)).isEqualTo(Admission.ADMITTED);
    }

    private List<Arrival> backlog(int flow, int packets, long timePs) {
        return Stream.generate(() -> new Arrival(timePs, source.plain(flow, PAYLOAD)))
                .limit(packets)
                .toList();
    }

    private List<Departure> serve(List<Arrival> arrivals) {
        return SimulatedLine.serve(scheduler, arrivals, packet -> 10 * US, () -> 0);
    }

    private long deadlineOf(int flow) {
        Packet packet = source.plain(flow, PAYLOAD);
        scheduler.enqueue(packet, 0);
        return packet.deadlinePs;
    }

    private static List<String> startsOf(int flow, List<Departure> departures) {
        return departures.stream()
                .filter(departure -> departure.packet().flow == flow)
                .map(departure -> SimTime.format(departure.startPs()))
                .toList();
    }

    private static List<Integer> flowsOf(List<Departure> departures) {
        return departures.stream().map(departure -> departure.packet().flow).toList();
    }
}
