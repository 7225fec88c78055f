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
class HfscSchedulerTest {
    private static final long MBPS = 1_000_000;
    private static final long MS = SimTime.MILLISECOND;

    private static ParameterValues values(Object... namesAndValues) {
        Map<String, Long> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
        }
        return ParameterValues.of(
                Objects.requireNonNull(HfscScheduler.SPEC.classes()).parameters(), given);
    }

    private static ClassSetup leaf(int flow, Object... namesAndValues) {
        return ClassSetup.leaf(
                "flow-" + flow,
                values(namesAndValues),
                PacketFilter.of(new PacketFilter.InRange(PacketFilter.Field.FLOW, flow, flow)));
    }

    private static ClassSetup inner(String name, ParameterValues values, ClassSetup... classes) {
        return new ClassSetup(name, values, List.of(), null, List.of(classes));
    }

    private static SchedulerSetup setup(ClassSetup... classes) {
        return SchedulerSetup.defaults(HfscScheduler.SPEC).withClasses(classes);
    }

    private static BareLine line(ClassSetup... classes) {
        return BareLine.of(setup(classes));
    }

    private static int[] packets(int number) {
        int[] sizes = new int[number];
        Arrays.fill(sizes, 1000);
        return sizes;
    }

    private static long count(String log, int flow) {
        return Arrays.stream(log.split(" "))
                .filter(entry -> entry.startsWith(flow + ":"))
                .count();
    }

    /** 4 Mbps: what comes behind k packets of 1000 bytes is eligible after 2k ms. */
    @Test
    void aLeafWithARealTimeCurveAloneIsServedAtItsEligibleTimes() {
        BareLine line = line(leaf(1, "rtRate", 4 * MBPS));
        line.offer(1, packets(4));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 1:1000@2000 1:1000@4000 1:1000@6000");
    }

    /**
     * Convex, 2 Mbps for 3 ms and then 6 Mbps: deadlines rise by the slow slope first, and the packets are eligible by the fast
     * one from the start, a packet in 4/3 ms, so that the deadlines to come can be kept.
     */
    @Test
    void aConvexCurveIsServedByItsSecondSlopeFromTheStart() {
        BareLine line = line(leaf(1, "rtM1", 2 * MBPS, "rtD", 3 * MS, "rtM2", 6 * MBPS));
        line.offer(1, packets(4));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 1:1000@1333 1:1000@2666 1:1000@4000");
    }

    /** 160 bytes within 5 ms, in 64 kbps: its packet is due at 5 ms, before what the other is promised by then. */
    @Test
    void aConcaveCurveGivesALowDelayToALowRate() {
        BareLine line = line(
                leaf(1, "rtUmax", 160, "rtDmax", 5 * MS, "rtRate", 64_000),
                leaf(2, "rtRate", 800_000, "lsRate", 7 * MBPS));
        line.offer(2, packets(20));
        line.serve(3);
        line.offer(1, 160);
        // Eligible at once, and no other is: at 3 ms flow 2 has had more than 0.8 Mbps by the link share only, and its
        // second
        // packet by the real-time curve is eligible at 10 ms.
        assertThat(line.serve(2)).isEqualTo("1:160 2:1000");
    }

    @Test
    void whatIsLeftIsSharedByTheLinkShareCurves() {
        BareLine line = line(leaf(1, "lsRate", 2 * MBPS), leaf(2, "lsRate", 6 * MBPS));
        line.offer(1, packets(100));
        line.offer(2, packets(100));
        String log = line.serve(80);
        assertThat(count(log, 1)).isBetween(19L, 21L);
    }

    @Test
    void sharesAreDividedDownTheTree() {
        BareLine line = line(
                inner("half", values("lsRate", 4 * MBPS), leaf(1, "lsRate", MBPS), leaf(2, "lsRate", 3 * MBPS)),
                leaf(3, "lsRate", 4 * MBPS));
        line.offer(1, packets(100));
        line.offer(2, packets(100));
        line.offer(3, packets(100));
        String log = line.serve(80);
        assertThat(count(log, 3)).isBetween(39L, 41L);
        assertThat(count(log, 1)).isBetween(9L, 11L);
    }

    /** A class that was idle begins in the middle of its siblings: what it did not use is not made up for. */
    @Test
    void anIdleClassSavesNothing() {
        BareLine line = line(leaf(1, "lsRate", 4 * MBPS), leaf(2, "lsRate", 4 * MBPS));
        line.offer(1, packets(100));
        line.serve(50);
        line.offer(2, packets(100));
        String log = line.serve(20);
        assertThat(count(log, 2)).isBetween(9L, 11L);
    }

    @Test
    void anUpperLimitHoldsOnAnIdleLine() {
        BareLine line = line(leaf(1, "lsRate", 4 * MBPS, "ulRate", 4 * MBPS));
        line.offer(1, packets(4));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 1:1000@2000 1:1000@4000 1:1000@6000");
    }

    @Test
    void anUpperLimitOfAnInnerClassHoldsForAllBelow() {
        BareLine line = line(inner(
                "limited",
                values("lsRate", 4 * MBPS, "ulRate", 4 * MBPS),
                leaf(1, "lsRate", MBPS),
                leaf(2, "lsRate", MBPS)));
        line.offer(1, packets(2));
        line.offer(2, packets(2));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 2:1000@2000 1:1000@4000 2:1000@6000");
    }

    /**
     * Flow 1 has the idle line for 100 ms by the link share. When flow 2 comes with a share ten times its own, flow 1 still
     * gets the 2 Mbps of its real-time curve: 20 of 80 packets, and 6 Mbps times 1/11 besides.
     */
    @Test
    void serviceByTheLinkShareIsNotHeldAgainstTheRealTimeCurve() {
        BareLine line = line(leaf(1, "rtRate", 2 * MBPS, "lsRate", 100_000), leaf(2, "lsRate", MBPS));
        line.offer(1, packets(250));
        line.serve(100);
        line.offer(2, packets(100));
        assertThat(count(line.serve(80), 1)).isBetween(20L, 28L);
    }

    @Test
    void aPacketThatNoClassTakesIsRefused() {
        assertThat(line(leaf(1, "lsRate", MBPS)).tryOffer(2, 100, packet -> {})).isEqualTo(DropReason.NO_CLASS);
    }

    @Test
    void leavesHoldTheirPacketsInAnyPacketScheduler() {
        SchedulerSetup turns = SchedulerSetup.of(DrrScheduler.SPEC, Map.of("quantum", 1000L));
        BareLine line = line(new ClassSetup("all", values("lsRate", MBPS), List.of(), turns, List.of()));
        line.offer(1, packets(3));
        line.offer(2, packets(3));
        // The head of flow 1 is taken out when it comes, before flow 2 is there, and its turn is over.
        assertThat(line.serveAll().replace(":1000", "")).isEqualTo("1 1 2 1 2 2");
    }

    @Test
    void anInnerPacketSchedulerThatHoldsBackLeavesTheLineToOthers() {
        SchedulerSetup slow = SchedulerSetup.of(TbfScheduler.SPEC, Map.of("rate", MBPS, "burst", 1000L));
        BareLine line = line(
                leaf(2, "lsRate", MBPS),
                new ClassSetup("slow", values("rtRate", MBPS, "lsRate", MBPS), List.of(), slow, List.of()));
        line.offer(1, packets(2));
        line.offer(2, packets(2));
        // 1 Mbps: the second packet of flow 1 leaves its bucket 8 ms after the first.
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@0 2:1000@1000 2:1000@2000 1:1000@8000");
    }

    @Test
    void aResetMakesItAsNew() {
        BareLine line = line(leaf(1, "rtRate", 4 * MBPS), leaf(2, "lsRate", MBPS));
        line.offer(1, packets(4));
        line.offer(2, packets(4));
        line.serve(4);
        List<DropReason> reasons = new ArrayList<>();
        line.scheduler.reset((packet, reason, nowPs) -> reasons.add(reason), line.nowPs());
        assertThat(reasons).hasSize(4).containsOnly(DropReason.RESET);
        line.offer(1, packets(2));
        assertThat(line.serveAllTimed()).isEqualTo("1:1000@4000 1:1000@6000");
    }

    @Test
    void curvesThatAreWrittenWrongAreSaid() {
        assertThat(setup(leaf(1)).problem()).contains("class 'flow-1' needs 'rtM2' or 'lsM2' (or a rate)");
        assertThat(setup(leaf(1, "lsM1", 1, "lsM2", 2)).problem())
                .contains("class 'flow-1': 'lsM1' and 'lsD' stand together");
        assertThat(setup(leaf(1, "rtUmax", 1, "rtDmax", 2)).problem())
                .contains("class 'flow-1': 'rtUmax', 'rtDmax' and 'rtRate' stand together");
        assertThat(setup(leaf(1, "rtM2", 1, "rtRate", 2)).problem().orElseThrow())
                .startsWith("class 'flow-1': a curve is given by 'rtM1'");
        assertThat(setup(leaf(1, "rtRate", 1, "ulRate", 2)).problem())
                .contains("class 'flow-1' has an upper limit, and no link share that it would limit");
        assertThat(setup(inner("all", values("rtRate", 1), leaf(1, "lsRate", 1)))
                        .problem())
                .contains("class 'all' needs 'lsM2' (or 'lsRate'), having classes");
    }
}
