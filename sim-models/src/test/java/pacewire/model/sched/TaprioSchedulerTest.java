package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class TaprioSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final DataRate LINE = new DataRate(8_000);

    private final PacketSource source = new PacketSource();

    /** Gates and milliseconds, one entry after another. */
    private static final long[] TWO_CLASSES = {0b01, 30, 0b10, 20};

    @Test
    void aPacketWaitsForItsGate() {
        PacketScheduler scheduler = taprio(Map.of(), TWO_CLASSES);
        offer(scheduler, packet(1, 10), 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(30 * MS);
        assertThat(scheduler.dequeue(30 * MS - 1)).isNull();
        assertThat(scheduler.dequeue(30 * MS)).isNotNull();
    }

    @Test
    void theWholePacketMustLeaveBeforeTheGateCloses() {
        PacketScheduler scheduler = taprio(Map.of(), TWO_CLASSES);
        offer(scheduler, packet(0, 10), 0);

        // 10 ms long: at 20 ms its last bit leaves as the gate closes, a tick later it would not. Then the next cycle.
        assertThat(scheduler.readyAtPs(20 * MS)).isEqualTo(20 * MS);
        assertThat(scheduler.readyAtPs(20 * MS + 1)).isEqualTo(50 * MS);
        assertThat(scheduler.dequeue(20 * MS + 1)).isNull();
        assertThat(scheduler.dequeue(50 * MS)).isNotNull();
    }

    @Test
    void theGuardBandCountsWhatThePacketTakesOnTheWire() {
        PacketScheduler scheduler = taprio(Map.of(), 0b01, 200, 0b10, 20);
        Packet packet = source.plain(0, 60);

        // 60 bytes of UDP are 88 of IP and 126 on an Ethernet wire.
        offer(scheduler, packet, 0);
        assertThat(scheduler.readyAtPs(74 * MS)).isEqualTo(74 * MS);
        assertThat(scheduler.readyAtPs(74 * MS + 1)).isEqualTo(220 * MS);
    }

    @Test
    void theHighestClassThatMaySendGoesFirst() {
        PacketScheduler scheduler = taprio(Map.of(), 0b111, 30, 0b001, 30);
        offer(scheduler, packet(0, 10), 0);
        offer(scheduler, packet(1, 20), 0);
        offer(scheduler, packet(2, 5), 0);

        assertThat(priorityAt(scheduler, 0)).isEqualTo(2);
        // At 11 ms the packet of 20 ms does not fit any more: the lower class goes on.
        assertThat(priorityAt(scheduler, 11 * MS)).isEqualTo(0);
        assertThat(scheduler.readyAtPs(21 * MS)).isEqualTo(60 * MS);
    }

    @Test
    void aGateThatStaysOpenOverTheEndOfAnEntryIsOneWindow() {
        PacketScheduler scheduler = taprio(Map.of(), 0b01, 30, 0b11, 20, 0b10, 50);
        offer(scheduler, packet(0, 25), 0);

        // Open from 0 to 50 ms.
        assertThat(scheduler.readyAtPs(25 * MS)).isEqualTo(25 * MS);
        assertThat(scheduler.readyAtPs(25 * MS + 1)).isEqualTo(100 * MS);
    }

    @Test
    void aGateThatStaysOpenOverTheEndOfTheCycleIsOneWindow() {
        PacketScheduler scheduler = taprio(Map.of(), 0b01, 30, 0b10, 50, 0b01, 20);
        offer(scheduler, packet(0, 45), 0);

        // Open from 80 to 130 ms: longer than either entry.
        assertThat(scheduler.readyAtPs(0)).isEqualTo(80 * MS);
        assertThat(scheduler.readyAtPs(85 * MS)).isEqualTo(85 * MS);
        assertThat(scheduler.readyAtPs(85 * MS + 1)).isEqualTo(180 * MS);
    }

    @Test
    void linuxCountsUntilTheEntryEnds() {
        PacketScheduler scheduler = taprio(Map.of("window", 1L), 0b01, 30, 0b11, 20, 0b10, 50);
        offer(scheduler, packet(0, 20), 0);

        assertThat(scheduler.readyAtPs(10 * MS)).isEqualTo(10 * MS);
        assertThat(scheduler.readyAtPs(10 * MS + 1)).isEqualTo(30 * MS);
        assertThat(scheduler.readyAtPs(30 * MS + 1)).isEqualTo(100 * MS);
        assertThat(scheduler.enqueue(packet(0, 31), 0)).isEqualTo(DropReason.TOO_LARGE);
    }

    @Test
    void aBaseTimeInThePastMeansThatTheCycleHasRunSince() {
        // 125 ms before the beginning: at 0 the cycle of 50 ms is at 25 ms.
        PacketScheduler scheduler = taprio(Map.of("baseTime", -125 * MS), TWO_CLASSES);
        offer(scheduler, packet(1, 10), 0);
        assertThat(scheduler.readyAtPs(0)).isEqualTo(5 * MS);
    }

    @Test
    void beforeTheBaseTimeAllGatesAreOpen() {
        PacketScheduler scheduler = taprio(Map.of("baseTime", 100 * MS), TWO_CLASSES);
        offer(scheduler, packet(1, 10), 0);
        offer(scheduler, packet(0, 10), 0);

        assertThat(scheduler.readyAtPs(90 * MS)).isEqualTo(90 * MS);
        // Class 1 must be off the line at 100 ms, class 0 may go on until 130.
        assertThat(priorityAt(scheduler, 90 * MS + 1)).isEqualTo(0);
        assertThat(scheduler.readyAtPs(90 * MS + 1)).isEqualTo(130 * MS);
    }

    @Test
    void aShorterCycleCutsTheEntriesOff() {
        // 40 ms: class 1 has 30 to 40, and an entry behind that is never reached.
        PacketScheduler scheduler = taprio(Map.of("cycleTime", 40 * MS), 0b01, 30, 0b10, 20, 0b100, 10);

        assertThat(scheduler.enqueue(packet(1, 11), 0)).isEqualTo(DropReason.TOO_LARGE);
        assertThat(scheduler.enqueue(packet(2, 1), 0)).isEqualTo(DropReason.NO_CLASS);
        offer(scheduler, packet(1, 10), 0);
        assertThat(scheduler.readyAtPs(30 * MS + 1)).isEqualTo(70 * MS);
    }

    @Test
    void aLongerCycleMakesTheLastEntryLonger() {
        PacketScheduler scheduler = taprio(Map.of("cycleTime", 100 * MS), TWO_CLASSES);
        offer(scheduler, packet(1, 70), 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(30 * MS);
        assertThat(scheduler.readyAtPs(30 * MS + 1)).isEqualTo(130 * MS);
    }

    @Test
    void dropsWhatCouldNeverLeave() {
        PacketScheduler scheduler = taprio(Map.of(), TWO_CLASSES);

        assertThat(scheduler.enqueue(packet(0, 31), 0)).isEqualTo(DropReason.TOO_LARGE);
        assertThat(scheduler.enqueue(packet(2, 1), 0)).isEqualTo(DropReason.NO_CLASS);
        assertThat(scheduler.enqueue(packet(0, 30), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    @Test
    void prioritiesGoToTheClassesOfTheMapAndKeepToTheirLargestSize() {
        SchedulerSetup setup = setup(Map.of(), TWO_CLASSES);
        PacketScheduler scheduler = new SchedulerSetup(
                        setup.spec(),
                        setup.parameters(),
                        Map.of(
                                "entries", setup.rows("entries"),
                                "priorities", List.of(row(1, Map.of("priority", 5L, "class", 1L))),
                                "maxSdus", List.of(row(2, Map.of("class", 1L, "size", 8L)))))
                .create(Ports.port(LINE));

        assertThat(scheduler.enqueue(packet(5, 9), 0)).isEqualTo(DropReason.TOO_LARGE);
        offer(scheduler, packet(5, 8), 0);
        assertThat(scheduler.readyAtPs(0)).isEqualTo(30 * MS);
        offer(scheduler, packet(0, 9), 0);
        assertThat(scheduler.readyAtPs(0)).isZero();
    }

    @Test
    void allGatesAreAlwaysOpenIfNothingIsSaid() {
        PacketScheduler scheduler = taprio(Map.of());
        offer(scheduler, packet(15, 10_000), 0);
        assertThat(scheduler.readyAtPs(999_999_999)).isEqualTo(999_999_999);
    }

    @Test
    void limitsPacketsAndDropsAllOnReset() {
        PacketScheduler scheduler = taprio(Map.of("limit", 1L), TWO_CLASSES);
        offer(scheduler, packet(0, 10), 0);
        assertThat(scheduler.enqueue(packet(0, 10), 0)).isEqualTo(DropReason.QUEUE_FULL);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), 0);

        assertThat(reasons).containsExactly(DropReason.RESET);
        assertThat(scheduler.byteCount()).isZero();
        assertThat(scheduler.readyAtPs(0)).isEqualTo(PacketScheduler.NEVER);
    }

    /** Every tick of small cycles, against the definition. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithALookAtEveryTick(long seed) {
        RandomStream random = new RandomStreams(seed).stream("gates");
        for (int round = 0; round < 20; round++) {
            int entries = 1 + random.nextInt(4);
            int[] masks = new int[entries];
            long[] durations = new long[entries];
            long sum = 0;
            for (int entry = 0; entry < entries; entry++) {
                masks[entry] = random.nextInt(4);
                durations[entry] = 1L + random.nextInt(6);
                sum += durations[entry];
            }
            long cycle = random.nextInt(2) == 0 ? sum : 1L + random.nextInt((int) sum + 3);
            long base = random.nextInt(30) - 15L;
            boolean[] open = openTicks(masks, durations, base, cycle);
            GateSchedule gates = new GateSchedule(masks, durations, base, cycle, false);
            for (int duration = 1; duration <= Math.min(20, gates.longestOpenPs(0)); duration++) {
                for (int now = 0; now < 40; now++) {
                    assertThat(gates.earliestPs(0, now, duration))
                            .as("gates %s, durations %s, cycle %d, base %d", masks, durations, cycle, base)
                            .isEqualTo(firstRun(open, now, duration));
                }
            }
        }
    }

    private static boolean[] openTicks(int[] masks, long[] durations, long base, long cycle) {
        boolean[] open = new boolean[200];
        for (int tick = 0; tick < open.length; tick++) {
            long phase = Math.floorMod(tick - base, cycle);
            int entry = 0;
            while (entry < masks.length - 1 && phase >= durations[entry]) {
                phase -= durations[entry++];
            }
            open[tick] = tick < base || (masks[entry] & 1) != 0;
        }
        return open;
    }

    private static long firstRun(boolean[] open, int from, int length) {
        int run = 0;
        for (int tick = from; tick < open.length; tick++) {
            run = open[tick] ? run + 1 : 0;
            if (run == length) {
                return tick + 1L - length;
            }
        }
        throw new AssertionError("no run of " + length);
    }

    private Packet packet(int priority, int bytes) {
        Packet packet = source.bare(priority, bytes);
        packet.priority = (byte) priority;
        return packet;
    }

    private static int priorityAt(PacketScheduler scheduler, long nowPs) {
        return Objects.requireNonNull(scheduler.dequeue(nowPs)).priority;
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    /** Cycles of 50 ms from 0 on; another list begins at 120 ms: the cycle from 100 ms on is cut off, or that before it goes on. */
    private static PacketScheduler withAnotherListAt120(long extensionMs) {
        SchedulerSetup first =
                setup(Map.of("nextBaseTime", 120 * MS, "cycleTimeExtension", extensionMs * MS), TWO_CLASSES);
        List<ParameterValues> next = List.of(
                row(0, Map.of("gates", 0b100L, "duration", 10 * MS)),
                row(0, Map.of("gates", 0b111L, "duration", 40 * MS)));
        return new SchedulerSetup(
                        first.spec(), first.parameters(), Map.of("entries", first.rows("entries"), "nextEntries", next))
                .create(Ports.port(LINE));
    }

    @Test
    void anotherListCutsOffTheCycleThatRunsWhenItBegins() {
        PacketScheduler scheduler = withAnotherListAt120(19);
        offer(scheduler, packet(0, 10), 0);
        offer(scheduler, packet(1, 5), 0);

        // 100 ms begin with 0b01; 0b10 would follow at 130 ms, and the next list has it from 130 ms on.
        assertThat(scheduler.readyAtPs(100 * MS)).isEqualTo(100 * MS);
        assertThat(priorityAt(scheduler, 110 * MS)).isEqualTo(0);
        assertThat(scheduler.readyAtPs(110 * MS)).isEqualTo(130 * MS);
    }

    @Test
    void aCycleGoesOnInItsLastEntryAsFarAsTheExtensionReaches() {
        PacketScheduler scheduler = withAnotherListAt120(20);
        offer(scheduler, packet(0, 10), 0);
        offer(scheduler, packet(1, 5), 0);

        // 0b10 stays open from 80 to 120 ms: 115 ms is the last instant from which 5 ms are left.
        assertThat(scheduler.readyAtPs(115 * MS)).isEqualTo(115 * MS);
        assertThat(priorityAt(scheduler, 115 * MS)).isEqualTo(1);
        assertThat(scheduler.readyAtPs(115 * MS)).isEqualTo(130 * MS);
    }

    @Test
    void aPacketThatNoWindowOfTheListThatLastsTakesIsRefused() {
        SchedulerSetup ends = setup(Map.of("nextBaseTime", 120 * MS, "nextCycleTime", 5 * MS), TWO_CLASSES);
        SchedulerSetup closing = new SchedulerSetup(
                ends.spec(),
                ends.parameters(),
                Map.of(
                        "entries",
                        ends.rows("entries"),
                        "nextEntries",
                        List.of(row(0, Map.of("gates", 0b01L, "duration", 5 * MS)))));
        PacketScheduler scheduler = closing.create(Ports.port(LINE));

        assertThat(scheduler.enqueue(packet(1, 5), 0)).isEqualTo(DropReason.NO_CLASS);
        assertThat(scheduler.enqueue(packet(0, 5), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    @Test
    void anotherListNeedsToKnowWhenItBegins() {
        SchedulerSetup without = setup(Map.of("cycleTimeExtension", MS), TWO_CLASSES);

        assertThat(without.problem()).contains("'nextBaseTime' is missing: when the list of nextEntries begins");
    }

    private static PacketScheduler taprio(Map<String, Long> parameters, long... gatesAndMs) {
        return setup(parameters, gatesAndMs).create(Ports.port(LINE));
    }

    private static SchedulerSetup setup(Map<String, Long> parameters, long... gatesAndMs) {
        List<ParameterValues> rows = new ArrayList<>();
        for (int entry = 0; entry < gatesAndMs.length; entry += 2) {
            rows.add(row(0, Map.of("gates", gatesAndMs[entry], "duration", gatesAndMs[entry + 1] * MS)));
        }
        return new SchedulerSetup(
                TaprioScheduler.SPEC,
                ParameterValues.of(TaprioScheduler.SPEC.parameters(), parameters),
                Map.of("entries", rows));
    }

    private static ParameterValues row(int table, Map<String, Long> values) {
        return ParameterValues.of(TaprioScheduler.SPEC.tables().get(table).columns(), values);
    }
}
