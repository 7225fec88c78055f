package pacewire.model.sched;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** Turns of queues, new ones first; what is pushed out; and CoDel in each. */
class FqCodelSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    /** A turn of 1000: 800 is sent with 200 left, another 800 with an overdraft of 600; then the other flow's turn. */
    @Test
    void aTurnMayBeOverdrawnOnce() {
        Polled fq = new Polled("fq_codel", "quantum", "1000 B");
        fq.offer(1, 800, 0, 4);
        fq.offer(2, 800, 0, 4);
        for (int i = 0; i < 8; i++) {
            fq.take(0);
        }

        // Flow 1: 1000 -> 200 -> -600, flow 2 likewise; refilled to 400, one packet each, -400; 600, one packet each.
        assertThat(fq.news()).isEqualTo("0 1 4 5 2 6 3 7");
    }

    @Test
    void aNewFlowGoesBeforeThoseThatHaveHadATurn() {
        Polled fq = new Polled("fq_codel", "quantum", "1000 B");
        fq.offer(1, 1000, 0, 5);
        fq.offer(2, 1000, 0, 5);
        fq.take(0);
        fq.take(0);
        fq.take(0); // both have had their first turn
        fq.offer(3, 100, 0);
        fq.take(0);

        assertThat(fq.news()).isEqualTo("0 5 1 10");
    }

    /** A flow that stops and starts again and again does not stay new: it passes once through the old ones. */
    @Test
    void anEmptiedNewFlowWaitsForTheOldOnes() {
        Polled fq = new Polled("fq_codel", "quantum", "1000 B");
        fq.offer(1, 1000, 0, 6);
        fq.take(0);
        fq.take(0); // flow 1 is old
        for (int i = 0; i < 4; i++) {
            fq.offer(2, 100, 0);
            fq.take(0);
            fq.take(0);
        }

        // 6 is sent as new; found empty, the flow goes behind flow 1, which then sends 2; 7 waits for its turn among
        // the old.
        assertThat(fq.news()).isEqualTo("0 1 6 2 7 3 8 4 9 5");
    }

    @Test
    void halfOfTheFattestQueueIsPushedOutFromItsHead() {
        Polled fq = new Polled("fq_codel", "limit", "9 packets");
        fq.offer(1, 1000, 0, 6);
        fq.offer(2, 1000, 0, 3);
        assertThat(fq.offer(2, 1000, 0)).isEqualTo(Verdict.Accepted.ACCEPTED);

        assertThat(fq.news()).isEqualTo("0! 1! 2!");
        assertThat(fq.scheduler.packetCount()).isEqualTo(7);
        assertThat(fq.scheduler.byteCount()).isEqualTo(7000);
    }

    @Test
    void noMoreThanABatchIsPushedOut() {
        Polled fq = new Polled("fq_codel", "limit", "200 packets");
        fq.offer(1, 1000, 0, 201);

        assertThat(fq.drops).isEqualTo(64);
        assertThat(fq.scheduler.packetCount()).isEqualTo(137);
    }

    @Test
    void memoryIsLimitedTooAndThePacketThatComesMayBeTheVictim() {
        Polled fq = new Polled("fq_codel", "memoryLimit", "2000 B");
        fq.offer(1, 600, 0, 3);
        // 1300 bytes are more than what flow 1 has left by itself: only the newcomer's queue is fatter than half of it.
        assertThat(fq.offer(2, 1990, 0)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(fq.news()).isEqualTo("3!");
        assertThat(fq.offer(2, 2001, 0)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(fq.scheduler.byteCount()).isEqualTo(1800);
    }

    /** Flow 2 has one small packet that waited long, beside a full flow 1. Whole backlog: may be dropped; own: never. */
    @ParameterizedTest
    @CsvSource({"rfc8289,true", "linux,true", "ns3,false"})
    void whatCountsAsBacklogIsAllOrOnesOwn(String flavour, boolean isDropped) {
        Polled fq = new Polled("fq_codel", "flavour", flavour, "quantum", "1000 B");
        fq.offer(1, 1000, 0, 100);
        fq.offer(2, 1000, 0, 3);
        boolean dropped = false;
        for (int ms = 50; ms < 400; ms += 60) {
            int before = fq.drops;
            fq.news();
            fq.take(ms * MS);
            dropped |= fq.drops > before && (fq.news() + " ").matches(".*10[0-2]!.*");
        }
        assertThat(dropped).isEqualTo(isDropped);
    }

    /** Linux counts what it pushed out as CoDel's drops: when the drop rate is taken up again, the next ones come faster. */
    @ParameterizedTest
    @CsvSource({"rfc8289,false", "linux,true", "ns3,false"})
    void whatIsPushedOutCountsForCodelOfLinuxOnly(String flavour, boolean isFaster) {
        Polled fq = new Polled("fq_codel", "flavour", flavour, "limit", "400 packets", "dropBatch", "2 packets");
        fq.offer(1, 1500, 0, 400);
        fq.take(10 * MS);
        fq.take(111 * MS); // drops
        while (fq.scheduler.packetCount() > 0) {
            fq.take(112 * MS);
        }
        fq.take(112 * MS); // found empty: the dropping state ends
        fq.offer(1, 1500, 113 * MS, 401); // 2 pushed out
        fq.take(123 * MS);
        fq.take(224 * MS); // drops
        int before = fq.drops;
        fq.take(278 * MS); // the next is due 50 ms (one Newton step at count 2) or 100 ms later

        assertThat(fq.drops > before).isEqualTo(isFaster);
    }

    /** Before the first drop there is no drop rate to take up again, whenever it comes: not near time 0 either. */
    @ParameterizedTest
    @CsvSource({"0", "10800000"})
    void whatIsPushedOutBeforeTheFirstDropCountsForNothing(long startMs) {
        Polled fq = new Polled("fq_codel", "flavour", "linux", "limit", "400 packets", "dropBatch", "2 packets");
        fq.offer(1, 1500, startMs * MS, 401); // 2 pushed out
        fq.take((startMs + 10) * MS);
        fq.take((startMs + 111) * MS); // drops
        int before = fq.drops;
        fq.take((startMs + 165) * MS);
        assertThat(fq.drops).isEqualTo(before);

        fq.take((startMs + 212) * MS); // an interval after the first
        assertThat(fq.drops).isEqualTo(before + 1);
    }

    @Test
    void marksByDefaultAndHashesBySeed() {
        Polled fq = new Polled("fq_codel");
        fq.ecn = Ecn.ECT_0;
        fq.offer(1, 1500, 0, 300);
        for (int ms = 10; ms < 280; ms++) {
            fq.take(ms * MS);
        }
        assertThat(fq.drops).isZero();
        assertThat(fq.marks).isGreaterThanOrEqualTo(2);

        // Of 100 flows in 16 queues, some share one under any seed; which, the seed tells.
        FlowHash one = new FlowHash(new pacewire.core.random.RandomStreams(1).stream("hash"));
        FlowHash two = new FlowHash(new pacewire.core.random.RandomStreams(2).stream("hash"));
        int[] counts = new int[16];
        int same = 0;
        for (int flow = 0; flow < 1600; flow++) {
            counts[one.bucket(flow, 16)]++;
            same += one.bucket(flow, 16) == two.bucket(flow, 16) ? 1 : 0;
        }
        // 100 each with standard deviation 9.7, and as many the same by chance: within 4 of them.
        for (int count : counts) {
            assertThat(count).isBetween(61, 139);
        }
        assertThat(same).isBetween(61, 139);
    }

    @Test
    void aResetForgetsTurns() {
        Polled fq = new Polled("fq_codel", "quantum", "1000 B");
        fq.offer(1, 1000, 0, 3);
        fq.take(0);
        fq.scheduler.reset((packet, reason, nowPs) -> assertThat(reason).isEqualTo(DropReason.RESET), 5);

        assertThat(fq.scheduler.packetCount()).isZero();
        assertThat(fq.scheduler.byteCount()).isZero();
        assertThat(((FqCodelScheduler) fq.scheduler).turn(1)).isEqualTo(FqCodelScheduler.Turn.INACTIVE);
        fq.offer(1, 400, 6);
        assertThat(((FqCodelScheduler) fq.scheduler).deficitBytes(1)).isEqualTo(1000);
    }
}
