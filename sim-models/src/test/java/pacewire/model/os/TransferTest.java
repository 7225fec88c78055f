package pacewire.model.os;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;

import static org.assertj.core.api.Assertions.assertThat;

class TransferTest {
    private static final long US = SimTime.MICROSECOND;
    /** 1400 bytes in a millisecond. */
    private static final String PACED = "11.2 Mbps";

    private static final int CLIENT = 1;

    /**
     * One core. 3 us until the thread runs (switch 2, wake-up 1), socket and connect 1 us each, transmit enters (1) and opens and
     * admits (5 + 10): the schedule starts at 21 us, a datagram each millisecond. The first takes the soft interrupt at once:
     * doorbell 1, timer 1, page 1, datagram 2, dequeue 1, driver 1 and 1 until the NIC has fetched it: 8 us. Each later one
     * waits 1 us for its timer and 2 us for the timer's interrupt in addition: 11 us.
     */
    @Test
    void fiveDatagramsDepartAtTheirPlacesAndNeverEarly() {
        TinyServer server = warm().file("movie", 7000).build();
        ScriptedProgram program = transmitting("movie", strict(2000), server);
        server.runUntilUs(10_000);

        assertThat(server.departures).containsExactly(29 * US, 1032 * US, 2032 * US, 3032 * US, 4032 * US);
        assertThat(server.departureErrors).containsExactly(8 * US, 11 * US, 11 * US, 11 * US, 11 * US);
        assertThat(server.accounts)
                .containsExactly(
                        "#0 syscall=7 ring=1",
                        "#1 timer=3 syscall=7 ring=1",
                        "#2 timer=3 syscall=7 ring=1",
                        "#3 timer=3 syscall=7 ring=1",
                        "#4 timer=3 syscall=7 ring=1");
        // The last one is on the wire until 4033.466 us; 10 us of moderation, 3 us of interrupt: finished. Then the
        // caller is
        // switched to, 3 us.
        assertThat(server.log).containsExactly("21 started for host 1", "4046.466 finished 7000");
        assertThat(server.calls)
                .containsExactly(
                        "3 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3 <1>",
                        "4 connect(3, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr(\"10.0.0.2\")}, 16) = 0"
                                + " <1>",
                        "5 transmit(3, [{\"movie\", WHOLE_FILE}], 1, {min_rate=11.2 Mbps, max_rate=11.2 Mbps,"
                                + " max_jitter=2 ms, priority=0, weight=1}) = 7000 <4044.466>",
                        "4049.466 recvmsg(3, {ADMITTED}, MSG_ERRQUEUE) = 1 <1>",
                        "4050.466 recvmsg(3, {COMPLETED}, MSG_ERRQUEUE) = 1 <1>",
                        "4051.466 recvmsg(3, {COMPLETED}, MSG_ERRQUEUE) = -1 EAGAIN (Resource temporarily unavailable)"
                                + " <1>",
                        "4052.466 exit(0) = 0 <1>");
        assertThat(program.results).startsWith("3", "0", "7000");
        // The thread 21 us and, after a switch of 3, 4 calls; 5 soft interrupts of 7; 4 timer interrupts of 2; 5 of the
        // NIC of 3.
        assertThat(server.kernel.cpuBusyPs()).isEqualTo((21 + 3 + 4 + 5 * 7 + 4 * 2 + 5 * 3) * US);
        assertThat(server.kernel.interrupts()).isEqualTo(4 + 5);
        assertThat(server.kernel.timerWakeups()).isEqualTo(4);
        assertThat(server.kernel.contextSwitches()).isEqualTo(2);
        assertThat(server.kernel.bytesCopiedToUser()).isZero();
        assertThat(server.kernel.bytesCopiedFromUser()).isZero();
        assertNothingIsLeft(server);
    }

    /** At 500 us the first datagram has left and the second is due at 1021 us. */
    @Test
    void ofTheDatagramsAheadOneExistsWhileTheTransferIsOnTime() {
        TinyServer server = warm().file("movie", 14_000).build();
        transmitting("movie", strict(2000), server);
        server.runUntilUs(500);

        assertThat(server.departures).hasSize(1);
        assertThat(server.scheduler.packetCount()).isEqualTo(1);
    }

    /** All that fits is made at once where the packet scheduler holds nothing back: one on its way, four behind it. */
    @Test
    void aTransferWithoutAScheduleIsFedFourAhead() {
        TinyServer server = warm().rate("1 Mbps").file("movie", 14_000).build();
        transmitting("movie", metrics(null, null, FlowMetrics.NONE), server);
        server.runUntilUs(500);

        assertThat(server.scheduler.packetCount()).isEqualTo(4);
    }

