package pacewire.model.sched;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Random early detection: below, within and above its range, after idle time, in packets and in bytes. */
class RedSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    @Test
    void belowMinNothingIsDrawn() {
        Polled red = new Polled("red");
        for (int i = 0; i < 10_000; i++) {
            red.offer(0, 500, i, 4);
            for (int k = 0; k < 4; k++) {
                red.take(i);
            }
        }
        assertThat(red.drops).isZero();
        assertThat(account(red).draws()).isZero();
    }

    /** An average of nearly 10 of 5 to 15 means 1 %; the share that is hit, and spread by wait: 1.5 / p apart on average. */
    @ParameterizedTest(name = "wait {0}")
    @CsvSource({"off,0.0198", "on,0.00667"})
    void theShareThatIsHitIsWhatTheAverageSays(String wait, double share) {
        Polled red = new Polled("red", "wait", wait, "limit", "100 packets");
        int offered = 60_000;
        keepAt(red, 10, offered);

        EarlyDrops account = account(red);
        assertThat(average(red)).isCloseTo(10, Offset.offset(0.3));
        assertThat((double) account.hits())
                .isCloseTo(account.expectedHits(), Offset.offset(3.29 * Math.sqrt(account.variance()) + 1));
        // Gaps uniform on 1..100 have a mean of 50.5: 0.0198; waiting, on 101..200: 0.00667. The average moves by a
        // little.
        assertThat((double) account.hits() / offered).isCloseTo(share, Offset.offset(0.12 * share));
        assertThat(account.hits()).isEqualTo(red.drops);
    }

    @Test
    void waitingKeepsALeastDistanceBetweenDrops() {
        Polled red = new Polled("red", "limit", "100 packets");
        keepAt(red, 10, 20_000);
        long before = -1;
        for (String entry : red.log) {
            if (entry.endsWith("!")) {
                long at = Long.parseLong(entry.substring(0, entry.length() - 1));
                // 1 / p is 100 at an average of exactly 10; of 10.5 it is 91.
                assertThat(before < 0 || at - before > 85).isTrue();
                before = at;
            }
        }
        assertThat(red.drops).isGreaterThan(50);
    }

    /** Above max without gentle, and above twice max with it, no choice is left: not from 1 below on, and from there on. */
    @ParameterizedTest(name = "gentle {0}")
    @CsvSource({"off,15", "on,30"})
    void aboveItsRangeAllAreDropped(String gentle, int end) {
        Polled red = new Polled("red", "gentle", gentle, "weight", "99.9999999 %");
        RedLaw law = ((RedScheduler) red.scheduler).law();
        for (int i = 0; i < 5; i++) {
            assertThat(law.arrived(end - 1, 500, 0)).isNotEqualTo(RedLaw.Action.FORCED);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(law.arrived(end + 1, 500, 0)).isEqualTo(RedLaw.Action.FORCED);
        }
        assertThat(account(red).forced()).isEqualTo(5);
        assertThat(account(red).draws()).isEqualTo(5);
    }

    @Test
    void hardDropsHitEvenThoseWhoAreToldByEcn() {
        Polled hard = new Polled("red", "gentle", "off", "weight", "99 %", "limit", "100 packets", "ecn", "on");
        Polled soft = new Polled(
                "red", "gentle", "off", "weight", "99 %", "limit", "100 packets", "ecn", "on", "hardDrop", "off");
        hard.ecn = Ecn.ECT_0;
        soft.ecn = Ecn.ECT_0;
        hard.offer(0, 500, 0, 40);
        soft.offer(0, 500, 0, 40);

        assertThat(hard.drops).isGreaterThan(20);
        assertThat(soft.drops).isZero();
        for (int i = 0; i < 40; i++) {
            soft.take(0);
        }
        assertThat(soft.marks).isGreaterThan(20);
    }

    /** 500 bytes take 4 us at 1 Gbps: after 400 us of nothing to do, (1 - w)^100 of the average is left. */
    @Test
    void idleTimeLowersTheAverage() {
        Polled red = new Polled("red", "weight", "1 %", "limit", "100 packets");
        keepAt(red, 4, 2000);
        double before = average(red);
        while (red.take(0) != null) {
            // until it is empty, at 0
        }
        red.offer(0, 500, 400 * SimTime.MICROSECOND);

        assertThat(average(red)).isCloseTo(before * Math.pow(0.99, 100), Offset.offset(1e-12));
    }

    @Test
    void inBytesALongPacketIsLikelierToBeHit() {
        Polled red = new Polled(
                "red", "minBytes", "5 kB", "maxBytes", "15 kB", "limitBytes", "1 MB", "wait", "off", "maxP", "2 %");
        int[] drops = new int[2];
        int held = 0;
        for (int i = 0; i < 100_000; i++) {
            int before = red.drops;
            boolean isLong = i % 2 == 0;
            red.offer(0, isLong ? 900 : 100, 0);
            drops[isLong ? 0 : 1] += red.drops - before;
            held += 1 - (red.drops - before);
            while (red.scheduler.byteCount() > 10_000) {
                red.take(0);
                held--;
            }
        }
        assertThat(held).isPositive();
        // 9 to 1 in expectation; of some 1900 hits, 190 (standard deviation 13) on the short.
        assertThat((double) drops[0] / drops[1]).isBetween(6.5, 13.0);
    }

    @Test
    void theAdaptiveOneMovesItsProbability() {
        Polled ared = new Polled("ared", "limit", "100 packets", "weight", "10 %");
        assertThat(floyd(ared).maxP()).isEqualTo(0.02);
        // Above 11 of 5 to 15 twice a second: 0.02 + 0.005, then + 0.00625.
        keepAt(ared, 13, 100);
        ared.offer(0, 500, 500 * MS);
        assertThat(floyd(ared).maxP()).isCloseTo(0.025, Offset.offset(1e-15));
        ared.offer(0, 500, 1000 * MS);
        assertThat(floyd(ared).maxP()).isCloseTo(0.03125, Offset.offset(1e-15));
        while (ared.take(1000 * MS) != null) {
            // until it is empty
        }
        // Idle for three seconds: average 0, six updates to 0.9 each; and then it stays at 0.01 however long.
        ared.offer(0, 500, 4000 * MS);
        assertThat(floyd(ared).maxP()).isCloseTo(0.03125 * Math.pow(0.9, 6), Offset.offset(1e-15));
        ared.offer(0, 500, 100_000_000 * MS);
        assertThat(floyd(ared).maxP()).isEqualTo(0.01);
    }

    @Test
    void madeUpUpdatesAreThoseOfATimer() {
        Polled lazy = new Polled("ared", "limit", "100 packets", "weight", "10 %");
        Polled eager = new Polled("ared", "limit", "100 packets", "weight", "10 %");
        keepAt(lazy, 13, 100);
        keepAt(eager, 13, 100);
        for (int half = 1; half < 400; half++) {
            ((FloydRed) ((RedScheduler) eager.scheduler).law()).catchUp(half * 500L * MS);
        }
        lazy.offer(0, 500, 200_000 * MS);
        eager.offer(0, 500, 200_000 * MS);

        assertThat(floyd(lazy).maxP()).isEqualTo(floyd(eager).maxP()).isEqualTo(0.5);
    }

    /** Linux, Wlog 5: from 0, a constant queue of 32,000 bytes leaves 32000 (1 - (31/32)^n), in integers. */
    @Test
    void linuxAveragesInIntegers() {
        Polled red = linux();
        LinuxRed law = (LinuxRed) ((RedScheduler) red.scheduler).law();
        law.arrived(32_000, 1000, 0);
        assertThat(law.averageBytes()).isEqualTo(1000);
        law.arrived(32_000, 1000, 0);
        assertThat(law.averageBytes()).isEqualTo(1968); // 1000 + (32000 - 1000) / 32
        for (int i = 0; i < 1000; i++) {
            law.arrived(32_000, 1000, 0);
        }
        assertThat(law.averageBytes()).isBetween(31_990L, 32_000L);
        // Idle: half-lives of 31 bits in 7.8 ms at 8 us a packet; the average is gone after 20 ms.
        law.idleFrom(0);
        law.arrived(0, 1000, 20 * MS);
        assertThat(law.averageBytes()).isZero();
    }

    @Test
    void linuxHitsByOneDrawForEachGap() {
        Polled red = linux();
        LinuxRed law = (LinuxRed) ((RedScheduler) red.scheduler).law();
        int hits = 0;
        for (int i = 0; i < 100_000; i++) {
            RedLaw.Action action = law.arrived(60_000, 1000, 0);
            assertThat(action).isNotEqualTo(RedLaw.Action.FORCED);
            hits += action == RedLaw.Action.HIT ? 1 : 0;
        }
        // (60000 - 30000) / 2^22 a packet: a gap is uniform on 0 .. 139.8, 70.4 on average.
        assertThat(100_000.0 / hits).isBetween(66.0, 75.0);
        for (int i = 0; i < 1000; i++) {
            law.arrived(400_000, 1000, 0);
        }
        assertThat(law.arrived(400_000, 1000, 0)).isEqualTo(RedLaw.Action.FORCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minBytes", "maxBytes"})
    void halfARangeIsRefused(String given) {
        assertThatThrownBy(() -> new Polled("red", given, "5 kB")).hasMessageContaining("given together");
        assertThatThrownBy(() -> new Polled("red", "min", "15 packets")).hasMessageContaining("below");
        assertThatThrownBy(() -> new Polled("red", "flavour", "linux")).hasMessageContaining("bytes");
    }

    @Test
    void refusesAtTheLimitAndForgetsWhenReset() {
        Polled red = new Polled("red");
        red.offer(0, 500, 0, 25);
        assertThat(red.offer(0, 500, 0)).isEqualTo(DropReason.QUEUE_FULL);
        red.scheduler.reset((packet, reason, nowPs) -> assertThat(reason).isEqualTo(DropReason.RESET), 5);
        assertThat(red.scheduler.packetCount()).isZero();
        assertThat(average(red)).isZero();
        assertThat(account(red).draws()).isZero();
    }

    private static Polled linux() {
        return new Polled(
                "red",
                "flavour",
                "linux",
                "minBytes",
                "30 kB",
                "maxBytes",
                "90 kB",
                "limitBytes",
                "400 kB",
                "meanPacket",
                "1000 B",
                "burst",
                "55 packets");
    }

    /** So many are offered, each of which finds the queue at a length. */
    private static void keepAt(Polled red, int length, int offered) {
        while (red.scheduler.packetCount() < length && red.drops == 0) {
            red.offer(0, 500, 0);
        }
        for (int i = 0; i < offered; i++) {
            while (red.scheduler.packetCount() > length) {
                red.take(0);
            }
            red.offer(0, 500, 0);
        }
    }

    private static FloydRed floyd(Polled red) {
        return (FloydRed) ((RedScheduler) red.scheduler).law();
    }

    private static double average(Polled red) {
        return floyd(red).average();
    }

    private static EarlyDrops account(Polled red) {
        return ((RedScheduler) red.scheduler).earlyDrops();
    }
}
