package pacewire.testkit.vectors;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.sched.CreditSlopes;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TbfScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/** Facts about shapers and schedulers of instants, deadlines and frames. */
class ShapingVectorsTest {
    private static final String SHAPING = "aqm_shaping.json";
    private static final String CALCULUS = "network_calculus.json";

    private final PacketPool pool = new PacketPool();

    @Test
    void tbfLetsGoWhenAndWithTheTokensOfNs3() {
        JsonNode vector = SchedulerVectors.named(SHAPING, "ns3_tbf_a");
        JsonNode inputs = vector.path("inputs");
        PolledScheduler polled = new PolledScheduler(
                "tbf",
                Map.of(
                        "rate",
                        8 * inputs.path("rate").asLong(),
                        "burst",
                        inputs.path("burst").asLong()));
        TbfScheduler scheduler = (TbfScheduler) polled.scheduler;
        // "12 packets of 1000 B at t=0", and a look every millisecond, a nanosecond late.
        for (int packet = 0; packet < 12; packet++) {
            polled.enqueue(0, packet, 1000, 0);
        }
        List<String> log = new ArrayList<>();
        for (long now = SimTime.NANOSECOND; polled.scheduler.packetCount() > 0; now += SimTime.MILLISECOND) {
            for (Packet packet = polled.dequeue(now); packet != null; packet = polled.dequeue(now)) {
                log.add(packet.sequence + " at " + now / SimTime.NANOSECOND + " ns leaves " + scheduler.tokens(now));
            }
        }

        List<String> expected = SchedulerVectors.list(vector.at("/expected/departures")).stream()
                .map(departure -> departure.path("packet").asLong() + " at "
                        + departure.path("t_ns").asLong() + " ns leaves "
                        + departure.path("tokens_after").asLong())
                .toList();
        assertThat(log).hasSize(12).isEqualTo(expected);
    }

