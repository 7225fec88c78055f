package pacewire.model.sched;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class SfqSchedulerTest {
    private static final long HEAD = 1;

    private static BareLine sfq(Map<String, Long> parameters) {
        return BareLine.of(SfqScheduler.SPEC, parameters);
    }

    private static SfqScheduler scheduler(BareLine line) {
        return (SfqScheduler) line.scheduler;
    }

    /** The least flow number above another that is in a bucket of its own, or in the same one. */
    private static int flowBeside(BareLine line, int flow, boolean inTheSameBucket) {
        int other = flow + 1;
        while ((scheduler(line).bucketOf(other) == scheduler(line).bucketOf(flow)) != inTheSameBucket) {
            other++;
        }
        return other;
    }

    @Test
    void bucketsTakeTurnsWithOverdraft() {
        BareLine line = sfq(Map.of("quantum", 100L));
        line.offer(1, 60, 60, 60, 60);
        line.offer(2, 100, 100);

        // 1: 100, 40, -20, refilled to 80. 2: 100, 0, refilled. 1: 80, 20, empty.
        assertThat(line.serveAll()).isEqualTo("1:60 1:60 2:100 1:60 1:60 2:100");
    }

    @Test
    void flowsOfOneBucketShareItsTurnAndStandInOneQueue() {
        BareLine line = sfq(Map.of("quantum", 100L));
        int twin = flowBeside(line, 1, true);
        int alone = flowBeside(line, 1, false);
        line.offer(1, 100, 100);
        line.offer(twin, 100);
        line.offer(alone, 100, 100);

        String expected =
                "1:100 A:100 1:100 A:100 T:100".replace("A", "" + alone).replace("T", "" + twin);
        assertThat(line.serveAll()).isEqualTo(expected);
    }

    @Test
    void allotBeginsAnewWhenTheQueueWasEmpty() {
        BareLine line = sfq(Map.of("quantum", 100L));
        // Owes 900 when it leaves; the debt is gone with its last packet, as in Linux.
        line.offer(1, 1000);
        line.serveAll();
        line.offer(1, 60, 60);
        line.offer(2, 100);

        assertThat(line.serveAll()).isEqualTo("1:60 1:60 2:100");
    }

    @Test
    void aFullOneDropsTheTailOfTheLongestQueue() {
        BareLine line = sfq(Map.of("limit", 4L));
        line.offer(1, 10, 11, 12);
        line.offer(2, 20, 21);

        assertThat(line.drops).containsExactly("1#2 pushedOut");
        assertThat(line.serveAll()).isEqualTo("1:10 1:11 2:20 2:21");
    }

    @Test
    void headdropDropsTheHeadOfTheLongestQueue() {
        BareLine line = sfq(Map.of("limit", 4L, "drop", HEAD));
        line.offer(1, 10, 11, 12);
        line.offer(2, 20, 21);

        assertThat(line.drops).containsExactly("1#0 pushedOut");
        assertThat(line.serveAll()).isEqualTo("1:11 1:12 2:20 2:21");
    }

    @Test
    void ofEquallyLongQueuesThatWhichBecameSoLongLastLosesOne() {
        BareLine line = sfq(Map.of("limit", 4L));
        line.offer(1, 10, 11);
        line.offer(2, 20, 21);
        line.offer(3, 30);

        assertThat(line.drops).containsExactly("2#3 pushedOut");
        line.serve(1);
        line.offer(2, 22);
        // 2 is two long again; then 1 is, too: the packet that made it so is the one to go.
        assertThat(line.tryOffer(1, 12, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(line.serveAll()).isEqualTo("1:11 2:20 2:22 3:30");
    }

    @Test
    void aPacketThatMakesItsQueueTheLongestIsRefusedItself() {
        BareLine line = sfq(Map.of("limit", 3L));
        line.offer(1, 10, 11);
        line.offer(2, 20);

        assertThat(line.tryOffer(1, 12, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(line.drops).isEmpty();
        assertThat(line.scheduler.packetCount()).isEqualTo(3);
        assertThat(line.scheduler.byteCount()).isEqualTo(41);
    }

    @Test
    void whenAllHoldOnePacketThatWhoseTurnIsNextIsDropped() {
        BareLine line = sfq(Map.of("limit", 2L));
        line.offer(1, 10);
        line.offer(2, 20);
        line.offer(3, 30);

        assertThat(line.drops).containsExactly("1#0 pushedOut");
        assertThat(line.serveAll()).isEqualTo("2:20 3:30");
    }

    @Test
    void aBucketHoldsItsDepthAtMost() {
        BareLine line = sfq(Map.of("depth", 2L));
        line.offer(1, 10, 11);

        assertThat(line.tryOffer(1, 12, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);

        BareLine head = sfq(Map.of("depth", 1L, "drop", HEAD));
        head.offer(1, 10, 11);
        assertThat(head.drops).containsExactly("1#0 pushedOut");
        assertThat(head.serveAll()).isEqualTo("1:11");
    }

    @Test
    void noMoreBucketsHavePacketsThanThereAreFlows() {
        BareLine line = sfq(Map.of("flows", 2L));
        line.offer(1, 10);
        line.offer(2, 20);

        assertThat(line.tryOffer(3, 30, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        line.serve(1);
        line.offer(3, 30);
        assertThat(line.serveAll()).isEqualTo("2:20 3:30");
    }

    @ParameterizedTest(name = "perturb {0} us")
    @ValueSource(longs = {0, 100, 1000})
    void aChangedHashReordersNoFlow(long perturbUs) {
        BareLine line = sfq(Map.of("perturb", perturbUs * SimTime.MICROSECOND, "divisor", 4L, "quantum", 100L));
        RandomStream random = new RandomStreams(5).stream("sfq");
        Map<Integer, Long> last = new HashMap<>();
        int buckets = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(20) < 11) {
                line.tryOffer(random.nextInt(10), 1 + random.nextInt(100), packet -> {});
            }
            buckets |= 1 << scheduler(line).bucketOf(1);
            Packet packet = line.take();
            if (packet != null) {
                assertThat(packet.sequence).isGreaterThan(last.getOrDefault(packet.flow, -1L));
                last.put(packet.flow, packet.sequence);
            } else {
                line.waitUntil(line.nowPs() + 50 * SimTime.MICROSECOND);
            }
        }
        assertThat(Integer.bitCount(buckets)).isEqualTo(perturbUs == 0 ? 1 : 4);
    }

    @Test
    void theHashChangesAfterTheTimeFromTheFirstPacketWhoeverAsks() {
        Map<String, Long> parameters = Map.of("perturb", 100 * SimTime.MICROSECOND, "divisor", 65_536L);
        BareLine line = sfq(parameters);
        assertThat(line.scheduler.dequeue(7)).isNull();
        line.waitUntil(SimTime.SECOND);
        int bucket = scheduler(line).bucketOf(1);
        line.offer(1, 100, 100);
        line.take();
        assertThat(scheduler(line).bucketOf(1)).isEqualTo(bucket);
        // 100 us after the first packet.
        line.take();
        assertThat(scheduler(line).bucketOf(1)).isNotEqualTo(bucket);
    }

    /** Of 1024 flows in 1024 buckets (1 - 1/1024)^1023 = 36.8 % are alone; the deviation is 1.2 %. */
    @Test
    void flowsSpreadOverTheBucketsAsByChance() {
        BareLine line = sfq(Map.of());
        int[] flows = new int[1024];
        for (int flow = 0; flow < 1024; flow++) {
            flows[scheduler(line).bucketOf(flow)]++;
        }
        int alone = 0;
        for (int count : flows) {
            alone += count == 1 ? 1 : 0;
        }
        assertThat(alone).isBetween(377 - 50, 377 + 50);
    }

    @Test
    void resetBeginsAnewWithTheSameHash() {
        BareLine line = sfq(Map.of("quantum", 100L, "perturb", 100 * SimTime.MICROSECOND));
        int bucket = scheduler(line).bucketOf(1);
        line.offer(1, 60, 60, 60);
        line.offer(2, 100);
        line.serve(1);
        int[] dropped = {0};
        line.scheduler.reset((packet, reason, now) -> dropped[0]++, line.nowPs());

        assertThat(dropped[0]).isEqualTo(3);
        assertThat(line.scheduler.packetCount()).isZero();
        assertThat(line.scheduler.readyAtPs(0)).isEqualTo(PacketScheduler.NEVER);
        assertThat(scheduler(line).bucketOf(1)).isEqualTo(bucket);
        line.offer(1, 60, 60, 60);
        line.offer(2, 10);
        assertThat(line.serveAll()).isEqualTo("1:60 1:60 2:10 1:60");
    }
}
