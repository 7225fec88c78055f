package pacewire.model.os;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.SimTime;
import pacewire.model.nic.NicOptions;
import pacewire.model.os.machine.CostItem;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Several messages in one call, and several datagrams in one message. The thread runs from 3 us on; an entry, a header, a
 * kilobyte copied (and 24 bytes) and a segment take 1 us each, a way through UDP 4 us.
 */
class SendmmsgTest {
    private static final long US = SimTime.MICROSECOND;

    private final MessageVector messages = new MessageVector(200);

    /**
     * Entry 1, and for each message 1, 1 to copy and 4: 19 us. Behind the first, 4 us of soft interrupt on this core, and
     * behind the second. The NIC's interrupt comes after all of it.
     */
    @Test
    void messagesAreSentOneAfterTheOtherForOneEntry() {
        TinyServer server = server().machine(new TinyMachine().with(CostItem.INTERRUPT_DELAY, 100 * US))
                .build();
        messages.clear(4 * US);
        for (int i = 0; i < 3; i++) {
            messages.addMessage(1000, 0, 1000L * i, i * US);
        }
        run(server, connected(os -> SendmmsgCall.send(os, 3, messages)));

        assertThat(server.calls.get(2))
                .isEqualTo("5 sendmmsg(3, [" + shown(1000, ", msg_len=1000") + ", " + shown(1000, ", msg_len=1000")
                        + ", " + shown(1000, ", msg_len=1000") + "], 3, 0) = 3 <27>");
        assertThat(messages.bytesSent()).isEqualTo(3000);
        assertThat(server.kernel.bytesCopiedFromUser()).isEqualTo(3000);
        // Due at 0, 1 and 2 us, and all to be sent at 4: until then they wait for the batch, and for those before them
        // from
        // the entry's end at 6 us on, 6 us for each and 4 for its soft interrupt, of which the last is the thread's own
        // pre-emption. Sent at 12, 22 and 32 us; each then takes 4 us to the NIC, and 1 there.
        assertThat(server.accounts)
                .containsExactly(
                        "#0 syscall=11 copy=1 batch=4 ring=1",
                        "#1 interrupt=4 syscall=11 copy=1 batch=9 ring=1",
                        "#2 interrupt=4 syscall=11 copy=1 batch=18 ring=1");
        assertThat(server.departures).containsExactly(17 * US, 27 * US, 37 * US);
    }

    /** 65 datagrams of 1000 bytes are a message of 64 and one of 1; those of another size stand alone. */
    @Test
    void datagramsShareAMessageAsFarAsUdpSegmentGoes() {
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 65; i++) {
            messages.addSegment(1000, 0, 1000L * i, Packet.UNSCHEDULED);
        }
        messages.addSegment(500, 0, 65_000, Packet.UNSCHEDULED);
        messages.addSegment(500, 0, 65_500, Packet.UNSCHEDULED);
        messages.addSegment(600, 0, 66_000, Packet.UNSCHEDULED);
        assertThat(messages.messagesLeft()).isEqualTo(4);
        assertThat(List.of(messages.messageBytes(0), messages.messageBytes(1), messages.messageBytes(2)))
                .containsExactly(64_000, 1500, 500);
        assertThat(messages.segmentBytes(0)).isEqualTo(1000);
        assertThat(messages.segmentBytes(3)).isZero();

