package pacewire.model.os;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each call: what it returns, how long it takes on {@link TinyMachine}, and how strace shows it. The thread runs from 3 us on. */
class SyscallTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;
    private static final FrameTrace FRAMES = new FrameTrace(new long[] {0, 10 * MS}, new int[] {1400, 1400});

    @Test
    void readingAFileCopiesItAndEndsAtItsEnd() {
        TinyServer server = server().build();
        run(
                server,
                os -> OpenatCall.open(os, "movie"),
                os -> ReadCall.read(os, 3, 1400),
                os -> ReadCall.read(os, 3, 9000),
                os -> ReadCall.read(os, 3, 1400));

        assertThat(server.calls)
                .containsExactly(
                        // entry 1, opening 5
                        "3 openat(AT_FDCWD, \"movie\", O_RDONLY) = 3 <6>",
                        // entry 1, pages 1, 1400 bytes at 1 ns
                        "9 read(3, \"\"..., 1400) = 1400 <3.4>",
                        "12.4 read(3, \"\"..., 9000) = 5600 <7.6>",
                        "20 read(3, \"\"..., 1400) = 0 <1>",
                        "21 exit(0) = 0 <1>");
        assertThat(server.kernel.bytesCopiedToUser()).isEqualTo(7000);
        assertThat(server.kernel.bytesCopiedFromUser()).isZero();
    }

    @Test
    void readingWhatIsNotInMemoryWaitsForTheDisk() {
        TinyServer server = server().cold().build();
        run(
                server,
                os -> OpenatCall.open(os, "movie"),
                os -> ReadCall.read(os, 3, 1400),
                os -> ReadCall.read(os, 3, 1400));

        // Asked at 10 us; 100 us of access and 7 us of transfer: 117; interrupt 2 and request 3: 122; switch 3: 125;
        // pages 1
        // and copy 1.4. All of the file came with it.
        assertThat(server.calls)
                .contains("9 read(3, \"\"..., 1400) = 1400 <118.4>", "127.4 read(3, \"\"..., 1400) = 1400 <3.4>");
        assertThat(server.kernel.interrupts()).isEqualTo(1);
        assertThat(server.disk.completed()).isEqualTo(1);
    }

    @Test
    void sendingCopiesTheBytesAndTakesTheProtocolsTime() {
        TinyServer server = server().scheduler("fifo", Map.of()).cores(2).build();
        run(
                server,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1, 5004),
                os -> SendtoCall.send(os, 3, 1400, 0, 0, 4 * US),
                os -> SendtoCall.send(os, 3, 1000, 0, 1400, Packet.UNSCHEDULED));

        assertThat(server.calls)
                .contains(
                        "5 sendto(3, \"\"..., 1400, 0, NULL, 0) = 1400 <6.4>",
                        // The soft interrupt of the first runs on this core, from 11.4 us for 4 us.
                        "11.4 sendto(3, \"\"..., 1000, 0, NULL, 0) = 1000 <10>");
        assertThat(server.kernel.bytesCopiedFromUser()).isEqualTo(2400);
        assertThat(server.kernel.bytesCopiedToUser()).isZero();
        // Due at 4 us: 1 us of connect and 5 of the call, 1.4 of copying; then doorbell, timer, dequeue, driver: 4 us.
        assertThat(server.accounts)
                .containsExactly("#0 syscall=10 copy=1.4 ring=1", "#1 interrupt=4 syscall=9 copy=1 ring=1");
        assertThat(server.departures).containsExactly(16_400_000L, 26_400_000L);
    }

    @Test
    void sendingIntoAFullSocketBufferWaitsUntilTheNicIsDone() {
        // 92 datagrams of 2304 bytes fit in 212,992. On 80 Mbit/s each takes 146.6 us.
        TinyServer server =
                server().scheduler("fifo", Map.of()).cores(2).rate("80 Mbps").build();
        ScriptedProgram program = new ScriptedProgram();
        int[] sent = {0};
        server.spawn((last, os) -> {
            int step = sent[0]++;
            if (step == 0) {
                return SocketCall.datagramSocket(os);
            }
            if (step == 1) {
                return ConnectCall.connect(os, 3, 1, 5004);
            }
            return step < 202 ? SendtoCall.send(os, 3, 1400, 0, 0, Packet.UNSCHEDULED) : program.next(last, os);
        });
        server.simulation.runUntil(SimTime.SECOND);

        assertThat(server.datagrams).isEqualTo(200);
        assertThat(server.drops).isZero();
        assertThat(server.accounts.subList(0, 92)).noneMatch(account -> account.contains("socketBuffer"));
        // Some have left by the time the buffer is full; soon each waits for one that leaves, or for the interrupt that
        // tells of it.
        assertThat(server.accounts.subList(110, 200)).allMatch(account -> account.contains("socketBuffer"));
        assertThat(server.pool.outstanding()).isZero();
    }

    @Test
    void aSocketThatIsClosedIsForgottenWhenItsLastDatagramHasLeft() {
        TinyServer server = server().scheduler("fifo", Map.of()).cores(2).build();
        run(
                server,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1, 5004),
                os -> SendtoCall.send(os, 3, 1400, 0, 0, Packet.UNSCHEDULED),
                os -> CloseCall.close(os, 3));
        assertThat(server.datagrams).isEqualTo(1);
        assertThat(server.kernel.flows().openFlows()).isEqualTo(1);
    }

    /** The sleep is due at 1000 us; its timer is armed with 50 us of slack, latency 1, interrupt 2, switch 3. */
    @Test
    void aSleepMayEndLateByTheSlack() {
        TinyServer server = server().build();
        run(
                server,
                os -> ClockNanosleepCall.sleepUntil(os, 1000 * US),
                os -> ClockNanosleepCall.sleepUntil(os, 1000 * US));

        assertThat(server.calls)
                .startsWith(
                        "3 clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {tv_sec=0, tv_nsec=1000000}, NULL) = 0"
                                + " <1053>",
                        "1056 clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {tv_sec=0, tv_nsec=1000000}, NULL) = 0"
                                + " <1>");
    }

    @Test
    void theMachinesThatShipSleepByTheirClocks() {
        // Linux 6: due at 5 ms, 50 us of slack, 0.5 us of latency, 2 us to wake the core, 0.8 us of interrupt, 1.4 us
        // to switch and wake.
        assertThat(wakeUpUs("linux-6", 5 * MS)).isEqualTo("5054.7");
        // Solaris 10 of 2005: the first tick of 10 ms at or after 5 ms; 1.5 us of latency, 2 to wake the core, 4 of
        // interrupt, 6 to switch
        // and wake.
        assertThat(wakeUpUs("solaris-10-2005", 5 * MS)).isEqualTo("10013.5");
        assertThat(wakeUpUs("solaris-10-2005", 10 * MS)).isEqualTo("10013.5");
        assertThat(wakeUpUs("solaris-10-2005", 10 * MS + 1)).isEqualTo("20013.5");
    }

    @Test
    void aThreadIsMadeAndRuns() {
        TinyServer server = server().cores(2).build();
        ScriptedProgram child = new ScriptedProgram(os -> os.compute(5 * US));
        ScriptedProgram parent = run(server, os -> CloneCall.startThread(os, child), os -> os.compute(7 * US));

        // Entry 1 and creation 10: 14 us. The child is switched to on the other core, 3 us, and works 5.
        assertThat(parent.instants).containsExactly("3", "14", "21");
        assertThat(child.instants).containsExactly("17", "22");
        assertThat(server.calls)
                .startsWith("3 clone(flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 1001 <11>")
                .hasSize(3);
        assertThat(server.kernel.syscalls()).containsEntry("clone", 1L).containsEntry("exit", 2L);
    }

    @Test
    void descriptorsAreTheLowestFree() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                os -> OpenatCall.open(os, "movie"),
                SocketCall::datagramSocket,
                SocketCall::streamSocket,
                os -> CloseCall.close(os, 4),
                os -> OpenatCall.open(os, "movie"));
        assertThat(program.results).containsExactly("3", "4", "5", "0", "4");
    }

    @Test
    void aProcessHasSoManyDescriptorsAndNoMore() {
        TinyServer server = server().build();
        int[] opened = {0};
        String[] failure = {""};
        server.spawn((last, os) -> {
            if (!last.isDone()) {
                failure[0] = last.toString();
                return ExitCall.exit(os);
            }
            opened[0]++;
            return OpenatCall.open(os, "movie");
        });
        server.simulation.runUntil(100 * SimTime.SECOND);

        // 512 Ki less the standard three; the first answer is that of the start.
        assertThat(opened[0] - 1).isEqualTo(524_288 - 3);
        assertThat(failure[0]).isEqualTo("-1 EMFILE (Too many open files)");
    }

    static List<Arguments> refusedRequests() {
        return List.of(
                arguments("ENOENT", request("missing")),
                arguments("ENOENT", new TransmitRequest(List.of(range("movie", 1), range("missing", 1)), paced())),
                arguments("EINVAL", new TransmitRequest(List.of(), paced())),
                arguments("EINVAL", new TransmitRequest(List.of(range("movie", 7001)), paced())),
                arguments("EINVAL", new TransmitRequest(List.of(range("movie", -1)), paced())),
                // An inverted range; jitter without strict pacing, with a range of rates, one rate or none.
                arguments("EINVAL", metrics("2 Mbps", "1 Mbps", FlowMetrics.NONE, 0, 1)),
                arguments("EINVAL", metrics("1 Mbps", "2 Mbps", MS, 0, 1)),
                arguments("EINVAL", metrics(null, "2 Mbps", MS, 0, 1)),
                arguments("EINVAL", metrics("1 Mbps", null, MS, 0, 1)),
                arguments("EINVAL", metrics(null, null, MS, 0, 1)),
                arguments("EINVAL", metrics(null, null, -1, 0, 1)),
                arguments("EINVAL", metrics(null, null, FlowMetrics.NONE, 8, 1)),
                arguments("EINVAL", metrics(null, null, FlowMetrics.NONE, -1, 1)),
                arguments("EINVAL", metrics(null, null, FlowMetrics.NONE, 0, 0)),
                arguments("EINVAL", metrics(null, null, FlowMetrics.NONE, 0, 1001)),
                arguments(
                        "EINVAL",
                        new TransmitRequest(
                                List.of(range("movie", 1)), new FlowMetrics(null, null, FlowMetrics.NONE, -1, 0, 1))),
                // A recorded video has its own rates, and goes with no plain file.
                arguments("EINVAL", new TransmitRequest(List.of(range("video", 2800)), paced())),
                arguments(
                        "EINVAL",
                        new TransmitRequest(
                                List.of(range("video", 1400), range("movie", 1400)), FlowMetrics.BEST_EFFORT)));
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("refusedRequests")
    void aTransmitThatCannotBeMeantIsRefusedBeforeItStarts(String errno, TransmitRequest request) {
        TinyServer server = server().file("video", 2800, FRAMES).build();
        ScriptedProgram program = run(
                server,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1, 5004),
                os -> TransmitCall.transmit(os, 3, request));

        assertThat(program.results.get(2)).startsWith("-1 " + errno + " (");
        assertThat(server.log).containsExactly("6 failed " + errno);
        assertThat(server.calls.get(2)).startsWith("5 transmit(3, [").endsWith(" <1>");
        assertThat(server.kernel.flows().openFlows()).isEqualTo(2);
    }

    @Test
    void moreThanAnEthernetFrameHoldsIsTooLong() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1, 5004),
                os -> SendtoCall.send(os, 3, 1473, 0, 0, Packet.UNSCHEDULED),
                os -> SendtoCall.send(os, 3, 1472, 0, 0, Packet.UNSCHEDULED));
        assertThat(program.results).containsExactly("3", "0", "-1 EMSGSIZE (Message too long)", "1472");
    }

    /** Linux begins at a random one of 32,768 and more. */
    @Test
    void aSocketThatListensWithoutAPortIsGivenOne() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, 32_768),
                SocketCall::streamSocket,
                os -> ListenCall.listen(os, 4, 10),
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 5, 32_769));
        assertThat(program.results).containsExactly("3", "0", "4", "0", "5", "-1 EADDRINUSE (Address already in use)");
    }

    @Test
    void onlyOneSocketHasAPort() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, 554),
                os -> ListenCall.listen(os, 3, 10),
                os -> ListenCall.listen(os, 3, 20),
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 4, 554),
                os -> CloseCall.close(os, 4),
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 4, 554),
                os -> CloseCall.close(os, 3),
                os -> BindCall.bind(os, 4, 554),
                os -> ListenCall.listen(os, 4, 10));
        // The close of one that has no port leaves the port with the one that has it.
        assertThat(program.results)
                .containsExactly(
                        "3",
                        "0",
                        "0",
                        "0",
                        "4",
                        "-1 EADDRINUSE (Address already in use)",
                        "0",
                        "4",
                        "-1 EADDRINUSE (Address already in use)",
                        "0",
                        "0",
                        "0");
        assertThat(server.calls)
                .contains(
                        "4 bind(3, {sa_family=AF_INET, sin_port=htons(554), sin_addr=inet_addr(\"10.0.0.1\")}, 16) = 0"
                                + " <1>");
    }

    @Test
    void transmitTakesItsCostForEachFile() {
        TinyServer server = server().build();
        run(
                server,
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1, 5004),
                os -> TransmitCall.transmit(
                        os,
                        3,
                        new TransmitRequest(
                                List.of(range("movie", 0), range("movie", 0), range("movie", 0)),
                                FlowMetrics.BEST_EFFORT)));
        // Entry 1, three files to open at 5, admission 10.
        assertThat(server.calls.get(2))
                .isEqualTo("5 transmit(3, [{\"movie\", 0}, {\"movie\", 0}, {\"movie\", 0}], 3, {priority=0, weight=1})"
                        + " = 0 <26>");
    }

    private static String wakeUpUs(String machine, long untilPs) {
        MachineProfile profile = MachineProfiles.find(machine).orElseThrow();
        TinyMachine copy = new TinyMachine();
        profile.costs().forEach(cost -> copy.with(cost.item(), cost.value()));
        TinyServer server = server().machine(copy).build();
        ScriptedProgram program = run(server, os -> ClockNanosleepCall.sleepUntil(os, untilPs));
        return program.instants.get(1);
    }

    private static TinyServer.Builder server() {
        return new TinyServer.Builder().file("movie", 7000);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static ScriptedProgram run(TinyServer server, Function<Syscalls, Step>... steps) {
        ScriptedProgram program = new ScriptedProgram(steps);
        server.spawn(program);
        server.simulation.runUntil(SimTime.SECOND);
        return program;
    }

    private static FlowMetrics paced() {
        DataRate rate = DataRate.parse("11.2 Mbps");
        return new FlowMetrics(rate, rate, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
    }

    private static TransmitRequest request(String path) {
        return new TransmitRequest(List.of(range(path, 1)), paced());
    }

    private static TransmitRequest metrics(
            @Nullable String minRate, @Nullable String maxRate, long maxJitterPs, int priority, int weight) {
        FlowMetrics metrics = new FlowMetrics(
                minRate == null ? null : DataRate.parse(minRate),
                maxRate == null ? null : DataRate.parse(maxRate),
                maxJitterPs,
                FlowMetrics.NONE,
                priority,
                weight);
        return new TransmitRequest(List.of(range("movie", 1)), metrics);
    }

    private static TransmitRequest.FileRange range(String path, long bytes) {
        return new TransmitRequest.FileRange(path, bytes);
    }
}
