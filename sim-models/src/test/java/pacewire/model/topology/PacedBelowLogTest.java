package pacewire.model.topology;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.SimTime;
import pacewire.model.client.Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the applications call that leave the pace to a layer below: to the packet scheduler, or to TCP. One client who asks for 3500
 * bytes at 5 Mbit/s, on a machine that takes no time. 1400 bytes take 2.24 ms.
 */
class PacedBelowLogTest {
    private static final List<String> HEAD = List.of(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
            "bind(3, {sa_family=AF_INET, sin_port=htons(554), sin_addr=inet_addr(\"10.0.0.1\")}, 16) = 0",
            "listen(3, 4096) = 0",
            "accept4(3, {sa_family=AF_INET, sin_port=htons(49152), sin_addr=inet_addr(\"10.0.0.2\")}, [16],"
                    + " SOCK_CLOEXEC) = 4",
            "clone(flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 1001",
            "recvfrom(4, \"TRANSFER\\nport: 5004\\nminRate: 500\"..., 1024, 0, NULL, NULL) = 91");

    /** Frames of 1466 bytes for 1400 of payload: 5,235,714 bit/s, whole bytes of it. A frame of a quantum waits for its own time. */
    @Test
    void pacingRateTellsTheSocketItsRateAndSendsAtOnce() {
        TinyWorld world = new TinyWorld("pacing-rate")
                .scheduler("fq", Map.of("quantum", 1466L, "initialQuantum", 1466L))
                .run(SimTime.SECOND);

        assertThat(world.calls.subList(6, world.calls.size()))
                .containsExactly(
                        "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5",
                        "connect(5, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr(\"10.0.0.2\")}, 16) = 0",
                        "setsockopt(5, SOL_SOCKET, SO_MAX_PACING_RATE, [654464], 8) = 0",
                        "openat(AT_FDCWD, \"movie\", O_RDONLY) = 6",
                        "read(6, \"\"..., 1400) = 1400",
                        "sendto(5, \"\"..., 1400, 0, NULL, 0) = 1400",
                        "read(6, \"\"..., 1400) = 1400",
                        "sendto(5, \"\"..., 1400, 0, NULL, 0) = 1400",
                        "read(6, \"\"..., 700) = 700",
                        "sendto(5, \"\"..., 700, 0, NULL, 0) = 700",
                        "close(6) = 0",
                        "close(5) = 0",
                        "write(4, \"COMPLETED\\nbytes: 3500\\n\\n\", 23) = 23",
                        "close(4) = 0",
                        "exit(0) = 0");
        assertThat(world.calls.subList(0, 6)).isEqualTo(HEAD);
        assertThat(world.departures).containsExactly("#0 0", "#1 2240", "#2 4480");
    }

    /** The least send buffer holds two datagrams: the third write sleeps until the first has left. */
    @Test
    void pacingRateSleepsInSendtoWhenTheBufferIsFull() {
        TinyWorld world = new TinyWorld("pacing-rate")
                .with("sendBuffer", 1)
                .scheduler("fq", Map.of("quantum", 1466L, "initialQuantum", 1466L))
                .clients(1, 140_000, TinyWorld.paced("5 Mbps"))
                .run(SimTime.SECOND);

        assertThat(world.calls).contains("setsockopt(5, SOL_SOCKET, SO_SNDBUF, [1], 4) = 0");
        assertThat(world.departures).hasSize(100).endsWith("#99 221760");
        assertThat(world.meter().bytesDelivered()).isEqualTo(140_000);
        assertThat(world.testbed().kernel().contextSwitches()).isGreaterThan(90);
    }

    /** The schedule begins a lead of 2 ms after the request; what is due within 5 ms is handed over at once. */
    @Test
    void txtimeNamesInstantsAheadAndReadsErrorsBehindEachBatch() {
        TinyWorld world =
                new TinyWorld("txtime").scheduler("etf", Map.of("unnamed", 1L)).run(SimTime.SECOND);

        assertThat(world.calls.subList(8, world.calls.size()).stream().map(PacedBelowLogTest::withoutInstants))
                .containsExactly(
                        "setsockopt(5, SOL_SOCKET, SO_TXTIME, {clockid=CLOCK_TAI, flags=SOF_TXTIME_REPORT_ERRORS}, 8) = 0",
                        "openat(AT_FDCWD, \"movie\", O_RDONLY) = 6",
                        "read(6, \"\"..., 1400) = 1400",
                        sendmsg(1400),
                        "read(6, \"\"..., 1400) = 1400",
                        sendmsg(1400),
                        "recvmsg(5, {}, MSG_ERRQUEUE) = -1 EAGAIN (Resource temporarily unavailable)",
                        "clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {INSTANT}, NULL) = 0",
                        "read(6, \"\"..., 700) = 700",
                        sendmsg(700),
                        "close(6) = 0",
                        "close(5) = 0",
                        "write(4, \"COMPLETED\\nbytes: 3500\\n\\n\", 23) = 23",
                        "close(4) = 0",
                        "exit(0) = 0");
        assertThat(world.departures).containsExactly("#0 0", "#1 2240", "#2 4480");
        assertThat(world.testbed().observatory().transfers().get(0).contract())
                .satisfies(
                        contract -> assertThat(contract.worstDepartureErrorPs()).isZero());
    }