    @Test
    void aBrokenMetricIsReportedOnceAndBrokenForGood() {
        // A packet scheduler that does not pace: all but the first depart early.
        TinyServer server = fifo(Map.of()).file("movie", 7000).build();
        transmitting("movie", strict(2000), server);
        server.runUntilUs(10_000);

        assertThat(server.calls)
                .filteredOn(line -> line.contains("recvmsg"))
                .extracting(line -> line.substring(line.indexOf('{'), line.indexOf('}') + 1))
                .startsWith("{ADMITTED}", "{METRICS_BROKEN: maxJitter}", "{COMPLETED}")
                .hasSize(4);
        assertThat(server.contracts.values()).singleElement().satisfies(contract -> {
            assertThat(contract.isKept()).isFalse();
            assertThat(contract.latePackets()).isEqualTo(4);
            assertThat(contract.worstDepartureErrorPs()).isEqualTo(8 * US);
        });
    }

    @Test
    void anEmptyFileIsSentAtOnceWhateverTheMetrics() {
        TinyServer server = warm().file("empty", 0).build();
        ScriptedProgram program = transmitting("empty", strict(2000), server);
        server.runUntilUs(1000);

        // 15 us of opening and admitting after the entry at 6 us, and nothing to wait for.
        assertThat(server.log).containsExactly("21 started for host 1", "21 finished 0");
        assertThat(program.results).startsWith("3", "0", "0", "1", "1");
        assertThat(server.departures).isEmpty();
        assertNothingIsLeft(server);
    }

    @Test
    void nothingToSendNeedsNoCapacity() {
        TinyServer server = warm().file("empty", 0).build();
        ScriptedProgram program = transmitting("empty", metrics("4 Gbps", "4 Gbps", FlowMetrics.NONE), server);
        server.runUntilUs(1000);
        assertThat(program.results.get(2)).isEqualTo("0");
    }

    @Test
    void severalFilesFollowEachOtherOnOneSchedule() {
        TinyServer server =
                warm().file("a", 2100).file("none", 0).file("b", 1400).build();
        ScriptedProgram program =
                transmitting(new TransmitRequest(List.of(whole("a"), whole("none"), whole("b")), strict(2000)), server);
        server.runUntilUs(10_000);

        // Three files to open: 31 us. 1400 bytes take 1 ms, the 700 at the end of the first file half of one.
        assertThat(server.departures).containsExactly(39 * US, 1042 * US, 1542 * US);
        assertThat(server.departureErrors).containsExactly(8 * US, 11 * US, 11 * US);
        assertThat(program.results.get(2)).isEqualTo("3500");
        assertNothingIsLeft(server);
    }

    @Test
    void theFirstBytesOfAFileAreSentWhenSoManyAreAskedFor() {
        TinyServer server = warm().file("movie", 7000).build();
        ScriptedProgram program = transmitting(
                new TransmitRequest(List.of(new TransmitRequest.FileRange("movie", 1401)), strict(2000)), server);
        server.runUntilUs(10_000);

        assertThat(server.departures).containsExactly(29 * US, 1032 * US);
        assertThat(program.results.get(2)).isEqualTo("1401");
    }

    @Test
    void aRecordedVideoFollowsItsTimeStamps() {
        // Two frames of two datagrams and one: due at 0, 5 ms, 10 ms; the last frame's interval is as long as the
        // first.
        FrameTrace frames = new FrameTrace(new long[] {0, 10 * SimTime.MILLISECOND}, new int[] {2800, 1400});
        TinyServer server = warm().file("video", 4200, frames).build();
        transmitting("video", new FlowMetrics(null, null, 2 * SimTime.MILLISECOND, FlowMetrics.NONE, 0, 1), server);
        server.runUntilUs(30_000);

        assertThat(server.departures).containsExactly(29 * US, 5032 * US, 10_032 * US);
        assertThat(server.departureErrors).containsExactly(8 * US, 11 * US, 11 * US);
        assertNothingIsLeft(server);
    }

