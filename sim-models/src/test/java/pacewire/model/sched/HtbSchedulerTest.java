package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;

import static org.assertj.core.api.Assertions.assertThat;

/** A byte takes a microsecond on the line, which is 8 Mbps; flow n goes to the class that asks for it. */
class HtbSchedulerTest {
    private static final long MBPS = 1_000_000;

    /** Parameters as name, value, name, value. */
    private static ParameterValues values(Object... namesAndValues) {
        Map<String, Long> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
        }
        return ParameterValues.of(
                Objects.requireNonNull(HtbScheduler.SPEC.classes()).parameters(), given);
    }

    private static PacketFilter flow(int number) {
        return PacketFilter.of(new PacketFilter.InRange(PacketFilter.Field.FLOW, number, number));
    }

    private static ClassSetup leaf(int flow, Object... namesAndValues) {
        return ClassSetup.leaf("flow-" + flow, values(namesAndValues), flow(flow));
    }

    private static ClassSetup inner(String name, ParameterValues values, ClassSetup... classes) {
        return new ClassSetup(name, values, List.of(), null, List.of(classes));
    }

    private static BareLine line(ClassSetup... classes) {
        return BareLine.of(SchedulerSetup.defaults(HtbScheduler.SPEC).withClasses(classes));
    }

    private static int[] packets(int number) {
        int[] sizes = new int[number];
        Arrays.fill(sizes, 1000);
        return sizes;
    }

    /** Packets of a flow among those of a log. */
    private static long count(String log, int flow) {
        return Arrays.stream(log.split(" "))
                .filter(entry -> entry.startsWith(flow + ":"))
                .count();
    }

    /**
     * 4 Mbps: 1000 bytes pay 2 ms. The bucket holds them at first, and owes nothing at 0 after the first packet: the second
     * may go once the line is free, at 1 ms, and owes until 2 ms.
     */
    @Test
    void aBucketIsFullAtFirstAndLendsToWhoeverFindsItWithoutDebt() {
        BareLine line = line(leaf(1, "rate", 4 * MBPS, "burst", 1000));
        line.offer(1, packets(5));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 1:1000@1000 1:1000@2000 1:1000@4000 1:1000@6000");
    }

    /** 3 Mbps: 1000 bytes pay 8/3 ms. Nothing is lost to rounding: the tenth after the debt of nine. */
    @Test
    void debtsAreExactToThePicosecond() {
        BareLine line = line(leaf(1, "rate", 3 * MBPS, "burst", 1));
        line.offer(1, packets(10));
        line.serve(9);
        // A byte of burst is 8/3 us: the bucket owed nothing until -8/3 us, and then nine times 8/3 ms.
        // 9 * 8000/3 us - 8/3 us = 23,997.333... us.
        assertThat(line.scheduler.readyAtPs(line.nowPs())).isEqualTo(23_997_333_334L);
    }

    @Test
    void anIdleClassLendsToTheOthersAndTakesItsShareWhenItComes() {
        BareLine line = line(inner(
                "all",
                values("rate", 8 * MBPS),
                leaf(1, "rate", 2 * MBPS, "ceil", 8 * MBPS),
                leaf(2, "rate", 6 * MBPS, "ceil", 8 * MBPS)));
        line.offer(1, packets(200));
        assertThat(line.serveAllTimed()).endsWith("1:1000@199000");
        line.offer(1, packets(200));
        line.offer(2, packets(200));
        line.serve(40); // debts of the time alone are paid
        String log = line.serve(80);
        assertThat(count(log, 1)).isBetween(18L, 22L);
        assertThat(count(log, 2)).isBetween(58L, 62L);
    }

    /** 1 Mbps each; of the 6 Mbps that are left the better priority takes all. */
    @Test
    void whatIsLeftGoesToTheLowerPriorityNumber() {
        BareLine line = line(inner(
                "all",
                values("rate", 8 * MBPS),
                leaf(1, "rate", MBPS, "ceil", 8 * MBPS, "priority", 1),
                leaf(2, "rate", MBPS, "ceil", 8 * MBPS, "priority", 0)));
        line.offer(1, packets(100));
        line.offer(2, packets(100));
        String log = line.serve(80);
        assertThat(count(log, 1)).isBetween(9L, 13L);
    }

    /**
     * Both owe after a packet each, and borrow: by quantum, 1 to 3. A quantum comes when the deficit is below nothing, so that
     * the first turn of a class is one packet ({@code htb_dequeue_tree}).
     */
    @Test
    void thoseWhoBorrowTakeTurnsByQuantum() {
        BareLine line = line(inner(
                "all",
                values("rate", 8 * MBPS),
                leaf(1, "rate", 8000, "ceil", 8 * MBPS, "burst", 1, "quantum", 1000),
                leaf(2, "rate", 8000, "ceil", 8 * MBPS, "burst", 1, "quantum", 3000)));
        line.offer(1, packets(20));
        line.offer(2, packets(20));
        assertThat(line.serve(12).replace(":1000", "")).isEqualTo("1 2 1 2 1 2 2 2 1 2 2 2");
    }

    @Test
    void theCeilHoldsWhateverTheParentCouldLend() {
        BareLine line = line(
                inner("all", values("rate", 8 * MBPS), leaf(1, "rate", MBPS, "ceil", 4 * MBPS, "ceilBurst", 1000)));
        line.offer(1, packets(5));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 1:1000@1000 1:1000@2000 1:1000@4000 1:1000@6000");
    }

    /** The agency of 4 Mbps has one of two leaves busy; the other agency's leaf may not have what the first leaves over. */
    @Test
    void aClassBorrowsFromTheNearestThatIsWithinItsRate() {
        BareLine line = line(
                inner(
                        "agency",
                        values("rate", 4 * MBPS),
                        leaf(1, "rate", 2 * MBPS, "ceil", 4 * MBPS),
                        leaf(2, "rate", 2 * MBPS, "ceil", 4 * MBPS)),
                inner("other", values("rate", 2 * MBPS), leaf(3, "rate", MBPS, "ceil", 2 * MBPS)));
        line.offer(1, packets(200));
        line.offer(3, packets(200));
        line.serve(60);
        long fromPs = line.nowPs();
        String log = line.serve(60);
        // 6 Mbps together: 60,000 bytes in 80 ms.
        assertThat(line.nowPs() - fromPs).isBetween(78 * SimTime.MILLISECOND, 82 * SimTime.MILLISECOND);
        assertThat(count(log, 1)).isBetween(39L, 41L);
    }

    @Test
    void packetsThatNoClassTakesGoFirstAndAreNotShaped() {
        BareLine line = line(leaf(1, "rate", MBPS, "burst", 1000));
        line.offer(1, packets(2));
        line.offer(7, packets(3));
        assertThat(line.serveAllTimed()).isEqualTo("7:1000@0 7:1000@1000 7:1000@2000 1:1000@3000 1:1000@4000");
    }

    @Test
    void leavesHoldTheirPacketsInAnyPacketScheduler() {
        SchedulerSetup turns = SchedulerSetup.of(DrrScheduler.SPEC, Map.of("quantum", 1000L));
        BareLine line = BareLine.of(SchedulerSetup.defaults(HtbScheduler.SPEC)
                .withClasses(new ClassSetup("all", values("rate", 8 * MBPS), List.of(), turns, List.of())));
        line.offer(1, packets(3));
        line.offer(2, packets(3));
        assertThat(line.serveAll().replace(":1000", "")).isEqualTo("1 2 1 2 1 2");
    }

    @Test
    void anInnerPacketSchedulerThatHoldsBackLeavesItsTurnToOthers() {
        SchedulerSetup slow = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", MBPS, "burst", 1000L));
        BareLine line = BareLine.of(SchedulerSetup.defaults(HtbScheduler.SPEC)
                .withClasses(
                        new ClassSetup("slow", values("rate", 4 * MBPS), List.of(flow(1)), slow, List.of()),
                        leaf(2, "rate", 4 * MBPS, "burst", 1000)));
        line.offer(1, packets(2));
        line.offer(2, packets(2));
        // 1 Mbps: the second packet of flow 1 leaves 8 ms after the first.
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 2:1000@1000 2:1000@2000 1:1000@8000");
    }

    @Test
    void aResetFillsTheBucketsAndDropsAll() {
        BareLine line = line(leaf(1, "rate", MBPS, "burst", 1000));
        line.offer(1, packets(3));
        line.offer(7, packets(1));
        line.serve(2);
        List<DropReason> reasons = new ArrayList<>();
        line.scheduler.reset((packet, reason, nowPs) -> reasons.add(reason), line.nowPs());
        assertThat(reasons).containsExactly(DropReason.RESET, DropReason.RESET);
        line.offer(1, packets(2));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@2000 1:1000@3000");
    }

    @Test
    void whatIsWrongWithItsClassesIsSaid() {
        assertThat(SchedulerSetup.defaults(HtbScheduler.SPEC)
                        .withClasses(leaf(1))
                        .problem())
                .contains("class 'flow-1' needs a rate");
        assertThat(SchedulerSetup.defaults(HtbScheduler.SPEC)
                        .withClasses(inner("all", values("rate", 5), leaf(1, "rate", 3, "ceil", 2)))
                        .problem())
                .contains("the ceil of class 'flow-1' is below its rate");
        ClassSetup deep = leaf(1, "rate", 1);
        for (int depth = 0; depth < 8; depth++) {
            deep = inner("level-" + depth, values("rate", 1), deep);
        }
        assertThat(SchedulerSetup.defaults(HtbScheduler.SPEC).withClasses(deep).problem())
                .contains("classes stand in 8 levels at most");
    }
}