        // 46 of 1400 bytes are 64,400; another would be more than 65,507.
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 47; i++) {
            messages.addSegment(1400, 0, 1400L * i, Packet.UNSCHEDULED);
        }
        assertThat(messages.messagesLeft()).isEqualTo(2);
        assertThat(messages.messageBytes(0)).isEqualTo(64_400);
    }

    /**
     * One way through UDP for three datagrams: entry 1, header 1, 2500 bytes, 4. The soft interrupt: doorbell 1, timer 1,
     * dequeue 1, and for each a microsecond to segment and one for the driver.
     */
    @Test
    void segmentsGoThroughTheKernelAsOneAndLeaveAsDatagrams() {
        TinyServer server = server().build();
        segments(3);
        run(server, connected(os -> SendmsgCall.send(os, 3, messages)));

        assertThat(server.calls.get(2))
                .isEqualTo("5 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=2500}],"
                        + " msg_iovlen=1, msg_control=[{cmsg_len=18, cmsg_level=SOL_UDP, cmsg_type=UDP_SEGMENT,"
                        + " cmsg_data=[1000]}], msg_controllen=24, msg_flags=0}, 0) = 2500 <8.5>");
        // Handed over at 13.5 us; at the NIC at 18.5, 20.5 and 22.5 us.
        assertThat(server.departures).containsExactly(19_500_000L, 21_500_000L, 23_500_000L);
        // Due at 0, 1 and 2 us, to be sent at 4 us.
        assertThat(server.accounts)
                .containsExactly(
                        "#0 syscall=12 copy=2.5 batch=4 ring=1",
                        "#1 syscall=9 copy=2.5 batch=8 ring=1",
                        "#2 syscall=9 copy=2.5 batch=9 ring=1");
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }

    /** The NIC makes the datagrams: they leave back to back, 1 us for the first and 1.066 us a datagram on the line. */
    @Test
    void theNicSegmentsForTheTimeOfOne() {
        TinyServer server = server().nic(NicOptions.PLAIN.withSegmentation()).build();
        segments(3);
        run(server, connected(os -> SendmsgCall.send(os, 3, messages)));
        // Handed over at 13.5 us; doorbell, timer, dequeue and driver: 17.5.
        assertThat(server.departures).containsExactly(18_500_000L, 19_566_000L, 20_632_000L);
    }

    /** A super-datagram that does not find room in the packet scheduler takes all of its datagrams along. */
    @Test
    void aDropTakesAllSegments() {
        TinyServer server =
                server().scheduler("fifo", Map.of("limit", 1L)).rate("80 Mbps").build();
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 200; i++) {
            messages.addSegment(1000, 0, 1000L * i, Packet.UNSCHEDULED);
        }
        ScriptedProgram program = run(server, connected(os -> SendmmsgCall.send(os, 3, messages)));
        assertThat(program.results.get(2)).isEqualTo("4");
        // 64 datagrams are under way in the ring, one packet waits: of the four, one at least is dropped whole.
        assertThat(server.drops).isPositive();
        assertThat(server.drops % 8).isZero();
        assertThat(server.datagrams + server.drops).isEqualTo(200);
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }

    /** 92 datagrams of 2304 bytes fit in the send buffer, and then no more: as many as were taken, then EAGAIN. */
    @Test
    void whatFindsRoomIsSentAndTheRestIsNot() {
        TinyServer server = server().rate("1 Mbps").build();
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 150; i++) {
            messages.addMessage(1000, 0, 1000L * i, Packet.UNSCHEDULED);
        }
        ScriptedProgram program = run(server, connected(os -> SendmmsgCall.sendWithoutWaiting(os, 3, messages), os -> {
            messages.skip(92);
            return SendmmsgCall.sendWithoutWaiting(os, 3, messages);
        }));
        assertThat(program.results.subList(2, 4)).containsExactly("92", "-1 EAGAIN (Resource temporarily unavailable)");
        assertThat(messages.messagesLeft()).isEqualTo(58);
        assertThat(messages.bytesSent()).isEqualTo(92_000);
    }

    /** Three messages of 64,400 + 1024 bytes fit into 212,992; the fourth waits for the last segment of one. */
    @Test
    void segmentsTakeTheRoomOfTheirBytesAndGiveItBackTogether() {
        TinyServer server = server().rate("80 Mbps").build();
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 4 * 46; i++) {
            messages.addSegment(1400, 0, 1400L * i, Packet.UNSCHEDULED);
        }
        ScriptedProgram program = run(server, connected(os -> SendmmsgCall.sendWithoutWaiting(os, 3, messages), os -> {
            messages.skip(3);
            return SendmmsgCall.send(os, 3, messages);
        }));
        assertThat(program.results.subList(2, 4)).containsExactly("3", "1");
        assertThat(server.datagrams).isEqualTo(4 * 46);
        assertThat(server.accounts.get(4 * 46 - 1)).contains("socketBuffer");
        assertThat(server.pool.outstanding()).isZero();
    }

    @Test
    void anErrorBehindTheFirstMessageEndsTheCallWithWhatWasSent() {
        TinyServer server = server().build();
        messages.clear(Packet.UNSCHEDULED);
        messages.addMessage(1000, 0, 0, Packet.UNSCHEDULED);
        messages.addMessage(1473, 0, 0, Packet.UNSCHEDULED);
        messages.addMessage(1000, 0, 0, Packet.UNSCHEDULED);
        ScriptedProgram program = run(server, connected(os -> SendmmsgCall.send(os, 3, messages), os -> {
            messages.skip(1);
            return SendmmsgCall.send(os, 3, messages);
        }));
        assertThat(program.results.subList(2, 4)).containsExactly("1", "-1 EMSGSIZE (Message too long)");
        assertThat(server.datagrams).isEqualTo(1);
    }

    /** One entry, and for each send 1 to take it, 1 for its header, 1 to copy and 4; the soft interrupt as with sendmmsg. */
    @Test
    void submissionsAreSentForOneEntryAndTheirResultsFoundWithoutACall() {
        TinyServer server = server().machine(new TinyMachine().with(CostItem.INTERRUPT_DELAY, 100 * US))
                .build();
        SubmissionRing ring = new SubmissionRing(8);
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < 3; i++) {
            messages.addMessage(i == 1 ? 1473 : 1000, 0, 1000L * i, Packet.UNSCHEDULED);
        }
        MessageVector good = new MessageVector(2);
        good.clear(Packet.UNSCHEDULED);
        good.addMessage(1000, 0, 0, Packet.UNSCHEDULED);
        good.addMessage(1000, 0, 1000, Packet.UNSCHEDULED);
        int[] succeeded = {0};
        run(
                server,
                connected(
                        os -> IoUringSetupCall.setUp(os, 5),
                        os -> {
                            ring.prepareSends(3, good);
                            return IoUringEnterCall.submit(os, 4, ring);
                        },
                        os -> {
                            succeeded[0] = ring.succeeded();
                            ring.prepareSends(3, messages);
                            return IoUringEnterCall.submit(os, 4, ring);
                        },
                        os -> IoUringSetupCall.setUp(os, 0),
                        os -> IoUringEnterCall.submit(os, 3, ring),
                        os -> IoUringEnterCall.submit(os, 9, ring)));

        assertThat(server.calls.subList(2, 4))
                .containsExactly(
                        "5 io_uring_setup(5, {flags=0, sq_entries=8, cq_entries=16}) = 4 <1>",
                        "6 io_uring_enter(4, 2, 0, 0, NULL, 8) = 2 <19>");
        assertThat(succeeded[0]).isEqualTo(2);
        // The second of three is too long: the third is cancelled.
        assertThat(ring.succeeded()).isEqualTo(1);
        assertThat(ring.error()).isEqualTo(Errno.EMSGSIZE);
        assertThat(server.datagrams).isEqualTo(3);
        assertThat(server.calls.get(5)).contains("EINVAL");
        assertThat(server.calls.get(6)).contains("EOPNOTSUPP");
        assertThat(server.calls.get(7)).contains("EBADF");
    }

    static List<Arguments> failures() {
        MessageVector one = new MessageVector(70);
        one.clear(Packet.UNSCHEDULED);
        one.addMessage(1000, 0, 0, Packet.UNSCHEDULED);
        MessageVector frame = new MessageVector(1);
        frame.clear(Packet.UNSCHEDULED);
        frame.addMessage(1473, 0, 0, Packet.UNSCHEDULED);
        MessageVector large = new MessageVector(2);
        large.clear(Packet.UNSCHEDULED);
        large.addSegment(1473, 0, 0, Packet.UNSCHEDULED);
        large.addSegment(1473, 0, 0, Packet.UNSCHEDULED);
        return List.of(
                arguments("EBADF", step(os -> SendmsgCall.send(os, 7, one))),
                arguments("EBADF", step(os -> SendmmsgCall.send(os, 7, one))),
                arguments("ENOTSOCK", step(os -> SendmmsgCall.send(os, 4, one))),
                arguments("EDESTADDRREQ", step(os -> SendmmsgCall.send(os, 5, one))),
                arguments("EMSGSIZE", step(os -> SendmsgCall.send(os, 3, frame))),
                arguments("EMSGSIZE", step(os -> SendmmsgCall.send(os, 3, large))));
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("failures")
    void aCallThatCannotBeDoneSaysWhy(String errno, Function<Syscalls, Step> call) {
        ScriptedProgram program =
                run(server().build(), connected(os -> OpenatCall.open(os, "movie"), SocketCall::datagramSocket, call));
        assertThat(program.results.get(4)).startsWith("-1 " + errno + " (");
    }

    private void segments(int count) {
        messages.clear(4 * US);
        for (int i = 0; i < count; i++) {
            messages.addSegment(i == count - 1 ? 500 : 1000, 0, 1000L * i, i * US);
        }
    }

    private static String shown(int bytes, String sent) {
        return "{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"\"..., iov_len=" + bytes
                + "}], msg_iovlen=1, msg_controllen=0, msg_flags=0}" + sent + "}";
    }

    private static TinyServer.Builder server() {
        return new TinyServer.Builder().file("movie", 7000).scheduler("fifo", Map.of());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Function<Syscalls, Step>> connected(Function<Syscalls, Step>... steps) {
        List<Function<Syscalls, Step>> all = new java.util.ArrayList<>();
        all.add(SocketCall::datagramSocket);
        all.add(os -> ConnectCall.connect(os, 3, 1, 5004));
        all.addAll(List.of(steps));
        return all;
    }

    private static ScriptedProgram run(TinyServer server, List<Function<Syscalls, Step>> steps) {
        ScriptedProgram program = new ScriptedProgram(steps);
        server.spawn(program);
        server.simulation.runUntil(SimTime.SECOND);
        return program;
    }

    private static Function<Syscalls, Step> step(Function<Syscalls, Step> step) {
        return step;
    }
}
