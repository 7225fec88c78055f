package pacewire.model.sched;

import java.util.Objects;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

/** Two queues: who goes first, who is marked, and how the probability moves. */
class DualPi2SchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    /** Weights 9 and 1: of ten packets of each size alike, nine are of low latency. */
    @Test
    void theClassicQueueHasItsShare() {
        Polled dual = new Polled("dualpi2");
        offer(dual, Ecn.ECT_1, 200, 0);
        offer(dual, Ecn.NOT_CAPABLE, 200, 0);
        int classic = 0;
        for (int i = 0; i < 200; i++) {
            Packet packet = Objects.requireNonNull(dual.scheduler.dequeue(0));
            classic += packet.ecn == Ecn.NOT_CAPABLE ? 1 : 0;
            if (i == 7) {
                // Credit begins at -80 % of an MTU, and each packet of low latency adds 10 %: the ninth is not yet
                // above 0.
                assertThat(classic).isZero();
            }
        }
        assertThat(classic).isBetween(19, 20);
    }

    @ParameterizedTest
    @ValueSource(bytes = {Ecn.ECT_1, Ecn.CONGESTION})
    void ect1AndCeGoFirst(byte ecn) {
        Polled dual = new Polled("dualpi2");
        offer(dual, Ecn.ECT_0, 3, 0);
        offer(dual, ecn, 1, 0);
        dual.take(0);
        assertThat(dual.news()).isEqualTo(ecn == Ecn.CONGESTION ? "3^" : "3");
    }

    /** 1 ms exactly is not above the step. */
    @Test
    void whatWaitedLongerThanTheStepIsMarked() {
        Polled dual = new Polled("dualpi2");
        offer(dual, Ecn.ECT_1, 3, 0);
        dual.take(MS);
        dual.take(MS + 1);
        assertThat(dual.news()).isEqualTo("0 1^");
        assertThat(((EarlyDropper) dual.scheduler).earlyDrops().forced()).isEqualTo(1);
    }

    /** At 16 ms: 0.16 * 1 ms + 3.2 * 16 ms; at 32 ms: 0.16 * 17 ms + 3.2 * 16 ms more. */
    @Test
    void theProbabilityMovesByTheDelayOfTheFirstPacket() {
        Polled dual = new Polled("dualpi2");
        offer(dual, Ecn.NOT_CAPABLE, 10, 0);
        dual.take(16 * MS - 1);
        assertThat(dualOf(dual).probability()).isZero();
        dual.scheduler.enqueue(Objects.requireNonNull(dual.scheduler.dequeue(16 * MS)), 16 * MS);
        double first = 0.160156 * 0.001 + 3.199219 * 0.016;
        assertThat(dualOf(dual).probability()).isCloseTo(first, Offset.offset(1e-15));
        dual.scheduler.dequeue(32 * MS);
        assertThat(dualOf(dual).probability())
                .isCloseTo(first + 0.160156 * 0.017 + 3.199219 * 0.016, Offset.offset(1e-15));
    }

    @Test
    void madeUpUpdatesAreThoseOfATimer() {
        Polled lazy = new Polled("dualpi2");
        Polled eager = new Polled("dualpi2");
        offer(lazy, Ecn.ECT_0, 3, 0);
        offer(eager, Ecn.ECT_0, 3, 0);
        for (int ms = 1; ms < 300_000; ms++) {
            // Questions of a line that never takes: each makes up for what is due.
            dualOf(eager).catchUp(ms * MS);
        }
        lazy.take(300_000 * MS);
        eager.take(300_000 * MS);
        assertThat(dualOf(lazy).probability())
                .isEqualTo(dualOf(eager).probability())
                .isEqualTo(1);
        while (lazy.scheduler.packetCount() > 0) {
            lazy.take(300_001 * MS);
            eager.take(300_001 * MS);
        }
        for (int ms = 300_001; ms < 300_060; ms++) {
            dualOf(eager).catchUp(ms * MS);
        }
        lazy.take(300_060 * MS);
        eager.take(300_060 * MS);
        assertThat(dualOf(lazy).probability()).isEqualTo(dualOf(eager).probability());
    }

    /** Classic: p'^2; low latency: 2 p'. */
    @Test
    void lowLatencyIsHitTwiceTheRootOfClassic() {
        Polled dual = new Polled("dualpi2", "step", "1 s", "update", "1000 s");
        dualOf(dual).startFrom(0.2);
        int classicMarks = 0;
        int lowMarks = 0;
        for (int i = 0; i < 20_000; i++) {
            dual.ecn = i % 2 == 0 ? Ecn.ECT_0 : Ecn.ECT_1;
            dual.offer(0, 1500, 0);
            if (i < 10) {
                continue;
            }
            Packet packet = dual.scheduler.dequeue(0);
            boolean isLow = packet != null && packet.flow == 0 && packet.sequence % 2 == 1;
            boolean isMarked = packet != null && packet.ecn == Ecn.CONGESTION;
            lowMarks += isLow && isMarked ? 1 : 0;
            classicMarks += !isLow && isMarked ? 1 : 0;
        }
        // Of some 10,000 each: 4000 (sd 49) and 400 (sd 20).
        assertThat(lowMarks).isBetween(3800, 4200);
        assertThat(classicMarks).isBetween(320, 480);
        EarlyDrops account = dualOf(dual).earlyDrops();
        assertThat((double) account.hits())
                .isCloseTo(account.expectedHits(), Offset.offset(3.29 * Math.sqrt(account.variance()) + 1));
    }

    @Test
    void overloadedItDropsWhateverTheSenderUnderstands() {
        Polled dual = new Polled("dualpi2", "update", "1000 s");
        dualOf(dual).startFrom(0.8);
        Polled full = new Polled("dualpi2", "update", "1000 s", "overload", "overflow");
        dualOf(full).startFrom(0.8);
        for (Polled one : new Polled[] {dual, full}) {
            offer(one, Ecn.ECT_1, 1000, 0);
            while (one.scheduler.packetCount() > 0) {
                one.take(0);
            }
        }
        // 0.64 of 1000, standard deviation 15; all others are marked, but for the last, which are spared.
        assertThat(dual.drops).isBetween(590, 690);
        assertThat(dual.marks).isBetween(300, 410);
        assertThat(full.drops).isZero();
        assertThat(full.marks).isBetween(996, 1000);
    }

    @Test
    void refusesAtTheLimitOfBothAndForgetsWhenReset() {
        Polled dual = new Polled("dualpi2", "limit", "3 packets");
        offer(dual, Ecn.ECT_1, 1, 0);
        offer(dual, Ecn.ECT_0, 2, 0);
        assertThat(dual.offer(0, 1500, 0)).isEqualTo(DropReason.QUEUE_FULL);
        dual.scheduler.dequeue(100 * MS);
        dual.scheduler.reset((packet, reason, nowPs) -> assertThat(reason).isEqualTo(DropReason.RESET), 100 * MS);
        assertThat(dual.scheduler.packetCount()).isZero();
        assertThat(dualOf(dual).probability()).isZero();
    }

    private static void offer(Polled dual, byte ecn, int times, long nowPs) {
        dual.ecn = ecn;
        dual.offer(0, 1500, nowPs, times);
    }

    private static DualPi2Scheduler dualOf(Polled dual) {
        return (DualPi2Scheduler) dual.scheduler;
    }
}