    /**
     * Cold: the disk is asked at 21 us and gives the window of 128 KiB at 100 us of access and 131.072 us of transfer later,
     * 252.072 us; interrupt 2 and request 3: the schedule starts at 257.072 us. The read of the next window starts right
     * behind the first one, so that it is there long before it is needed.
     */
    @Test
    void theScheduleStartsWhenTheFirstPagesAreIn() {
        TinyServer server = warm().cold().file("movie", 200_000).build();
        transmitting("movie", strict(2000), server);
        server.runUntilUs(200_000);

        assertThat(server.log).startsWith("257.072 started for host 1").hasSize(2);
        assertThat(server.departures).hasSize(143).startsWith(265_072_000L);
        assertThat(server.departureErrors).allMatch(error -> error >= 0 && error <= 30 * US);
        assertThat(server.disk.completed()).isEqualTo(2);
        assertThat(server.accounts).noneMatch(account -> account.contains("storage"));
    }

    /**
     * A window of 128 KiB each 200 us is due, of which the disk reads one in 231.072 us. The first is there at 257.072 us, as
     * above. The second is read behind it, until 483.144 us, and in at 488.144 us. Datagram 93 is the first that needs it:
     * due at 257.072 + 200 * 130200 / 131072 us = 455.741433 us, it waits 32.402567 us. The next is due at 257.072 + 200 +
     * 200 * 528 / 131072 us = 457.877685... us and comes at the same instant.
     */
    @Test
    void laterMissesAreChargedToTheDisk() {
        // Datagrams cost the CPU nothing, so that the sender is ahead of the disk.
        TinyMachine machine = new TinyMachine()
                .with(CostItem.PAGE_LOOKUP, 0)
                .with(CostItem.DATAGRAM_BUILD, 0)
                .with(CostItem.SCHEDULER_DEQUEUE, 0)
                .with(CostItem.DRIVER_TRANSMIT, 0);
        FrameTrace fast = new FrameTrace(new long[] {0, 200 * US, 400 * US}, new int[] {131_072, 131_072, 131_072});
        TinyServer video = fifo(Map.of())
                .machine(machine)
                .cold()
                .file("video", 393_216, fast)
                .build();
        transmitting("video", FlowMetrics.BEST_EFFORT, video);
        video.runUntilUs(100_000);

        assertThat(video.departures).hasSize(281);
        assertThat(video.accounts.subList(0, 93)).noneMatch(account -> account.contains("storage"));
        assertThat(video.accounts.get(93)).startsWith("#93 syscall=2 storage=32.402567 ");
        assertThat(video.accounts.get(94)).contains("storage=30.266");
        assertNothingIsLeft(video);
    }

    /**
     * Due ten times as fast as the line, and the same disk: datagram 93 is due at 257.072 + 10 * 130200 / 131072 us = 267.005471
     * us. It is asked for when datagram 89 is taken out of the packet scheduler, at 442.072 us, for the NIC's ring holds no
     * more; its pages come at 488.144 us. The soft interrupt takes 3 us: doorbell, timer, dequeue.
     */
    @Test
    void aDatagramThatIsLateAnywayIsChargedToTheDiskOnlyWhileItsPagesAreMissing() {
        TinyMachine machine = new TinyMachine()
                .with(CostItem.PAGE_LOOKUP, 0)
                .with(CostItem.DATAGRAM_BUILD, 0)
                .with(CostItem.DRIVER_TRANSMIT, 0);
        FrameTrace fast = new FrameTrace(new long[] {0, 10 * US, 20 * US}, new int[] {131_072, 131_072, 131_072});
        TinyServer video = fifo(Map.of())
                .machine(machine)
                .cold()
                .file("video", 393_216, fast)
                .build();
        transmitting("video", FlowMetrics.BEST_EFFORT, video);
        video.runUntilUs(100_000);

        assertThat(video.accounts.get(93)).isEqualTo("#93 syscall=3 storage=46.072 scheduler=175.066529 ring=1");
    }

    @Test
    void aTransferWithoutMetricsTakesTheLine() {
        TinyServer server = warm().file("movie", 14_000).build();
        transmitting("movie", FlowMetrics.BEST_EFFORT, server);
        server.runUntilUs(1000);

        // The CPU is the limit: 5 us a datagram behind the first. At 40.466 us the NIC interrupts, 10 us after its
        // first
        // completion, and pre-empts the soft interrupt for 2 us, so that the fourth departs 7 us behind the third. From
        // 45
        // us on it reaps the three sent by then, 1 us each, so that the fifth departs 8 us behind the fourth.
        assertThat(server.departures)
                .extracting(ps -> ps / US)
                .containsExactly(29L, 34L, 39L, 46L, 54L, 60L, 65L, 72L, 80L, 86L);
        assertThat(server.departureErrors).isEmpty();
        assertNothingIsLeft(server);
    }

