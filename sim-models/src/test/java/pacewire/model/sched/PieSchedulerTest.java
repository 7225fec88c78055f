package pacewire.model.sched;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;

import static org.assertj.core.api.Assertions.assertThat;

/** When PIE drops, how its probability moves, and that updates made up for are those of a timer. */
class PieSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    /** Updates at 15, 30 ... 150 ms: the allowance is used up by the tenth. */
    @Test
    void aBurstPassesAndThenPacketsAreDropped() {
        Polled pie = new Polled("pie");
        overload(pie, 0, 150);
        assertThat(pie.drops).isZero();
        assertThat(pieOf(pie).allowancePs()).isZero();
        assertThat(pieOf(pie).probability()).isPositive();

        overload(pie, 150, 1500);
        assertThat(pie.drops).isGreaterThan(20);
    }

    /**
     * Delay at 15 ms: 0, as nothing has left; then 20 ms: 0.02 s, so 0.125 * 0.005 + 1.25 * 0.02 over 2048; then no change of
     * delay, and 1.25e-5 moves 512 times slower: 0.000625 / 512, less the last row's.
     */
    @Test
    void theProbabilityMovesEveryFifteenMilliseconds() {
        Polled pie = new Polled("pie");
        pie.offer(0, 1500, 0, 10);
        pie.take(20 * MS);
        pie.offer(0, 1500, 29 * MS);
        assertThat(pieOf(pie).probability()).isZero();
        pie.offer(0, 1500, 30 * MS);
        double first = 0.025625 / 2048;
        assertThat(pieOf(pie).probability()).isCloseTo(first, Offset.offset(1e-18));
        pie.offer(0, 1500, 45 * MS);
        assertThat(pieOf(pie).probability()).isCloseTo(first + 0.000625 / 128, Offset.offset(1e-18));
    }

    @Test
    void madeUpUpdatesAreThoseOfATimer() {
        Polled lazy = new Polled("pie");
        Polled eager = new Polled("pie");
        overload(lazy, 0, 2000);
        overload(eager, 0, 2000);
        while (lazy.scheduler.packetCount() > 0) {
            lazy.take(2000 * MS);
            eager.take(2000 * MS);
        }
        assertThat(pieOf(lazy).probability()).isPositive();
        double before = pieOf(lazy).probability();
        for (int ms = 2001; ms < 2300; ms++) {
            assertThat(eager.take(ms * MS)).isNull();
        }
        lazy.offer(0, 100, 2300 * MS);
        eager.offer(0, 100, 2300 * MS);
        assertThat(pieOf(lazy).probability())
                .isEqualTo(pieOf(eager).probability())
                .isLessThan(before)
                .isPositive();
        // A month: down to 0, and as many packets may burst as at first.
        lazy.take(2300 * MS);
        lazy.offer(0, 100, 2_592_000_000L * MS);
        assertThat(pieOf(lazy).probability()).isZero();
        assertThat(pieOf(lazy).allowancePs()).isEqualTo(150 * MS);
    }

    /** Two empty updates: 0.98 or 63/64 of what is left by alpha. */
    @ParameterizedTest
    @CsvSource({"rfc8033,0.98", "linux,0.984375"})
    void anEmptyQueueLetsTheProbabilityDecay(String flavour, double decay) {
        Polled pie = new Polled("pie", "flavour", flavour);
        overload(pie, 0, 3000);
        while (pie.take(3000 * MS) != null) {
            // until it is empty
        }
        // Updates come every 15 ms from 15 ms on: at 3000, 3015 (the delay before was not 0), 3030.
        pie.take(3015 * MS);
        double before = pieOf(pie).probability();
        assertThat(before).isGreaterThan(0.01);
        pie.take(3030 * MS);
        double alone = 0.125 * 0.015 / PieFormulas.slowdown(before);
        assertThat(pieOf(pie).probability()).isCloseTo((before - alone) * decay, Offset.offset(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"rfc8033,0", "linux,1"})
    void aBacklogOfTwoPacketsIsSmallForSome(String flavour, int drops) {
        Polled pie = new Polled("pie", "flavour", flavour, "derandomise", "off", "burst", "0 s");
        pie.offer(0, 1500, 0, 900);
        int nowMs = 1000;
        pie.take(nowMs * MS);
        // Updates with a delay of a second: up by 2 % and 2 % beside, to certainty.
        while (pieOf(pie).probability() < 1) {
            nowMs += 15;
            pie.take(nowMs * MS);
        }
        while (pie.scheduler.packetCount() > 2) {
            pie.scheduler.dequeue(nowMs * MS);
        }
        int before = pie.drops;
        pie.offer(0, 1500, nowMs * MS);
        assertThat(pie.drops - before).isEqualTo(drops);
    }

    /** Nothing until the sum of probabilities is 0.85, and a drop when it is 8.5. */
    @Test
    void dropsKeepADistanceOfEachOther() {
        Polled pie = new Polled("pie");
        overload(pie, 0, 4000);
        double p = pieOf(pie).probability();
        assertThat(p).isBetween(0.05, 0.9);
        pie.news();
        // No update within a millisecond: p stays.
        pie.offer(0, 1500, 4000 * MS, 900 - pie.scheduler.packetCount());
        long last = -1;
        int gaps = 0;
        for (String entry : pie.log) {
            if (entry.endsWith("!")) {
                long at = Long.parseLong(entry.replace("!", ""));
                if (last >= 0) {
                    assertThat((at - last) * p).as("gap").isBetween(0.85, 8.5 + p);
                    gaps++;
                }
                last = at;
            }
        }
        assertThat(gaps).isGreaterThan(10);
    }

    @Test
    void theShareThatIsHitIsWhatWasDrawn() {
        Polled pie = new Polled("pie", 7, "derandomise", "off");
        overload(pie, 0, 20_000);
        EarlyDrops account = pieOf(pie).earlyDrops();

        assertThat(account.draws()).isGreaterThan(5000);
        assertThat((double) account.hits())
                .isCloseTo(account.expectedHits(), Offset.offset(3.29 * Math.sqrt(account.variance()) + 1));
        assertThat(account.hits()).isEqualTo(pie.drops);
    }

    @Test
    void marksWhileTheProbabilityIsLowAndDropsAbove() {
        Polled pie = new Polled("pie", "ecn", "on");
        pie.ecn = Ecn.ECT_0;
        int ms = 0;
        while (pieOf(pie).probability() <= 0.1 && ms < 2000) {
            assertThat(pie.drops).isZero();
            overload(pie, ms, ms + 10);
            ms += 10;
        }
        assertThat(pie.scheduler.packetCount()).isPositive();
        // Nobody slows down: above 10 % it drops.
        overload(pie, ms, ms + 100);
        assertThat(pie.marks).isPositive();
        assertThat(pie.drops).isPositive();
    }

    @Test
    void refusesAtTheLimitAndForgetsWhenReset() {
        Polled pie = new Polled("pie", "limit", "2 packets");
        pie.offer(0, 1500, 0, 2);
        assertThat(pie.offer(0, 1500, 0)).isEqualTo(DropReason.QUEUE_FULL);
        pie.take(100 * MS);
        pie.scheduler.reset((packet, reason, nowPs) -> assertThat(reason).isEqualTo(DropReason.RESET), 100 * MS);
        assertThat(pie.scheduler.packetCount()).isZero();
        assertThat(pieOf(pie).probability()).isZero();
        assertThat(pieOf(pie).allowancePs()).isEqualTo(150 * MS);
    }

    /** Four packets come and three are taken each millisecond, up to what 900 packets hold. */
    private static void overload(Polled pie, int fromMs, int toMs) {
        for (int ms = fromMs; ms < toMs; ms++) {
            if (pie.scheduler.packetCount() < 900) {
                pie.offer(0, 1500, ms * MS, 4);
            }
            for (int i = 0; i < 3; i++) {
                pie.take(ms * MS);
            }
        }
        pie.take(toMs * MS);
    }

    private static PieScheduler pieOf(Polled pie) {
        return (PieScheduler) pie.scheduler;
    }
}
