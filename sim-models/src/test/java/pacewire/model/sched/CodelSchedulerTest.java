package pacewire.model.sched;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** What CoDel drops and when; and each point in which its flavours differ. */
class CodelSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    @Test
    void aShortStayIsNeverPunished() {
        Polled codel = new Polled("codel");
        for (int i = 0; i < 1000; i++) {
            codel.offer(0, 1500, i * MS, 3);
            codel.take(i * MS + 4 * MS / 10);
            codel.take(i * MS + 6 * MS / 10);
            codel.take(i * MS + 9 * MS / 10);
        }

        assertThat(codel.drops).isZero();
    }

    @ParameterizedTest
    @CsvSource({"rfc8289,1! 2", "linux,1", "ns3,1"})
    void theFirstDropIsDueAtOrAfterTheInterval(String flavour, String atTheInterval) {
        // 102.4 ms and 5.12 ms are whole units of 1024 ns.
        Polled codel = new Polled("codel", "flavour", flavour, "target", "5.12 ms", "interval", "102.4 ms");
        codel.offer(0, 1500, 0, 10);
        codel.take(10_240 * SimTime.MICROSECOND); // above target since then
        assertThat(codel.news()).isEqualTo("0");

        codel.take((10_240 + 102_400) * SimTime.MICROSECOND);
        assertThat(codel.news()).isEqualTo(atTheInterval);

        codel.take((10_240 + 102_400 + 1024) * SimTime.MICROSECOND);
        assertThat(codel.news()).isEqualTo(flavour.equals("rfc8289") ? "3" : "2! 3");
    }

    @ParameterizedTest
    @CsvSource({"rfc8289,0 1", "linux,0 1", "ns3,0 1! 2"})
    void aBacklogOfExactlyOneMtuIsSmallForSome(String flavour, String expected) {
        Polled codel = new Polled("codel", "flavour", flavour, "mtu", "1000 B");
        codel.offer(0, 1000, 0, 2);
        codel.take(10 * MS); // 1000 bytes are left
        codel.offer(0, 1000, 10 * MS);
        codel.take(120 * MS); // again

        assertThat(codel.news()).isEqualTo(expected);
    }

    /** 0.5 for 1 / sqrt(2): the third drop comes 50 ms after the second, not 70.7 ms. */
    @ParameterizedTest
    @CsvSource({"rfc8289,110 210 281 339 389", "linux,111 211 261 318 367", "ns3,111 211 261 318 367"})
    void dropsComeByTheControlLaw(String flavour, String expectedMs) {
        Polled codel = new Polled("codel", "flavour", flavour);
        codel.offer(0, 1500, 0, 1000);
        StringBuilder drops = new StringBuilder();
        for (int ms = 10; ms < 400; ms++) {
            int before = codel.drops;
            codel.take(ms * MS);
            drops.append(codel.drops > before ? ms + " " : "");
        }

        // RFC: 110, +100 = 210, +70.71 = 280.7, +57.7 = 338.4, +50 = 388.4, each seen in the next whole millisecond.
        // Others: 111, +100.0 = 211.0, +50.0 = 261.0, +56.2 = 317.2, +48.8 = 366.0.
        assertThat(drops.toString().strip()).isEqualTo(expectedMs);
    }

    /** Exact square roots: floor and ceiling of what BigDecimal says are one apart. */
    @Test
    void theExactLawIsRoundedUpToAPicosecond() {
        long interval = 100 * MS;
        // 1e11 / sqrt(2) = 70710678118.65..., / sqrt(3) = 57735026918.96..., / 2 exactly.
        assertThat(CodelControlLaw.exactStep(interval, 2)).isEqualTo(70_710_678_119L);
        assertThat(CodelControlLaw.exactStep(interval, 3)).isEqualTo(57_735_026_919L);
        assertThat(CodelControlLaw.exactStep(interval, 4)).isEqualTo(50_000_000_000L);
        // The greatest interval: 3.6e15 / sqrt(2) = 2545584412271571.08...
        assertThat(CodelControlLaw.exactStep(3_600 * SimTime.SECOND, 2)).isEqualTo(2_545_584_412_271_572L);
        assertThat(CodelControlLaw.exactStep(10, 1_000_000)).isEqualTo(1);
    }

    /**
     * Three drops, the last of which ends the episode. RFC: count stays 2, so the next begins at 2 - 1, not above 1, again with
     * 1: second drop after 100 ms. Others: count was 3, the next begins at 2: after 0.6658 of 100 ms.
     */
    @ParameterizedTest
    @CsvSource({"rfc8289,511", "linux,478", "ns3,478"})
    void countGrowsBeforeOrAfterADropThatEndsIt(String flavour, int expectedMs) {
        Polled codel = new Polled("codel", "flavour", flavour);
        codel.offer(0, 1500, 0, 5);
        codel.offer(0, 3000, 0); // alone above one MTU
        codel.take(10 * MS);
        codel.take(111 * MS);
        codel.take(212 * MS);
        codel.offer(0, 1500, 299 * MS, 3);
        codel.take(300 * MS);
        assertThat(codel.news()).isEqualTo("0 1! 2 3! 4 5! 6");

        codel.offer(0, 1500, 300 * MS, 200);
        codel.take(310 * MS);
        codel.take(411 * MS);
        assertThat(codel.news()).isEqualTo("7 8! 9");
        int ms = 411;
        while (codel.drops == 4) {
            codel.take(++ms * MS);
        }
        assertThat(ms).isEqualTo(expectedMs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc8289", "linux", "ns3"})
    void thoseWhoAreToldByEcnAreMarkedAndNotDropped(String flavour) {
        Polled codel = new Polled("codel", "flavour", flavour, "ecn", "on");
        codel.ecn = Ecn.ECT_0;
        codel.offer(0, 1500, 0, 600);
        for (int ms = 10; ms < 500; ms++) {
            codel.take(ms * MS);
        }
        assertThat(codel.drops).isZero();
        assertThat(codel.marks).isGreaterThan(4);

        Polled deaf = new Polled("codel", "flavour", flavour, "ecn", "on");
        deaf.offer(0, 1500, 0, 600);
        for (int ms = 10; ms < 500; ms++) {
            deaf.take(ms * MS);
        }
        assertThat(deaf.marks).isZero();
        assertThat(deaf.drops).isGreaterThan(4);
    }

    /** Dequeues at 10 ms and every 60 ms: a mark at 130, due again at 230, seen at 250 ms; then 50 ms (Newton) from one or other. */
    @ParameterizedTest
    @CsvSource({"linux,0 1 2 3^ 4 5^ 6^ 7^", "ns3,0 1 2 3^ 4 5^ 6 7^"})
    void afterAMarkNs3CountsFromNow(String flavour, String expected) {
        Polled codel = new Polled("codel", "flavour", flavour, "ecn", "on");
        codel.ecn = Ecn.ECT_1;
        codel.offer(0, 1500, 0, 100);
        for (long ms : new long[] {10, 50, 90, 130, 190, 250, 290, 345}) {
            codel.take(ms * MS);
        }

        // Linux: due 230, then 280, then 336: seen at 250, 290, 345. ns-3: due 230, then 250 + 50 = 300, seen at 345.
        assertThat(codel.news()).isEqualTo(expected);
    }

    /** Only seen where the last packet counts as backlog: with no byte too small to drop. */
    @ParameterizedTest
    @CsvSource({"rfc8289,0 1", "linux,0 1", "ns3,0 1!"})
    void whenFoundEmptyNs3RemembersThatItWasAbove(String flavour, String expected) {
        Polled codel = new Polled("codel", "flavour", flavour, "mtu", "0 B");
        codel.offer(0, 1000, 0);
        codel.take(10 * MS); // above target
        assertThat(codel.take(20 * MS)).isNull();
        codel.offer(0, 1000, 100 * MS);
        codel.take(111 * MS);

        assertThat(codel.news()).isEqualTo(expected);
    }

    /** Linux and ns-3 wrap after 2^32 units of 1024 ns, 73 minutes: here they drop as they did in the first hour. */
    @ParameterizedTest
    @ValueSource(strings = {"rfc8289", "linux", "ns3"})
    void nothingChangesAfter73Minutes(String flavour) {
        Polled early = new Polled("codel", "flavour", flavour);
        Polled late = new Polled("codel", "flavour", flavour);
        long shift = 4_294_967_296L * 1024 * SimTime.NANOSECOND - 150 * 1_024_000_000L; // 150 units before the wrap
        early.offer(0, 1500, 0, 500);
        late.offer(0, 1500, shift, 500);
        for (int ms = 10; ms < 400; ms++) {
            early.take(ms * MS);
            late.take(shift + ms * MS);
        }

        assertThat(late.log).isEqualTo(early.log);
        assertThat(late.drops).isEqualTo(5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theLastPacketIsNeverDropped(long seed) {
        RandomStream random = new RandomStreams(seed).stream("traffic");
        Polled codel = new Polled("codel", "interval", "10 us", "target", "1 us");
        long nowPs = 0;
        for (int i = 0; i < 3000; i++) {
            nowPs += random.nextLong(30 * SimTime.MICROSECOND);
            if (random.nextInt(3) < 2) {
                codel.offer(0, 1 + random.nextInt(3000), nowPs);
            } else if (codel.scheduler.packetCount() > 0) {
                assertThat(codel.take(nowPs))
                        .as("a packet is always left to send")
                        .isNotNull();
            }
        }
        assertThat(codel.drops).isGreaterThan(20);
    }

    @Test
    void refusesAtTheLimitAndStartsAnewWhenReset() {
        Polled codel = new Polled("codel", "limit", "3 packets");
        codel.offer(0, 1500, 0, 3);
        assertThat(codel.offer(0, 1500, 0)).isEqualTo(DropReason.QUEUE_FULL);
        codel.take(10 * MS);
        assertThat(codel.offer(0, 1500, 10 * MS)).isEqualTo(Verdict.Accepted.ACCEPTED);

        int[] reset = {0};
        codel.scheduler.reset((packet, reason, nowPs) -> reset[0] += reason == DropReason.RESET ? 1 : 0, 20 * MS);
        assertThat(reset[0]).isEqualTo(3);
        assertThat(codel.scheduler.byteCount()).isZero();
        // Above target since 10 ms is forgotten: at 111 ms the interval begins, and ends at 211 ms.
        codel.news();
        codel.offer(0, 1500, 100 * MS, 3);
        codel.take(111 * MS);
        assertThat(codel.news()).isEqualTo("5");
    }
}