    /** Without a lead the first instant has passed when the datagram comes: etf drops it, and says so. */
    @Test
    void txtimeIsToldOfInstantsThatHadPassed() {
        TinyWorld world = new TinyWorld("txtime")
                .with("lead", 0)
                .with("batch", 0)
                .machine("linux-6")
                .scheduler("etf", Map.of("unnamed", 1L))
                .run(SimTime.SECOND);

        assertThat(world.calls)
                .contains("recvmsg(5, {TXTIME_INVALID}, MSG_ERRQUEUE) = 1")
                .contains("write(4, \"COMPLETED\\nbytes: 3500\\n\\n\", 23) = 23");
        assertThat(world.meter().packetsDropped()).containsEntry("tooLate", 3L);
        assertThat(world.departures).isEmpty();
    }

    /**
     * Ten segments are due together; the initial window is of ten, less the 43 bytes of the acceptance before them, so nine leave, in
     * 12.304 us each (1538 bytes at 1 Gbit/s). The tenth waits in the send buffer for the first acknowledgement: 22 ms there and back,
     * 265 us for 121 and 1538 bytes at 50 Mbit/s, 67 us for 84 bytes at 10 Mbit/s, and the core link twice. The second chunk is due
     * 23.36 ms behind the first, whose first segment left when the acceptance had, 0.968 us late.
     */
    @Test
    void sendfileTcpWritesChunksWhenTheirFirstByteIsDue() {
        TinyWorld world = new TinyWorld("sendfile-tcp")
                .clients(1, 20_440, TinyWorld.paced("5 Mbps"))
                .run(SimTime.SECOND);

        assertThat(world.calls.subList(6, world.calls.size()).stream().map(PacedBelowLogTest::withoutInstants))
                .containsExactly(
                        "openat(AT_FDCWD, \"movie\", O_RDONLY) = 5",
                        "fstat(5, {st_mode=S_IFREG|0644, st_size=33554432, ...}) = 0",
                        "write(4, \"ACCEPTED\\nbytes: 20440\\nchannel: c\"..., 43) = 43",
                        "clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {INSTANT}, NULL) = 0",
                        "sendfile(4, 5, NULL, 14600) = 14600",
                        "clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {INSTANT}, NULL) = 0",
                        "sendfile(4, 5, NULL, 5840) = 5840",
                        "close(5) = 0",
                        "write(4, \"COMPLETED\\nbytes: 20440\\n\\n\", 24) = 24",
                        "close(4) = 0",
                        "exit(0) = 0");
        assertThat(world.departures)
                .containsExactly(
                        "#2 0",
                        "#3 12",
                        "#4 24",
                        "#5 36",
                        "#6 49",
                        "#7 61",
                        "#8 73",
                        "#9 86",
                        "#10 98",
                        "#11 22338",
                        "#12 23359",
                        "#13 23371",
                        "#14 23383",
                        "#15 23395");
        assertThat(world.testbed().kernel().bytesCopiedToUser()).isZero();
        assertThat(world.testbed().kernel().bytesCopiedFromUser()).isZero();
    }

    /** Each way copies what it must, and the client has every byte, in order, when it hears that all was sent. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void sendfileTcpCopiesAsItsWayHasIt(long way) {
        long bytes = 1_000_000;
        TinyWorld world = new TinyWorld("sendfile-tcp")
                .with("read", way)
                .with("pacing", 2)
                .machine("linux-6")
                .clients(3, bytes, TinyWorld.paced("5 Mbps"))
                .run(20 * SimTime.SECOND);

        boolean isRead = way == 3;
        boolean isWritten = way >= 2;
        assertThat(world.testbed().kernel().bytesCopiedToUser()).isEqualTo(isRead ? 3 * bytes : 0);
        assertThat(world.testbed().kernel().bytesCopiedFromUser()).isEqualTo(isWritten ? 3 * bytes : 0);
        assertThat(world.meter().bytesDelivered()).isEqualTo(3 * bytes);
        assertThat(world.testbed().observatory().transfers()).allSatisfy(transfer -> {
            assertThat(transfer.client().phase()).isEqualTo(Client.Phase.COMPLETED);
            assertThat(transfer.client().contentBytesOf(0)).isEqualTo(bytes);
            assertThat(transfer.bytesSent()).isEqualTo(bytes);
        });
        assertThat(world.world.pool().outstanding()).isZero();
    }

    private static String sendmsg(int bytes) {
        return "sendmsg(5, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=" + bytes
                + "}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_TXTIME,"
                + " cmsg_data=[INSTANT]}], msg_controllen=24, msg_flags=0}, 0) = " + bytes;
    }

    private static String withoutInstants(String call) {
        return call.replaceAll("ABSTIME, \\{tv_sec=\\d+, tv_nsec=\\d+}", "ABSTIME, {INSTANT}")
                .replaceAll("cmsg_data=\\[\\d+]", "cmsg_data=[INSTANT]");
    }
}
