package pacewire.model.os;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Event;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Files over TCP: sendfile, splice, and write from a buffer and from a mapping; against a client on the server's wire. */
class StreamWriteTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;
    /** The first connection's descriptor; files and pipes come behind. */
    private static final int CONNECTION = 4;

    private static final int FILE = 5;

    private final TinyServer server = new TinyServer.Builder()
            .scheduler("fifo", Map.of())
            .file("movie", 7000)
            .file("film", 1_000_000)
            .build();
    private final TinyClient client = new TinyClient(server);
    private OsProcess process = new OsProcess("none yet", 0);

    /**
     * The thread is back from accept at 143.084 us, opens the file in 6 us, and needs for 7000 bytes 1 us for the system call, 1 to
     * find the pages, and 2 for each of 2 pages, one into the pipe inside and one out of it. Nothing is outstanding, so that all
     * leaves as one super-packet, the short segment at its end, too.
     */
    @Test
    void sendfileSendsReferencesToPagesAndCopiesNothing() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "movie"),
                os -> SendfileCall.send(os, CONNECTION, FILE, 7000),
                os -> SendfileCall.send(os, CONNECTION, FILE, 7000),
                os -> SendfileCall.sendFrom(os, CONNECTION, FILE, 6990, 100));
        server.runUntilUs(200_000);

        assertThat(program.results).containsExactly("5", "7000", "0", "10");
        assertThat(server.calls)
                .contains(
                        "143.084 openat(AT_FDCWD, \"movie\", O_RDONLY) = 5 <6>",
                        "149.084 sendfile(4, 5, NULL, 7000) = 7000 <6>")
                .anyMatch(call -> call.contains(" sendfile(4, 5, NULL, 7000) = 0 "))
                .anyMatch(call -> call.contains(" sendfile(4, 5, [6990], 100) = 10 "));
        // Doorbell 1 and timer 1, TCP 3, dequeue 1, driver 1, once for all; DMA 1 behind that. The NIC makes the
        // segments of
        // 1538 bytes on the wire, 1.538 us at 8 Gbps, without a gap.
        assertThat(server.departures.subList(0, 5).stream().map(TinyServer::us))
                .containsExactly("163.084", "164.622", "166.16", "167.698", "169.236");
        assertThat(client.extents)
                .containsExactly(
                        "0: 0 + 1460",
                        "0: 1460 + 1460",
                        "0: 2920 + 1460",
                        "0: 4380 + 1460",
                        "0: 5840 + 1160",
                        "0: 6990 + 10");
        assertThat(server.kernel.bytesCopiedToUser()).isZero();
        assertThat(server.kernel.bytesCopiedFromUser()).isZero();
        assertNothingIsOnItsWay();
    }

    @Test
    void spliceGoesThroughAPipeOf16Pages() {
        int[] ends = new int[2];
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> PipeCall.pipe(os, ends),
                os -> SpliceCall.splice(os, FILE, 7, 100_000),
                os -> SpliceCall.splice(os, 6, CONNECTION, 100_000),
                os -> SpliceCall.splice(os, FILE, 7, 100),
                os -> SpliceCall.splice(os, FILE, 7, 10_000),
                os -> SpliceCall.splice(os, 6, CONNECTION, 50),
                os -> SpliceCall.splice(os, 6, CONNECTION, 100_000));
        server.runUntilUs(200_000);

        // 65,536 bytes fill the pipe. 100 bytes take a page's place; 10,000 go on in the same page, which is one more.
        assertThat(program.results).containsExactly("5", "0", "65536", "65536", "100", "10000", "50", "10050");
        assertThat(ends).containsExactly(6, 7);
        assertThat(client.bytes()).isEqualTo(75_636);
        assertThat(server.calls)
                .contains(
                        // 1 for the call, 1 to find the pages, 16 for the pages.
                        "155.084 splice(5, NULL, 7, NULL, 100000, SPLICE_F_MOVE|SPLICE_F_MORE) = 65536 <18>",
                        "149.084 pipe2([6, 7], 0) = 0 <6>");
        assertThat(server.kernel.bytesCopiedToUser() + server.kernel.bytesCopiedFromUser())
                .isZero();
        assertNothingIsOnItsWay();
    }

    /** Three blocks of 64 KiB are touched for 140,000 bytes: a fault of 3 us each; the second time they are mapped. */
    @Test
    void aMappingFaultsWhereItIsTouchedFirst() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> SetsockoptCall.sendBuffer(os, CONNECTION, 200_000),
                os -> MmapCall.map(os, FILE, 1_000_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L, 140_000),
                os -> ClockNanosleepCall.sleepUntil(os, 10_000 * US),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L, 140_000),
                os -> MunmapCall.unmap(os, 0x7f00_0000_0000L, 1_000_000),
                os -> WriteCall.writeMapped(os, CONNECTION, 0x7f00_0000_0000L, 1),
                os -> MunmapCall.unmap(os, 0x7f00_0000_0000L, 1_000_000));
        server.runUntilUs(200_000);

        assertThat(program.results)
                .containsExactly(
                        "5",
                        "0",
                        Long.toString(0x7f00_0000_0000L),
                        "140000",
                        "0",
                        "140000",
                        "0",
                        "-1 EFAULT (Bad address)",
                        "-1 EINVAL (Invalid argument)");
        assertThat(server.calls)
                .contains("150.084 mmap(NULL, 1000000, PROT_READ, MAP_SHARED, 5, 0) = 139637976727552 <6>");
        assertThat(client.bytes()).isEqualTo(280_000);
        assertThat(server.kernel.bytesCopiedToUser()).isZero();
        assertThat(server.kernel.bytesCopiedFromUser()).isEqualTo(280_000);
        assertNothingIsOnItsWay();
    }

    @Test
    void whatWasReadIsCopiedTwice() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "movie"),
                os -> FstatCall.stat(os, FILE, new FileStatus()),
                os -> ReadCall.read(os, FILE, 5000),
                os -> WriteCall.writeFile(os, CONNECTION, 5000, 0, 0));
        server.runUntilUs(200_000);

        assertThat(program.results).containsExactly("5", "0", "5000", "5000");
        assertThat(server.calls)
                .contains(
                        "149.084 fstat(5, {st_mode=S_IFREG|0644, st_size=7000, ...}) = 0 <2>",
                        // 1 for the call and 5 for the bytes.
                        "158.084 write(4, \"\"..., 5000) = 5000 <6>");
        assertThat(server.kernel.bytesCopiedToUser()).isEqualTo(5000);
        assertThat(server.kernel.bytesCopiedFromUser()).isEqualTo(5000);
        assertThat(client.bytes()).isEqualTo(5000);
    }

    /** 2 * 2304 is the least buffer: a thread waits until a third of it is free, and the call returns when all is written. */
    @Test
    void aFullSendBufferBlocksUntilTheClientHasAcknowledged() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "movie"),
                os -> SetsockoptCall.sendBuffer(os, CONNECTION, 1),
                os -> SendfileCall.send(os, CONNECTION, FILE, 7000));
        server.runUntilUs(200_000);

        assertThat(program.results).containsExactly("5", "0", "7000");
        assertThat(server.calls).contains("149.084 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [1], 4) = 0 <1>");
        assertThat(client.bytes()).isEqualTo(7000);
        assertNothingIsOnItsWay();
    }

    @Test
    void aConnectionThatDoesNotWaitTakesWhatFitsAndThenNothing() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> SetsockoptCall.sendBuffer(os, CONNECTION, 10_000),
                os -> {
                    ((TcpSocket) Objects.requireNonNull(process.descriptor(CONNECTION))).setNonBlocking(true);
                    return SendfileCall.send(os, CONNECTION, FILE, 1_000_000);
                },
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000));
        at(145, client::vanish);
        server.runUntilUs(2000);

        assertThat(program.results).containsExactly("5", "0", "20000", "-1 EAGAIN (Resource temporarily unavailable)");
    }

    /** Blocked in the middle of a file when the reset comes: what was written counts, then the reason, then a broken pipe. */
    @Test
    void aResetEndsTheCallWithWhatWasWrittenAndTheNextOnesWithItsReason() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> SetsockoptCall.sendBuffer(os, CONNECTION, 5000),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000),
                os -> WriteCall.writeFile(os, CONNECTION, 1000, 1, 0),
                os -> CloseCall.close(os, CONNECTION));
        at(160, () -> client.connections.get(0).abort());
        server.runUntilUs(5000);

        assertThat(program.results)
                .containsExactly(
                        "5", "0", "10000", "-1 ECONNRESET (Connection reset by peer)", "-1 EPIPE (Broken pipe)", "0");
        assertNothingIsOnItsWay();
        assertThat(server.kernel.flows().openFlows()).isEqualTo(1);
    }

    /** Fifteen repetitions: a quarter of an hour. */
    @Test
    void aClientThatVanishesEndsTheCallWhenTcpGivesUp() {
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "film"),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000),
                os -> SendfileCall.send(os, CONNECTION, FILE, 1_000_000));
        at(145, client::vanish);
        server.simulation.runUntil(3000 * SimTime.SECOND);

        // Twice 4352 bytes for each of the ten segments of the initial window.
        assertThat(program.results).containsExactly("5", "87040", "-1 ETIMEDOUT (Connection timed out)");
        assertNothingIsOnItsWay();
    }

    @Test
    void wrongDescriptorsAreRefusedAsByLinux() {
        int[] ends = new int[2];
        ScriptedProgram program = connected(
                os -> OpenatCall.open(os, "movie"),
                os -> PipeCall.pipe(os, ends),
                os -> SendfileCall.send(os, CONNECTION, 99, 1),
                os -> SendfileCall.send(os, 99, FILE, 1),
                os -> SendfileCall.send(os, CONNECTION, CONNECTION, 1),
                os -> SendfileCall.send(os, FILE, FILE, 1),
                os -> SendfileCall.send(os, 3, FILE, 1),
                os -> SpliceCall.splice(os, FILE, CONNECTION, 1),
                os -> SpliceCall.splice(os, FILE, 6, 1),
                os -> SpliceCall.splice(os, 7, CONNECTION, 1),
                os -> SpliceCall.splice(os, 99, 7, 1),
                os -> MmapCall.map(os, 99, 1),
                os -> MmapCall.map(os, CONNECTION, 1),
                os -> MmapCall.map(os, FILE, 0),
                os -> FstatCall.stat(os, 99, new FileStatus()),
                os -> SetsockoptCall.sendBuffer(os, 99, 1),
                os -> SetsockoptCall.sendBuffer(os, FILE, 1),
                os -> SetsockoptCall.txtime(os, CONNECTION, false, true),
                os -> CloseCall.close(os, 7),
                os -> SpliceCall.splice(os, 6, CONNECTION, 1),
                os -> CloseCall.close(os, 6));
        server.runUntilUs(1000);

        String badDescriptor = "-1 EBADF (Bad file descriptor)";
        String invalid = "-1 EINVAL (Invalid argument)";
        assertThat(program.results.subList(2, 21))
                .containsExactly(
                        badDescriptor,
                        badDescriptor,
                        invalid,
                        invalid,
                        "-1 EPIPE (Broken pipe)",
                        invalid,
                        badDescriptor,
                        badDescriptor,
                        badDescriptor,
                        badDescriptor,
                        "-1 ENODEV (No such device)",
                        invalid,
                        badDescriptor,
                        badDescriptor,
                        "-1 ENOTSOCK (Socket operation on non-socket)",
                        "-1 EOPNOTSUPP (Operation not supported)",
                        "0",
                        // Nobody writes to the pipe any more: its end.
                        "0",
                        "0");
    }

    /** A program that has accepted a connection at 143.084 us and takes its steps from there; its log holds those alone. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private ScriptedProgram connected(Function<Syscalls, Step>... steps) {
        ScriptedProgram serving = new ScriptedProgram(steps);
        ScriptedProgram accepting = new ScriptedProgram(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                os -> AcceptCall.accept(os, 3));
        Program main = (last, os) -> os.nowPs() < 143 * US ? accepting.next(last, os) : serving.next(last, os);
        process = server.spawn(main);
        at(100, () -> client.connect(PORT));
        return serving;
    }

    private void at(long us, Runnable action) {
        server.simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                us * US);
    }

    private void assertNothingIsOnItsWay() {
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.control.inFlight()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }
}