    @Test
    void anElasticTransferKeepsWithinItsRange() {
        TinyServer server = warm().file("movie", 14_000).build();
        transmitting("movie", metrics(PACED, "22.4 Mbps", FlowMetrics.NONE), server);
        server.runUntilUs(100_000);

        // Alone, it is sent at its greatest rate: 1400 bytes in half a millisecond, and never sooner.
        assertThat(server.departures).hasSize(10);
        for (int i = 1; i < server.departures.size(); i++) {
            assertThat(server.departures.get(i) - server.departures.get(i - 1)).isBetween(500 * US, 520 * US);
        }
        assertThat(server.contracts.values()).allMatch(contract -> contract.isKept());
        assertNothingIsLeft(server);
    }

    @Test
    void twoTransfersInterleaveEachAtItsPlaces() {
        TinyServer server = warm().cores(2).file("movie", 7000).build();
        transmitting("movie", strict(2000), server);
        transmitting("movie", strict(2000), server);
        server.runUntilUs(100_000);

        assertThat(server.departureErrors).hasSize(10).allMatch(error -> error >= 8 * US && error <= 20 * US);
        assertThat(server.log)
                .filteredOn(line -> line.endsWith("finished 7000"))
                .hasSize(2);
        assertNothingIsLeft(server);
    }

    @Test
    void refusedMetricsGiveEbusyAndLeaveNothingBehind() {
        TinyServer server = warm().file("movie", 7000).build();
        // 5 us of CPU for 1400 bytes: 2.24 Gbit/s at most.
        ScriptedProgram program = transmitting("movie", metrics("4 Gbps", "4 Gbps", FlowMetrics.NONE), server);
        server.runUntilUs(1000);

        assertThat(program.results.get(2)).isEqualTo("-1 EBUSY (Device or resource busy)");
        assertThat(server.log).containsExactly("21 refused EBUSY");
        assertThat(server.calls.get(3)).matches("21 recvmsg\\(3, \\{REFUSED: .+\\}, MSG_ERRQUEUE\\) = 1 <1>");
        assertNothingIsLeft(server);
    }

