package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class DrrSchedulerTest {
    private static final long PAPER = 0;
    private static final long LINUX = 1;
    private static final long OVERDRAFT = 2;

    private static BareLine drr(long quantum, long flavour) {
        return BareLine.of(DrrScheduler.SPEC, Map.of("quantum", quantum, "flavour", flavour));
    }

    @Test
    void whatDoesNotFitIntoTheCreditWaitsForTheNextVisitAndTheRestIsSaved() {
        BareLine line = drr(500, PAPER);
        line.offer(1, 200, 750, 20);
        line.offer(2, 500, 500);

        // 1: 500 - 200 leaves 300, less than 750. 2: 500, all. 1: 800 - 750 - 20. 2: 500.
        assertThat(line.serveAll()).isEqualTo("1:200 2:500 1:750 1:20 2:500");
    }

    @Test
    void aPacketThatFitsExactlyLeaves() {
        BareLine line = drr(500, PAPER);
        line.offer(1, 500, 1);
        line.offer(2, 500);

        assertThat(line.serveAll()).isEqualTo("1:500 2:500 1:1");
    }

    @Test
    void theQuantumComesOnceAVisitAndNotForEachPacket() {
        BareLine line = drr(100, PAPER);
        line.offer(1, 60, 60, 60, 60);
        line.offer(2, 100, 100);

        // 1: 100 - 60, then 40 < 60. With a quantum for each packet all four would leave at once.
        assertThat(line.serveAll()).isEqualTo("1:60 2:100 1:60 1:60 2:100 1:60");
    }

    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {PAPER, LINUX, OVERDRAFT})
    void creditIsGoneWhenTheQueueIsEmpty(long flavour) {
        BareLine line = drr(500, flavour);
        line.offer(1, 100);
        assertThat(line.serveAll()).isEqualTo("1:100");
        assertThat(((DrrScheduler) line.scheduler).deficitBytes(1)).isZero();

        line.offer(1, 400, 400);
        line.offer(2, 500);

        // 400 saved would let both leave; overdraft lets the second one leave on the 100 that are left.
        assertThat(line.serveAll()).isEqualTo(flavour == OVERDRAFT ? "1:400 1:400 2:500" : "1:400 2:500 1:400");
    }

    @Test
    void anOpenFlowLosesItsCreditAsWell() {
        BareLine line = drr(500, PAPER);
        line.open(1, 1);
        line.offer(1, 100);
        line.serveAll();

        assertThat(((DrrScheduler) line.scheduler).deficitBytes(1)).isZero();
    }

    @Test
    void aPacketOfManyQuantaLeavesAfterAsManyVisits() {
        BareLine line = drr(10, PAPER);
        line.offer(1, 95);
        line.offer(2, 30, 30, 30, 30);

        // 1 has 100 in its tenth visit; 2 sends in its visits 3, 6 and 9.
        assertThat(line.serveAll()).isEqualTo("2:30 2:30 2:30 1:95 2:30");
    }

    @Test
    void aLonePacketLargerThanTheQuantumLeavesAtOnce() {
        BareLine line = drr(1, PAPER);
        line.offer(1, 1000);

        assertThat(line.scheduler.readyAtPs(0)).isZero();
        assertThat(line.serve()).isEqualTo("1:1000");
    }

    @Test
    void overdraftSendsOnAnyCreditAndOwesTheRest() {
        BareLine line = drr(100, OVERDRAFT);
        line.offer(1, 60, 60, 60, 60);
        line.offer(2, 100, 100);

        // 1: 100, 40, -20, refilled to 80. 2: 100, 0, refilled. 1: 80, 20, empty.
        assertThat(line.serveAll()).isEqualTo("1:60 1:60 2:100 1:60 1:60 2:100");
    }

    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {PAPER, LINUX, OVERDRAFT})
    void weightsScaleTheQuantum(long flavour) {
        BareLine line = drr(100, flavour);
        line.open(1, 3);
        line.open(2, 1);
        line.offer(1, 100, 100, 100, 100, 100, 100);
        line.offer(2, 100, 100);

        assertThat(line.serveAll()).isEqualTo("1:100 1:100 1:100 2:100 1:100 1:100 1:100 2:100");
    }

    @Test
    void aChangedWeightCountsFromTheNextVisitInThePaperAndFromTheOneAfterItInLinux() {
        assertThat(afterWeightChange(PAPER)).isEqualTo("1:100 2:100 1:100 1:100 2:100 1:100 1:100");
        // Linux gave the old quantum to the second visit when the first one ended, which is when 2 was looked at.
        assertThat(afterWeightChange(LINUX)).isEqualTo("1:100 2:100 1:100 2:100 1:100 1:100 1:100");
    }

    private static String afterWeightChange(long flavour) {
        BareLine line = drr(100, flavour);
        line.open(1, 1);
        line.offer(1, 100, 100, 100, 100, 100);
        line.offer(2, 100, 100);
        String before = line.serve(2);
        line.scheduler.changeFlow(1, BareLine.weight(2), null, 0);
        return before + " " + line.serveAll();
    }

    @Test
    void aFlowThatComesIsVisitedAfterAllOthers() {
        BareLine line = drr(100, PAPER);
        line.offer(1, 100, 100);
        line.offer(2, 100, 100);
        String before = line.serve(1);
        line.offer(3, 100);

        // 1 is still in front when 3 comes: its visit ends when it is seen that the next packet does not fit.
        assertThat(before + " " + line.serveAll()).isEqualTo("1:100 2:100 3:100 1:100 2:100");
    }

    @Test
    void defaultQuantumIsTheLargestPacketOfTheLine() {
        BareLine line = BareLine.of(DrrScheduler.SPEC, Map.of());
        line.offer(1, 999, 1, 1);
        line.offer(2, 1000);

        assertThat(line.serveAll()).isEqualTo("1:999 1:1 2:1000 1:1");
    }

    @Test
    void refusesAtTheFlowsLimitAndAtTheLimitOfAll() {
        BareLine line = BareLine.of(DrrScheduler.SPEC, Map.of("flowLimit", 2L, "limit", 3L));
        line.offer(1, 10, 10);
        assertThat(line.tryOffer(1, 10, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        line.offer(2, 10);
        assertThat(line.tryOffer(3, 10, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(line.serveAll()).isEqualTo("1:10 1:10 2:10");
    }

    @Test
    void resetForgetsTheCreditAndTheVisit() {
        BareLine line = drr(500, PAPER);
        line.offer(1, 100, 450);
        line.serve(1);
        int[] dropped = {0};
        line.scheduler.reset((packet, reason, now) -> dropped[0]++, line.nowPs());
        assertThat(dropped[0]).isEqualTo(1);
        assertThat(line.scheduler.packetCount()).isZero();
        assertThat(line.scheduler.readyAtPs(line.nowPs())).isEqualTo(PacketScheduler.NEVER);

        line.offer(1, 400, 400);
        line.offer(2, 500);

        assertThat(line.serveAll()).isEqualTo("1:400 2:500 1:400");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thePapersOrderIsLinuxOrderWhileNoWeightChanges(long seed) {
        RandomStream random = new RandomStreams(seed).stream("drr");
        BareLine paper = drr(300, PAPER);
        BareLine linux = drr(300, LINUX);
        for (int flow = 0; flow < 6; flow++) {
            paper.open(flow, 1 + flow % 3);
            linux.open(flow, 1 + flow % 3);
        }
        for (int step = 0; step < 5000; step++) {
            if (random.nextInt(2) == 0) {
                int flow = random.nextInt(6);
                int bytes = 1 + random.nextInt(1000);
                paper.offer(flow, bytes);
                linux.offer(flow, bytes);
            } else {
                assertThat(paper.serve()).isEqualTo(linux.serve());
            }
        }
    }

    /** The paper's lemma 2 and theorem 3: services of flows that always have packets differ by Q + L_i/w_i + L_j/w_j at most. */
    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {PAPER, LINUX, OVERDRAFT})
    void servicesPerWeightStayClose(long flavour) {
        RandomStream random = new RandomStreams(7).stream("drr");
        BareLine line = drr(700, flavour);
        line.open(1, 1);
        line.open(2, 4);
        long[] served = new long[3];
        long most = 0;
        for (int packets = 0; packets < 3; packets++) {
            line.offer(1, 1 + random.nextInt(1000));
            line.offer(2, 1 + random.nextInt(200));
        }
        for (int step = 0; step < 20_000; step++) {
            Packet packet = line.takeOne();
            served[packet.flow] += packet.payloadBytes;
            most = Math.max(most, Math.abs(served[1] * 4 - served[2]));
            line.offer(packet.flow, 1 + random.nextInt(packet.flow == 1 ? 1000 : 200));
        }
        // In quarters of bytes per weight: 4 (700 + 1000 + 200/4) = 7000, from the start, where no credit is saved.
        assertThat(most).isBetween(4 * 700L, 7000L);
    }
}
