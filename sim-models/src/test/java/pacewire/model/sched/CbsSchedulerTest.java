package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CbsSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final DataRate LINE = new DataRate(8_000);

    private static final long LINUX = 1;
    private static final long STANDARD = 0;

    private final PacketSource source = new PacketSource();

    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {STANDARD, LINUX})
    void aBacklogWithoutInterferenceIsSpacedByItsIdleSlope(long flavour) {
        // A quarter of the line: 10 bytes take 10 ms to send and 40 ms to earn.
        PacketScheduler scheduler = cbs(flavour, row(3, 2_000));

        assertThat(starts(scheduler, arrival(0, 3, 10), arrival(0, 3, 10), arrival(0, 3, 20), arrival(0, 3, 10)))
                .containsExactly("3@0", "3@40", "3@80", "3@160");
    }

    @Test
    void isReadyNotATickEarlyAndNotATickLate() {
        // 1 byte at 3 bps takes 2,666,666,666,666 2/3 ps to earn.
        PacketScheduler scheduler = cbs(STANDARD, row(3, 3));
        offer(scheduler, packet(3, 1), 0);
        offer(scheduler, packet(3, 1), 0);
        scheduler.dequeue(0);

        assertThat(scheduler.readyAtPs(MS)).isEqualTo(2_666_666_666_667L);
        assertThat(scheduler.dequeue(2_666_666_666_666L)).isNull();
        assertThat(scheduler.dequeue(2_666_666_666_667L)).isNotNull();
    }

    @Test
    void whatWaitsBehindOthersEarnsCreditForABurst() {
        // Best effort keeps the line for 40 ms more: the class earns 10 bytes, sends 10 (leaving credit 2.5 at its end)
        // and
        // 10 more.
        assertThat(starts(
                        cbs(STANDARD, row(3, 2_000)),
                        arrival(0, 0, 41),
                        arrival(1, 3, 10),
                        arrival(1, 3, 10),
                        arrival(1, 3, 10)))
                .containsExactly("0@0", "3@41", "3@51", "3@81");
    }

    @Test
    void linuxEarnsNothingWhileItWaitsFromZero() {
        assertThat(starts(
                        cbs(LINUX, row(3, 2_000)),
                        arrival(0, 0, 41),
                        arrival(1, 3, 10),
                        arrival(1, 3, 10),
                        arrival(1, 3, 10)))
                .containsExactly("0@0", "3@41", "3@81", "3@121");
    }

    @Test
    void hiCreditEndsTheEarning() {
        // 4 bytes of credit instead of 10 after 40 ms: the second packet lacks 10 - 4 = 6 bytes, which take 24 ms.
        assertThat(starts(
                        cbs(STANDARD, row(3, 2_000, 4, -500)), arrival(0, 0, 41), arrival(1, 3, 10), arrival(1, 3, 10)))
                .containsExactly("0@0", "3@41", "3@65");
    }

    @Test
    void loCreditEndsTheDebt() {
        // At the end of 10 bytes the credit is -7.5, but counts as -5: 20 ms behind the end instead of 30.
        for (long flavour : List.of(STANDARD, LINUX)) {
            assertThat(starts(cbs(flavour, row(3, 2_000, 500, -5)), arrival(0, 3, 10), arrival(0, 3, 10)))
                    .containsExactly("3@0", "3@30");
        }
    }

    @Test
    void creditAboveZeroIsLostWithTheLastPacket() {
        // 10 bytes earned by 41 ms, 2.5 left at 51 ms with an empty queue: lost. At 100 ms it begins from 0.
        assertThat(starts(
                        cbs(STANDARD, row(3, 2_000)),
                        arrival(0, 0, 41),
                        arrival(1, 3, 10),
                        arrival(100, 3, 10),
                        arrival(100, 3, 10)))
                .containsExactly("0@0", "3@41", "3@100", "3@140");
    }

    @Test
    void creditIsKeptForAPacketThatComesWhileTheLastOneIsSent() {
        // As before, but the next one comes at 49 ms, before the credit is lost: 2.5 at 51 ms, -5 at its end, 0 at 80
        // ms.
        assertThat(starts(
                        cbs(STANDARD, row(3, 2_000)),
                        arrival(0, 0, 41),
                        arrival(1, 3, 10),
                        arrival(49, 3, 10),
                        arrival(49, 3, 10)))
                .containsExactly("0@0", "3@41", "3@51", "3@81");
    }

    @Test
    void aDebtIsPaidInIdleTimeAndNoMore() {
        // Empty from 10 ms on with -7.5; at 0 from 40 ms on. At 1000 ms two packets: the second waits for its 40 ms.
        assertThat(starts(cbs(STANDARD, row(3, 2_000)), arrival(0, 3, 10), arrival(1000, 3, 10), arrival(1000, 3, 10)))
                .containsExactly("3@0", "3@1000", "3@1040");
        // A packet that comes before it is paid waits for the rest.
        assertThat(starts(cbs(STANDARD, row(3, 2_000)), arrival(0, 3, 10), arrival(30, 3, 10)))
                .containsExactly("3@0", "3@40");
    }

    @Test
    void linuxTurnsADebtIntoCreditInIdleTime() {
        // The time since 10 ms counts for -7.5 + 247.5 = 240 bytes, of which hiCredit leaves 15: three packets at once,
        // at 15, 7.5 and 0.
        assertThat(starts(
                        cbs(LINUX, row(3, 2_000, 15, -500)),
                        arrival(0, 3, 10),
                        arrival(1000, 3, 10),
                        arrival(1000, 3, 10),
                        arrival(1000, 3, 10),
                        arrival(1000, 3, 10)))
                .containsExactly("3@0", "3@1000", "3@1010", "3@1020", "3@1060");
    }

    @Test
    void classesGoByPriorityAboveBestEffort() {
        // Each class has 2 bytes of credit in 8 ms.
        assertThat(starts(
                        cbs(STANDARD, row(2, 2_000), row(3, 2_000)),
                        arrival(0, 0, 8),
                        arrival(1, 0, 8),
                        arrival(1, 2, 8),
                        arrival(1, 3, 8)))
                .containsExactly("0@0", "3@8", "2@16", "0@24");
    }

    @Test
    void aClassInDebtHoldsNobodyUp() {
        assertThat(starts(
                        cbs(STANDARD, row(2, 2_000), row(3, 2_000)),
                        arrival(0, 3, 8),
                        arrival(0, 3, 8),
                        arrival(0, 2, 8),
                        arrival(0, 0, 8)))
                .containsExactly("3@0", "2@8", "0@16", "3@32");
    }

    @Test
    void classAHasThreeQuartersOfTheLineIfNothingIsSaid() {
        PacketScheduler scheduler = SchedulerSetup.defaults(CbsScheduler.SPEC).create(Ports.port(LINE));

        // 12 bytes take 12 ms to send and 16 to earn.
        assertThat(starts(scheduler, arrival(0, 3, 12), arrival(0, 3, 12), arrival(0, 0, 3)))
                .containsExactly("3@0", "0@12", "3@16");
    }

    @Test
    void slopesAndCreditsAreThoseOfTheStandard() {
        // tc-cbs(8): 20 Mbps of 1 Gbps, packets of 1500 bytes.
        CreditSlopes slopes = new CreditSlopes(DataRate.parse("20 Mbps"), DataRate.parse("1 Gbps"));

        assertThat(slopes.sendSlopeBps()).isEqualTo(-980_000_000);
        assertThat(slopes.hiCredit(1500)).isEqualTo(Rational.of(30));
        assertThat(slopes.loCredit(1500)).isEqualTo(Rational.of(-1470));
    }

    @Test
    void refusesSlopesAboveTheLineAndClassesOfOnePriority() {
        assertThatThrownBy(() -> cbs(STANDARD, row(2, 4_000), row(3, 4_001)))
                .isInstanceOf(UnfitSetupException.class)
                .hasMessage("the idleSlopes of all classes are 8.001 kbps, more than the line's 8 kbps");
        assertThatThrownBy(() -> cbs(STANDARD, row(3, 1), row(3, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cbs: two classes have priority 3");
    }

    @Test
    void limitsPacketsAndForgetsCreditOnReset() {
        PacketScheduler scheduler = new SchedulerSetup(
                        CbsScheduler.SPEC,
                        ParameterValues.of(CbsScheduler.SPEC.parameters(), Map.of("limit", 2L)),
                        Map.of("classes", List.of(row(3, 2_000))))
                .create(Ports.port(LINE));
        offer(scheduler, packet(3, 10), 0);
        offer(scheduler, packet(0, 10), 0);
        assertThat(scheduler.enqueue(packet(3, 10), 0)).isEqualTo(DropReason.QUEUE_FULL);
        scheduler.dequeue(0);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), MS);

        assertThat(reasons).containsExactly(DropReason.RESET);
        assertThat(scheduler.packetCount()).isZero();
        offer(scheduler, packet(3, 10), MS);
        assertThat(scheduler.readyAtPs(MS)).isEqualTo(MS);
    }

    /** The standard's credit, in fractions and by its own rules, on what left: nothing early, nothing held back. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheStandardInExactFractions(long seed) {
        RandomStream random = new RandomStreams(seed).stream("cbs");
        DataRate line = new DataRate(7_001 + random.nextInt(3_000));
        long idleA = 1L + random.nextInt(4_000);
        long idleB = 1L + random.nextInt(3_000);
        PacketScheduler scheduler = new SchedulerSetup(
                        CbsScheduler.SPEC,
                        ParameterValues.defaults(CbsScheduler.SPEC.parameters()),
                        Map.of("classes", List.of(row(3, idleA), row(2, idleB))))
                .create(Ports.port(line));
        List<SimulatedLine.Arrival> arrivals = new ArrayList<>();
        long[] cameAt = new long[120];
        long at = 0;
        for (int number = 0; number < 120; number++) {
            at += random.nextInt(3) == 0 ? random.nextLong(100 * MS) : 0;
            Packet packet = packet(List.of(0, 2, 3).get(random.nextInt(3)), 1 + random.nextInt(30));
            arrivals.add(new SimulatedLine.Arrival(at, packet));
            packet.sequence = number;
            cameAt[number] = at;
        }
        List<SimulatedLine.Departure> departures =
                SimulatedLine.serve(scheduler, arrivals, packet -> line.psForBytesUp(packet.wireBytes()), () -> 0);

        for (SimulatedLine.Departure departure : departures) {
            long start = departure.startPs();
            int priority = departure.packet().priority;
            for (int shaped : List.of(3, 2)) {
                long idle = shaped == 3 ? idleA : idleB;
                Rational credit = credit(departures, cameAt, shaped, idle, line, start);
                if (shaped == priority) {
                    assertThat(credit).as("credit of %d at %d", shaped, start).isGreaterThanOrEqualTo(Rational.ZERO);
                } else if (shaped > priority && waits(departures, cameAt, shaped, start)) {
                    assertThat(credit).as("credit of %d at %d", shaped, start).isLessThan(Rational.ZERO);
                }
            }
            if (start > 0
                    && priority != 0
                    && isIdleJustBefore(departures, start)
                    && cameAt[(int) departure.packet().sequence] < start) {
                // A tick earlier it would have been negative.
                Rational before = credit(departures, cameAt, priority, priority == 3 ? idleA : idleB, line, start - 1);
                assertThat(before).as("credit a tick before %d", start).isLessThan(Rational.ZERO);
            }
        }
    }

    private static boolean waits(List<SimulatedLine.Departure> departures, long[] cameAt, int priority, long ps) {
        return departures.stream()
                .anyMatch(other -> other.packet().priority == priority
                        && cameAt[(int) other.packet().sequence] <= ps
                        && other.startPs() > ps);
    }

    private static boolean isIdleJustBefore(List<SimulatedLine.Departure> departures, long ps) {
        return departures.stream().noneMatch(other -> other.startPs() < ps && other.endPs() >= ps);
    }

    /** 802.1Q's credit of a class at an instant, before anything leaves there; event by event. */
    private static Rational credit(
            List<SimulatedLine.Departure> departures,
            long[] cameAt,
            int priority,
            long idleSlope,
            DataRate line,
            long atPs) {
        List<Event> events = new ArrayList<>();
        for (SimulatedLine.Departure departure : departures) {
            Packet packet = departure.packet();
            if (packet.priority == priority && cameAt[(int) packet.sequence] <= atPs) {
                events.add(new Event(Rational.of(cameAt[(int) packet.sequence]), 1, 0));
                if (departure.startPs() < atPs) {
                    Rational start = Rational.of(departure.startPs());
                    Rational took = Rational.of(packet.wireBytes())
                            .times(8 * SimTime.SECOND)
                            .dividedBy(Rational.of(line.bitsPerSecond()));
                    events.add(new Event(start, -1, 1));
                    events.add(new Event(start.plus(took), 0, -1));
                }
            }
        }
        events.add(new Event(Rational.of(atPs), 0, 0));
        // At one instant: the end of a packet first, then arrivals, then the next start.
        events.sort(Comparator.comparing(Event::ps)
                .thenComparing(Event::sending)
                .thenComparing(Comparator.comparing(Event::waiting).reversed()));
        Rational credit = Rational.ZERO;
        Rational now = Rational.ZERO;
        int waiting = 0;
        int sending = 0;
        for (Event event : events) {
            if (event.ps().compareTo(Rational.of(atPs)) > 0) {
                event = new Event(Rational.of(atPs), 0, 0);
            }
            Rational passed = event.ps().minus(now);
            if (sending > 0) {
                credit = credit.plus(passed.times(idleSlope - line.bitsPerSecond()));
            } else if (waiting > 0) {
                credit = credit.plus(passed.times(idleSlope));
            } else {
                credit = credit.plus(passed.times(idleSlope)).min(Rational.ZERO);
            }
            now = event.ps();
            waiting += event.waiting();
            sending += event.sending();
            if (waiting == 0 && sending == 0) {
                credit = credit.min(Rational.ZERO);
            }
        }
        return credit;
    }

    private record Event(Rational ps, int waiting, int sending) {}

    private record Offer(long ms, int priority, int bytes) {}

    private static Offer arrival(long ms, int priority, int bytes) {
        return new Offer(ms, priority, bytes);
    }

    /** Priorities and milliseconds of all that leaves, on the line. */
    private List<String> starts(PacketScheduler scheduler, Offer... offers) {
        List<SimulatedLine.Arrival> arrivals = new ArrayList<>();
        for (Offer offer : offers) {
            arrivals.add(new SimulatedLine.Arrival(offer.ms() * MS, packet(offer.priority(), offer.bytes())));
        }
        return SimulatedLine.serve(scheduler, arrivals, packet -> LINE.psForBytes(packet.wireBytes()), () -> 0).stream()
                .map(departure -> departure.packet().priority + "@"
                        + Rational.of(departure.startPs(), MS).toString())
                .toList();
    }

    private Packet packet(int priority, int bytes) {
        Packet packet = source.bare(priority, bytes);
        packet.priority = (byte) priority;
        return packet;
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private static PacketScheduler cbs(long flavour, ParameterValues... rows) {
        return new SchedulerSetup(
                        CbsScheduler.SPEC,
                        ParameterValues.of(CbsScheduler.SPEC.parameters(), Map.of("flavour", flavour)),
                        Map.of("classes", List.of(rows)))
                .create(Ports.port(LINE));
    }

    private static ParameterValues row(long priority, long idleSlopeBps) {
        return ParameterValues.of(columns(), Map.of("priority", priority, "idleSlope", idleSlopeBps));
    }

    private static ParameterValues row(long priority, long idleSlopeBps, long hiCredit, long loCredit) {
        return ParameterValues.of(
                columns(),
                Map.of("priority", priority, "idleSlope", idleSlopeBps, "hiCredit", hiCredit, "loCredit", loCredit));
    }

    private static List<ParameterSpec> columns() {
        return CbsScheduler.SPEC.tables().get(0).columns();
    }
}