    @Test
    void tbfBlocksThePacketsOfNs3sSuite() {
        JsonNode vector = SchedulerVectors.named(SHAPING, "ns3_tbf_suite_3");
        JsonNode inputs = vector.path("inputs");
        PolledScheduler polled = new PolledScheduler(
                "tbf",
                Map.of(
                        "rate",
                        8 * inputs.path("rate_Bps").asLong(),
                        "burst",
                        inputs.path("burst").asLong(),
                        "peakRate",
                        8 * inputs.path("peak_Bps").asLong(),
                        "peakBurst",
                        inputs.path("mtu").asLong()));
        List<Integer> blocked = new ArrayList<>();
        // The i-th, from 1, comes at 0.09 (i + 1) s and is looked for at 0.1 (i + 1) s.
        int came = 0;
        for (int index = 1; index <= 10; index++) {
            long now = 100L * (index + 1) * SimTime.MILLISECOND;
            while (came < 10 && 90L * (came + 2) * SimTime.MILLISECOND <= now) {
                came++;
                polled.enqueue(0, came, inputs.path("packet").asInt(), 90L * (came + 1) * SimTime.MILLISECOND);
            }
            if (polled.dequeue(now) == null) {
                blocked.add(index);
            }
        }

        List<Integer> expected = SchedulerVectors.list(vector.at("/expected/blocked_packet_index")).stream()
                .map(JsonNode::asInt)
                .toList();
        assertThat(blocked).isNotEmpty().isEqualTo(expected);
        // Its tokens were 0 after the ninth at 1 s; 1000 more take 200 ms.
        assertThat(polled.scheduler.readyAtPs(1100 * SimTime.MILLISECOND)).isEqualTo(1200 * SimTime.MILLISECOND);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"token_bucket_max_burst_250000", "token_bucket_max_burst_1000000"})
    void aBurstAtFullRateHasTheBytesOfTheTextbook(String name) {
        JsonNode vector = SchedulerVectors.named(CALCULUS, name);
        int packetBytes = 100;
        BigDecimal bytes = vector.at("/expected/bytes").decimalValue();
        List<Long> starts = throughTbf(vector.path("inputs"), packetBytes, bytes.intValue() / packetBytes + 10);
        DataRate line = rate(vector.at("/inputs/M"));
        int atFullRate = 1;
        while (starts.get(atFullRate) - starts.get(atFullRate - 1) == line.psForBytes(packetBytes)) {
            atFullRate++;
        }

        // A packet needs its tokens when it starts, a fluid as it flows: less by one packet at most.
        assertThat(BigDecimal.valueOf((long) atFullRate * packetBytes))
                .isBetween(bytes.subtract(BigDecimal.valueOf(packetBytes)), bytes);
    }

    @Test
    void aTransferThroughABucketTakesTheTimeOfTheTextbook() {
        JsonNode vector = SchedulerVectors.named(CALCULUS, "token_bucket_drain_12MB");
        int packetBytes = 1000;
        int packets = vector.at("/inputs/size").asInt() / packetBytes;

        List<Long> starts = throughTbf(vector.path("inputs"), packetBytes, packets);

        // The last packet starts when all its tokens are there, which is when a fluid would end.
        assertThat(starts.get(packets - 1)).isEqualTo(ps(vector.at("/expected/time_s"), SimTime.SECOND));
    }

    @Test
    void cbsHasTheSlopesAndCreditsOfTheManualPage() {
        JsonNode vector = SchedulerVectors.named(SHAPING, "tc_cbs_man_example");
        JsonNode inputs = vector.path("inputs");
        JsonNode expected = vector.path("expected");
        CreditSlopes slopes = new CreditSlopes(
                new DataRate(1000 * inputs.path("idleslope_kbit").asLong()),
                new DataRate(inputs.path("port_bps").decimalValue().longValueExact()));

        assertThat(slopes.sendSlopeBps())
                .isEqualTo(1000 * expected.path("sendslope_kbit").asLong());
        assertThat(slopes.hiCredit(inputs.path("max_interference").asLong()))
                .isEqualTo(Rational.of(expected.path("hicredit_bytes").asLong()));
        assertThat(slopes.loCredit(inputs.path("max_frame").asLong()))
                .isEqualTo(Rational.of(expected.path("locredit_bytes").asLong()));
        assertThat(Packet.wireBytesOf(284))
                .isEqualTo(expected.path("frame_284B_payload_on_wire").asInt());
    }

    @Test
    void edfAdmitsWhatIsSchedulableAndNotALesserDelay() {
        JsonNode vector = SchedulerVectors.named(SHAPING, "edf_schedulability");
        JsonNode flows = vector.at("/inputs/flows");
        assertThat(vector.at("/inputs/C").asInt()).isEqualTo(1);
        long givenPs = SimTime.SECOND * flows.get(0).path("d").asInt();
        long leastPs =
                SimTime.SECOND * vector.at("/expected/minimum_d1_given_d2_8").asInt();

        assertThat(admits(flows, givenPs))
                .isEqualTo(vector.at("/expected/schedulable").asBoolean());
        assertThat(admits(flows, leastPs)).isTrue();
        assertThat(admits(flows, leastPs - 1)).isFalse();
    }

    /** Units of 1000 bytes and of seconds: then all rates are whole bits per second. */
    private static boolean admits(JsonNode flows, long firstDelayPs) {
        PacketScheduler scheduler = SchedulerSetup.defaults(
                        PacketSchedulers.find("edf").orElseThrow())
                .create(environment(new DataRate(8_000), 1000, new ArrayList<>()));
        long secondDelayPs = SimTime.SECOND * flows.get(1).path("d").asInt();
        return scheduler
                        .openFlow(1, delay(secondDelayPs), envelope(flows.get(1)), 0)
                        .isAdmitted()
                && scheduler
                        .openFlow(0, delay(firstDelayPs), envelope(flows.get(0)), 0)
                        .isAdmitted();
    }

    private static TrafficEnvelope envelope(JsonNode flow) {
        int packetBytes = 1000 * flow.path("L").asInt();
        DataRate rate =
                new DataRate(flow.path("rho").decimalValue().movePointRight(3).longValueExact() * 8);
        return new TrafficEnvelope(
                packetBytes,
                DataRate.parse("10 Gbps"),
                1000L * flow.path("sigma").asInt(),
                rate);
    }

    private static FlowMetrics delay(long maxDelayPs) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, maxDelayPs, 0, 1);
    }

    @Test
    void etfDeliversAsTheKernelsSelftestExpects() {
        JsonNode vector = SchedulerVectors.named(SHAPING, "so_txtime_selftest");
        long tolerance = vector.at("/inputs/tolerance_us").asLong() * SimTime.MICROSECOND;
        int rows = 0;
        for (JsonNode row : SchedulerVectors.list(vector.path("expected"))) {
            if (row.path("qdisc").asString().startsWith("etf")) {
                rows++;
                for (String send : row.path("send").asString().split(" or ", -1)) {
                    checkEtf(send, row.path("recv").asString(), tolerance);
                }
            }
        }
        // The other rows are of fq.
        assertThat(rows).isEqualTo(3);
    }

    /** Payloads and milliseconds, "a,10,b,20". The system call takes a microsecond until the packet is there. */
    private void checkEtf(String send, String receive, long tolerancePs) {
        List<String> drops = new ArrayList<>();
        PacketScheduler scheduler = SchedulerSetup.of(
                        PacketSchedulers.find("etf").orElseThrow(), Map.of("delta", 400 * SimTime.MICROSECOND))
                .create(environment(DataRate.parse("1 Gbps"), 1538, drops));
        String[] sent = send.split(",", -1);
        for (int item = 0; item < sent.length; item += 2) {
            Packet packet = packet(sent[item].charAt(0), 1);
            packet.eligiblePs = Long.parseLong(sent[item + 1]) * SimTime.MILLISECOND;
            if (scheduler.enqueue(packet, SimTime.MICROSECOND) instanceof DropReason reason) {
                drops.add(reason.key());
            }
        }
        if (receive.equals("dropped")) {
            assertThat(drops).as(send).containsExactly("tooLate");
            return;
        }
        String[] received = receive.split(",", -1);
        long now = SimTime.MICROSECOND;
        for (int item = 0; item < received.length; item += 2) {
            now = scheduler.readyAtPs(now);
            Packet packet = Objects.requireNonNull(scheduler.dequeue(now), send);
            assertThat((char) packet.flow).as(send).isEqualTo(received[item].charAt(0));
            long expected = Long.parseLong(received[item + 1]) * SimTime.MILLISECOND;
            assertThat(Math.abs(now - expected)).as(send).isLessThanOrEqualTo(tolerancePs);
        }
        assertThat(scheduler.packetCount()).isZero();
        assertThat(drops).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void stopAndGoKeepsDelayAndJitterWithinItsBounds(long seed) {
        JsonNode vector = SchedulerVectors.named(SHAPING, "stop_and_go_bounds");
        long frame = ps(vector.at("/inputs/T_ms"), SimTime.MILLISECOND);
        int hops = vector.at("/inputs/hops").asInt();
        long link = ps(vector.at("/inputs/prop_total_ms"), SimTime.MILLISECOND) / hops;
        RandomStream random = new RandomStreams(seed).stream("frames");
        List<Long> delays = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            long sent = number * frame + random.nextLong(frame);
            long now = sent;
            for (int hop = 0; hop < hops; hop++) {
                PacketScheduler scheduler = SchedulerSetup.of(
                                PacketSchedulers.find("stop-and-go").orElseThrow(),
                                Map.of("frame", frame, "arrivalOffset", hop == 0 ? 0 : link))
                        .create(environment(DataRate.parse("1 Gbps"), 1538, new ArrayList<>()));
                scheduler.enqueue(packet(0, 1000), now);
                // Anywhere in its departing frame, behind others; frames arrive as much later as the link takes.
                now = scheduler.readyAtPs(now) + random.nextLong(frame) + link;
            }
            delays.add(now - sent - hops * link);
        }
        long least = delays.stream().min(Comparator.naturalOrder()).orElseThrow();
        long most = delays.stream().max(Comparator.naturalOrder()).orElseThrow();

        // D = alpha H T + d with 1 <= alpha < 2 and |d| < T.
        assertThat(least).isGreaterThan(ps(vector.at("/expected/queueing_min_ms"), SimTime.MILLISECOND) - frame);
        assertThat(most).isLessThan(ps(vector.at("/expected/queueing_max_ms"), SimTime.MILLISECOND) + frame);
        assertThat(vector.at("/expected/jitter_bound_ms").asString()).isEqualTo("<2T=20");
        assertThat(most - least).isLessThan(2 * frame);
    }

    /** When packets start that all come at 0, on a line of rate M behind a bucket (b, r). */
    private List<Long> throughTbf(JsonNode inputs, int packetBytes, int packets) {
        PacketScheduler scheduler = SchedulerSetup.of(
                        PacketSchedulers.find("tbf").orElseThrow(),
                        Map.of(
                                "rate", rate(inputs.path("r")).bitsPerSecond(),
                                "burst", inputs.path("b").decimalValue().longValueExact(),
                                "limit", (long) packets))
                .create(environment(rate(inputs.path("M")), packetBytes, new ArrayList<>()));
        for (int packet = 0; packet < packets; packet++) {
            scheduler.enqueue(packet(0, packetBytes), 0);
        }
        long packetPs = rate(inputs.path("M")).psForBytes(packetBytes);
        List<Long> starts = new ArrayList<>();
        long now = 0;
        while (scheduler.packetCount() > 0) {
            now = scheduler.readyAtPs(now);
            assertThat(scheduler.dequeue(now)).isNotNull();
            starts.add(now);
            now += packetPs;
        }
        return starts;
    }

    private Packet packet(int flow, int bytes) {
        Packet packet = pool.take(0);
        packet.protocol = Protocol.RAW;
        packet.flow = flow;
        packet.payloadBytes = bytes;
        return packet;
    }

    private static SchedulerEnvironment environment(DataRate line, int largestBytes, List<String> drops) {
        return new SchedulerEnvironment(
                line,
                0,
                0,
                largestBytes,
                (packet, reason, now) -> drops.add(reason.key()),
                "port",
                new RandomStreams(1));
    }

    /** A rate that is given in bytes a second. */
    private static DataRate rate(JsonNode bytesPerSecond) {
        return new DataRate(bytesPerSecond.decimalValue().longValueExact() * 8);
    }

    private static long ps(JsonNode number, long unitPs) {
        return number.decimalValue().multiply(BigDecimal.valueOf(unitPs)).longValueExact();
    }
}