    @Test
    void theCapacityOfAFinishedTransferIsFreeForTheNext() {
        // Two of 60 % do not fit together; one behind the other they do.
        FlowMetrics most = metrics("1.2 Gbps", "1.2 Gbps", FlowMetrics.NONE);
        TinyServer together = warm().cores(2).file("movie", 70_000).build();
        transmitting("movie", most, together);
        transmitting("movie", most, together);
        together.runUntilUs(10_000);
        assertThat(together.log)
                .filteredOn(line -> line.endsWith("refused EBUSY"))
                .hasSize(1);

        TinyServer inTurn = warm().file("movie", 70_000).build();
        TransmitRequest request = new TransmitRequest(List.of(whole("movie")), most);
        ScriptedProgram program = new ScriptedProgram(
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, CLIENT, 5004),
                os -> TransmitCall.transmit(os, 3, request),
                os -> TransmitCall.transmit(os, 3, request));
        inTurn.spawn(program);
        inTurn.runUntilUs(10_000);
        assertThat(program.results).containsExactly("3", "0", "70000", "70000");
        assertNothingIsLeft(inTurn);
    }

    /** A packet scheduler that holds two packets, while each transfer wants four places in it. */
    @Test
    void aTransferThatFindsNoRoomWaitsForItAndLosesNothing() {
        TinyServer server =
                fifo(Map.of("limit", 2L)).cores(2).file("movie", 28_000).build();
        ScriptedProgram first = transmitting("movie", FlowMetrics.BEST_EFFORT, server);
        ScriptedProgram second = transmitting("movie", FlowMetrics.BEST_EFFORT, server);
        server.runUntilUs(10_000);

        assertThat(first.results.get(2)).isEqualTo("28000");
        assertThat(second.results.get(2)).isEqualTo("28000");
        assertThat(server.drops).isZero();
        assertThat(server.departures).hasSize(40);
        assertNothingIsLeft(server);
    }

    /** Of five places, two transfers want four each; the one that is left alone keeps to its four. */
    @Test
    void aTransferThatWasRefusedNeverHoldsMorePlacesThanItsShare() {
        TinyServer server = fifo(Map.of("limit", 5L))
                .cores(3)
                .file("short", 28_000)
                .file("long", 140_000)
                .build();
        transmitting("short", FlowMetrics.BEST_EFFORT, server);
        ScriptedProgram longer = transmitting("long", FlowMetrics.BEST_EFFORT, server);
        int most = 0;
        while (longer.results.size() < 3 && server.simulation.step()) {
            boolean isAlone = server.log.stream().anyMatch(line -> line.endsWith("finished 28000"));
            most = isAlone ? Math.max(most, server.scheduler.packetCount()) : 0;
        }
        assertThat(most).isEqualTo(4);
        assertThat(longer.results.get(2)).isEqualTo("140000");
    }

    /** A ring of two on a line of 80 Mbit/s: 146.6 us for a datagram. */
    @Test
    void aFullRingStopsTheSenderUntilDescriptorsAreFreeAndIsNotTakenForATimer() {
        TinyServer server = warm().ring(2).rate("80 Mbps").file("movie", 14_000).build();
        transmitting("movie", FlowMetrics.BEST_EFFORT, server);
        server.runUntilUs(10_000);

        assertThat(server.datagrams).isEqualTo(10);
        assertThat(server.accounts).noneMatch(account -> account.contains("timer="));
        assertThat(server.accounts.get(5)).contains("scheduler=");
        assertNothingIsLeft(server);
    }

    @Test
    void anotherThreadMayCloseTheSocketUnderATransfer() {
        TinyServer server = warm().cores(2).file("movie", 7000).build();
        TransmitRequest request = new TransmitRequest(List.of(whole("movie")), strict(2000));
        ScriptedProgram closer =
                new ScriptedProgram(os -> ClockNanosleepCall.sleepUntil(os, 1500 * US), os -> CloseCall.close(os, 3));
        ScriptedProgram program = new ScriptedProgram(
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, CLIENT, 5004),
                os -> CloneCall.startThread(os, closer),
                os -> TransmitCall.transmit(os, 3, request));
        server.spawn(program);
        server.runUntilUs(100_000);

        assertThat(closer.results).containsExactly("0", "0");
        assertThat(program.results.get(3)).isEqualTo("7000");
        assertThat(server.departures).hasSize(5);
    }

    private static TinyServer.Builder warm() {
        return new TinyServer.Builder().scheduler("jitter-edf", Map.of("wakeupShare", 0L));
    }

    private static TinyServer.Builder fifo(Map<String, Long> parameters) {
        return new TinyServer.Builder().scheduler("fifo", parameters);
    }

    private static FlowMetrics strict(long maxJitterUs) {
        return metrics(PACED, PACED, maxJitterUs * US);
    }

    private static FlowMetrics metrics(@Nullable String minRate, @Nullable String maxRate, long maxJitterPs) {
        return new FlowMetrics(
                minRate == null ? null : DataRate.parse(minRate),
                maxRate == null ? null : DataRate.parse(maxRate),
                maxJitterPs,
                FlowMetrics.NONE,
                0,
                1);
    }

    private static TransmitRequest.FileRange whole(String path) {
        return new TransmitRequest.FileRange(path, TransmitRequest.FileRange.WHOLE_FILE);
    }

    private static ScriptedProgram transmitting(String path, FlowMetrics metrics, TinyServer server) {
        return transmitting(new TransmitRequest(List.of(whole(path)), metrics), server);
    }

    /** A process that transmits, and reads events until there are no more. */
    private static ScriptedProgram transmitting(TransmitRequest request, TinyServer server) {
        EventBuffer events = new EventBuffer();
        ScriptedProgram program = new ScriptedProgram(
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, CLIENT, 5004),
                os -> TransmitCall.transmit(os, 3, request),
                os -> RecvmsgCall.receiveEvent(os, 3, events),
                os -> RecvmsgCall.receiveEvent(os, 3, events),
                os -> RecvmsgCall.receiveEvent(os, 3, events),
                os -> RecvmsgCall.receiveEvent(os, 3, events));
        ScriptedProgram untilNone = new ScriptedProgram();
        server.spawn((last, os) -> {
            boolean isOver = program.results.size() > 3 && !last.isDone();
            return isOver ? untilNone.next(last, os) : program.next(last, os);
        });
        return program;
    }

    private static void assertNothingIsLeft(TinyServer server) {
        assertThat(server.packetsHeld()).isZero();
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.scheduler.packetCount()).isZero();
        // The kernel's own for resets, and a socket for each process, which none has closed.
        assertThat(server.kernel.flows().openFlows()).as("open flows").isEqualTo(1 + server.processes);
    }
}
