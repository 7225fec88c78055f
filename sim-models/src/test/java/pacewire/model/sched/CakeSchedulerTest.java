package pacewire.model.sched;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.StreamSupport;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

/** CAKE's shaper, tins, hosts, hash and COBALT. */
class CakeSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    /** 1000 bytes at 8 Mbps are 1 ms; idle time earns nothing. */
    @Test
    void theShaperSpacesPacketsExactly() {
        Polled cake = new Polled("cake", "bandwidth", "8 Mbps");
        cake.offer(1, 1000, 10 * MS, 3);
        assertThat(cake.take(10 * MS)).isNotNull();
        assertThat(cake.scheduler.readyAtPs(10 * MS)).isEqualTo(11 * MS);
        assertThat(cake.take(11 * MS - 1)).isNull();
        assertThat(cake.take(11 * MS)).isNotNull();
        assertThat(cake.take(12 * MS)).isNotNull();
        cake.offer(1, 1000, 100 * MS, 2);
        assertThat(cake.take(100 * MS)).isNotNull();
        assertThat(cake.take(100 * MS)).isNull();
    }

    /** EF (46) is voice: it goes first until it has had a quarter of the rate; CS1 (8) is bulk, with a sixteenth. */
    @Test
    void voiceGoesFirstWithinItsQuarterAndBulkKeepsASixteenth() {
        Polled cake = new Polled("cake", "bandwidth", "8 Mbps");
        byte[] dscps = {46, 0, 8};
        for (byte dscp : dscps) {
            cake.dscp = dscp;
            cake.offer(dscp, 1000, 0, 1000);
        }
        int[] sent = new int[64];
        for (int ms = 0; ms < 640; ms++) {
            Packet packet = Objects.requireNonNull(cake.scheduler.dequeue(ms * MS));
            sent[packet.dscp]++;
            if (ms == 0) {
                assertThat(packet.dscp).isEqualTo((byte) 46);
            }
        }
        assertThat(sent[46]).isBetween(156, 164);
        assertThat(sent[8]).isBetween(36, 44);
        assertThat(sent[0]).isBetween(432, 448);
    }

    @ParameterizedTest
    @CsvSource({"diffserv3,0,1,2,3", "diffserv4,0,1,3,4", "diffserv8,2,1,6,8", "besteffort,0,0,0,1"})
    void codePointsGoIntoTins(String mode, int best, int bulk, int voice, int tins) {
        CakeDiffserv diffserv = CakeDiffserv.of(CakeDiffserv.words().indexOf(mode));
        assertThat(diffserv.tinCount()).isEqualTo(tins);
        assertThat(diffserv.tin(0)).isEqualTo(best);
        assertThat(diffserv.tin(8)).isEqualTo(bulk);
        assertThat(diffserv.tin(46)).isEqualTo(voice);
    }

    /** Host 1 has nine flows, host 2 one: each flow a tenth, or each host a half. */
    @ParameterizedTest
    @CsvSource({"flows,60", "triple-isolate,300", "dual-srchost,300", "dual-dsthost,60", "srchost,300", "flowblind,0"})
    void hostsOrFlowsShareAlike(String isolation, int expected) {
        Polled cake = new Polled("cake", 3, "isolation", isolation, "rtt", "1000 s", "memoryLimit", "1 GB");
        for (int flow = 0; flow < 10; flow++) {
            cake.source = flow < 9 ? 1 : 2;
            cake.destination = 100 + flow;
            cake.offer(flow, 1514, 0, 700);
        }
        int ofSecond = 0;
        for (int i = 0; i < 600; i++) {
            Packet packet = Objects.requireNonNull(cake.scheduler.dequeue(0));
            ofSecond += packet.source == 2 ? 1 : 0;
        }
        assertThat(ofSecond).isBetween(expected * 9 / 10, expected * 11 / 10 + 1);
    }

    /** Of 500 flows in 1024 plain queues some 200 would share one; in sets of eight hardly any does. */
    @Test
    void theHashKeepsFlowsApart() {
        FlowHash hash = new FlowHash(new RandomStreams(5).stream("hash"));
        CakeTin tin = ((CakeScheduler) new Polled("cake").scheduler).tin(0);
        PacketPool pool = new PacketPool();
        java.util.Set<CakeQueue> taken = new java.util.HashSet<>();
        for (int flow = 0; flow < 500; flow++) {
            Packet packet = pool.take(0);
            packet.flow = flow;
            CakeQueue queue = tin.queueOf(packet, hash);
            tin.joined(queue);
            taken.add(queue);
            assertThat(tin.queueOf(packet, hash)).as("flow %d again", flow).isSameAs(queue);
        }
        assertThat(taken).hasSizeGreaterThanOrEqualTo(495);
    }

    /** Above 5 ms for 100 ms: the first mark, then at 100 / sqrt(2) and so on, by roots that are good to three digits. */
    @Test
    void cobaltMarksAndDropsLikeCodel() {
        Polled cake = new Polled("cake");
        cake.offer(1, 1500, 0, 1000);
        cake.take(0); // below target, or the first one above would be signalled at once
        StringBuilder drops = new StringBuilder();
        for (int ms = 10; ms < 400; ms++) {
            int before = cake.drops;
            cake.take(ms * MS);
            drops.append(cake.drops > before ? ms + " " : "");
        }
        // 10 + 100 (2^-32 less) = 110, + 70.7 = 180.7, + 57.7 = 238.4, + 50 = 288.4, + 44.7 = 333.2, + 40.8 = 374.0.
        assertThat(drops.toString().strip()).isEqualTo("110 181 239 289 334 374");

        Polled marking = new Polled("cake");
        marking.ecn = Ecn.ECT_0;
        marking.offer(1, 1500, 0, 1000);
        marking.take(0);
        for (int ms = 10; ms < 400; ms++) {
            marking.take(ms * MS);
        }
        assertThat(marking.drops).isZero();
        assertThat(marking.marks).isEqualTo(6);
    }

    @Test
    void rootsOfSmallCountsAreNearlyExact() {
        for (int count = 1; count < 16; count++) {
            // Four Newton steps from the neighbour: the kernel's plain one at 2 would be off by 0.2.
            assertThat(Cobalt.root(count) / 4294967296.0).isCloseTo(1 / Math.sqrt(count), Offset.offset(5e-4));
        }
    }

    /** One packet above the limit pushes out one from the head of the longest queue, and BLUE begins. */
    @Test
    void overflowPushesOutOfTheLongestQueueAndWakesBlue() {
        Polled cake = new Polled("cake", "memoryLimit", "10 kB", "isolation", "flows");
        cake.offer(1, 1000, 0, 6);
        cake.offer(2, 1000, 0, 4);
        assertThat(cake.drops).isZero();
        cake.offer(2, 1000, 0);
        assertThat(cake.news()).isEqualTo("0!");
        // Longer than all others, but alone in its queue: it is the victim itself.
        assertThat(cake.offer(3, 9000, 0)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(cake.scheduler.byteCount()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void blueRisesByTargetAndFallsMoreSlowly() {
        Cobalt cobalt = new Cobalt(new Cobalt.Settings(100 * MS, 5 * MS, 0), new RandomStreams(1).stream("drops"));
        cobalt.overflowed(0);
        cobalt.overflowed(5 * MS); // not above a target later
        assertThat(cobalt.blueProbability()).isEqualTo(1.0 / 256);
        cobalt.overflowed(6 * MS);
        assertThat(cobalt.blueProbability()).isEqualTo(2.0 / 256);
        cobalt.foundEmpty(12 * MS);
        assertThat(cobalt.blueProbability()).isEqualTo(2.0 / 256 - 1.0 / 4096);
        assertThat(cobalt.isAtRest(1000 * MS)).isFalse();
    }

    @Test
    void defaultsAreLinuxs() {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/aqm_shaping.json");
        Assumptions.assumeTrue(Files.exists(file), "no vectors beside the checkout");
        JsonNode cake = StreamSupport.stream(
                        JsonMapper.shared().readTree(file).path("vectors").spliterator(), false)
                .filter(vector -> vector.path("name").asString().equals("linux_qdisc_defaults"))
                .findFirst()
                .orElseThrow()
                .at("/expected/cake");
        CakeScheduler ours = (CakeScheduler) new Polled("cake").scheduler;
        assertThat(ours.tin(0).settings().intervalPs())
                .isEqualTo(cake.path("rtt_ms").asLong() * MS);
        assertThat(cake.path("target").asString()).isEqualTo("rtt/20=5 ms");
        assertThat(ours.tin(0).settings().targetPs()).isEqualTo(5 * MS);
        assertThat(CakeTin.QUEUES).isEqualTo(cake.path("queues").asInt());
        assertThat(CakeTin.WAYS).isEqualTo(cake.path("set_ways").asInt());
        assertThat(cake.path("flow_quantum").asString()).isEqualTo("clamp(rate>>12 B/s,300,1514)");
        // 1 Mbps: 30 bytes, so 300; 20 Mbps: 2,500,000 >> 12; 1 Gbps: above a frame.
        assertThat(CakeScheduler.flowQuantum(DataRate.parse("1 Mbps"))).isEqualTo(300);
        assertThat(CakeScheduler.flowQuantum(DataRate.parse("20 Mbps"))).isEqualTo(610);
        assertThat(CakeScheduler.flowQuantum(DataRate.parse("1 Gbps"))).isEqualTo(1514);
        assertThat(cake.path("blue_inc").asString() + " "
                        + cake.path("blue_dec").asString())
                .isEqualTo("1/256 1/4096");
    }

    @Test
    void aResetForgetsEverything() {
        Polled cake = new Polled("cake", "bandwidth", "8 Mbps");
        cake.offer(1, 1000, 0, 5);
        cake.take(0);
        cake.scheduler.reset((packet, reason, nowPs) -> assertThat(reason).isEqualTo(DropReason.RESET), 0);
        assertThat(cake.scheduler.packetCount()).isZero();
        assertThat(cake.scheduler.byteCount()).isZero();
        cake.offer(1, 1000, 0);
        assertThat(cake.scheduler.readyAtPs(0)).isZero();
    }
}
