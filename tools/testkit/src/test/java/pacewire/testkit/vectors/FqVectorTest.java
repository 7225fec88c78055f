package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.FqScheduler;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;

import static org.assertj.core.api.Assertions.assertThat;

/** The kernel's own test of times that senders name, and the gap that fq leaves behind a quantum. */
class FqVectorTest {
    private static final String FILE = "aqm_shaping.json";

    private final PacketPool pool = new PacketPool();

    static Stream<Arguments> selftest() {
        return StreamSupport.stream(
                        SchedulerVectors.named(FILE, "so_txtime_selftest")
                                .path("expected")
                                .spliterator(),
                        false)
                .filter(row -> row.path("qdisc").asString().startsWith("fq"))
                .map(row -> Arguments.of(
                        row.path("send").asString(), row.path("recv").asString()));
    }

    /** Each is a payload and the milliseconds after which it may leave, or left: exactly, where the kernel allows 4 ms. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("selftest")
    void theKernelsTestOfNamedTimes(String sent, String received) {
        PacketScheduler scheduler = fq(Map.of());
        String[] words = sent.split(",", -1);
        for (int i = 0; i < words.length; i += 2) {
            Packet packet = packet(1);
            packet.dscp = (byte) words[i].charAt(0);
            packet.eligiblePs = Long.parseLong(words[i + 1]) * SimTime.MILLISECOND;
            assertThat(scheduler.enqueue(packet, 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        }

        List<String> left = new ArrayList<>();
        long nowPs = 0;
        while (scheduler.packetCount() > 0) {
            nowPs = scheduler.readyAtPs(nowPs);
            Packet packet = Optional.ofNullable(scheduler.dequeue(nowPs)).orElseThrow();
            left.add((char) packet.dscp + "," + nowPs / SimTime.MILLISECOND);
        }
        assertThat(String.join(",", left)).isEqualTo(received);
    }

    @Test
    void theGapBehindAQuantum() {
        JsonNode vector = SchedulerVectors.named(FILE, "linux_fq_pacing_gap");
        JsonNode inputs = vector.path("inputs");
        int length = inputs.path("skb_len").asInt();
        long quantum = inputs.path("quantum").asLong();
        DataRate rate = new DataRate(8 * inputs.path("rate_Bps").asLong());
        PacketScheduler scheduler = fq(Map.of("quantum", quantum, "initialQuantum", (long) length));
        scheduler.openFlow(1, new FlowMetrics(null, rate, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1), null, 0);
        for (int i = 0; i < 2; i++) {
            assertThat(scheduler.enqueue(packet(length), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        }

        // One packet uses the first quantum up, and costs a whole one.
        assertThat(scheduler.dequeue(0)).isNotNull();
        long gapNs = vector.path("expected").path("gap_ns").asLong();
        assertThat(scheduler.readyAtPs(0)).isEqualTo(gapNs * SimTime.NANOSECOND);
    }

    private Packet packet(int bytes) {
        Packet packet = pool.take(0);
        packet.protocol = Protocol.RAW;
        packet.flow = 1;
        packet.payloadBytes = bytes;
        return packet;
    }

    private static PacketScheduler fq(Map<String, Long> parameters) {
        return SchedulerSetup.of(FqScheduler.SPEC, parameters)
                .create(SchedulerEnvironment.routerPort(
                        new DataRate(1_000_000_000), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1)));
    }
}
