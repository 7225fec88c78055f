package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

/** Sends without a copy, how the application learns that its memory is free again, and {@code poll}, which it waits with. */
class ZeroCopyTest {
    private static final long US = SimTime.MICROSECOND;

    private final MessageVector messages = new MessageVector(2000);
    private final EventBuffer buffer = new EventBuffer();

    /**
     * Entry 1, header 1, one page and a notice 2, and 4: 8 us instead of the 8.5 with a copy. The datagrams leave until 22.5 us and
     * half a microsecond more; the interrupt 10 us behind the first, at 28.6, takes 2 and 3 us: the notice is there at 33.6 us.
     */
    @Test
    void thePagesArePinnedAndTheErrorQueueTellsWhenTheyAreFree() {
        TinyServer server = server().build();
        messages.clear(Packet.UNSCHEDULED);
        messages.addSegment(1000, 0, 0, Packet.UNSCHEDULED);
        messages.addSegment(1000, 0, 1000, Packet.UNSCHEDULED);
        messages.addSegment(500, 0, 2000, Packet.UNSCHEDULED);
        run(
                server,
                os -> SetsockoptCall.zeroCopy(os, 3),
                os -> SendmmsgCall.sendWithoutCopy(os, 3, messages),
                os -> RecvmsgCall.receiveEvent(os, 3, buffer),
                os -> PollCall.await(os, new PollSet(3, 0), PollCall.FOREVER),
                os -> RecvmsgCall.receiveEvent(os, 3, buffer),
                os -> RecvmsgCall.receiveEvent(os, 3, new EventBuffer()));

        assertThat(server.calls.get(3)).startsWith("6 sendmmsg(3, [").endsWith("], 1, MSG_ZEROCOPY) = 1 <8>");
        assertThat(server.calls.get(4)).contains("recvmsg(3, {}, MSG_ERRQUEUE) = -1 EAGAIN");
        assertThat(server.calls.get(5)).contains("poll([{fd=3, events=0}], 1, -1) = 1");
        assertThat(server.calls.get(6))
                .contains("recvmsg(3, {ee_errno=0, ee_origin=SO_EE_ORIGIN_ZEROCOPY, ee_info=0, ee_data=0},"
                        + " MSG_ERRQUEUE) = 0");
        assertThat(server.calls.get(7)).contains("EAGAIN");
        assertThat(buffer.freedSends()).isEqualTo(1);
        assertThat(server.kernel.bytesCopiedFromUser()).isZero();
        assertThat(server.accounts.get(0)).doesNotContain("copy");
    }

    @Test
    void withoutTheOptionTheFlagCountsForNothing() {
        TinyServer server = server().build();
        fill(1);
        ScriptedProgram program = run(
                server,
                os -> SendmmsgCall.sendWithoutCopy(os, 3, messages),
                os -> os.compute(1000 * US),
                os -> RecvmsgCall.receiveEvent(os, 3, buffer));
        assertThat(server.kernel.bytesCopiedFromUser()).isEqualTo(1000);
        assertThat(program.results).endsWith("-1 EAGAIN (Resource temporarily unavailable)");
    }

    /** Notices of neighbouring messages are one. 131,072 / 576 of them can be outstanding: 227. */
    @Test
    void noticesThatNobodyReadsUseUpTheirMemory() {
        TinyServer server = server().build();
        fill(300);
        ScriptedProgram program = run(
                server,
                os -> SetsockoptCall.zeroCopy(os, 3),
                os -> SendmmsgCall.sendWithoutCopy(os, 3, messages),
                os -> {
                    messages.skip(227);
                    return SendmmsgCall.sendWithoutCopy(os, 3, messages);
                },
                os -> os.compute(1000 * US),
                os -> RecvmsgCall.receiveEvent(os, 3, buffer),
                os -> SendmmsgCall.sendWithoutCopy(os, 3, messages));
        assertThat(program.results.subList(3, 8))
                .containsExactly("227", "-1 ENOBUFS (No buffer space available)", "0", "0", "73");
        assertThat(buffer.freedSends()).isEqualTo(227);
        assertThat(server.pool.outstanding()).isZero();
    }

    @Test
    void pollReportsWhatIsReadyAndWaitsForTheRest() {
        TinyServer server = server().build();
        PollSet set = new PollSet(new int[] {3, 4, 9}, new int[] {PollEvents.OUT, PollEvents.IN, PollEvents.IN});
        ScriptedProgram program = run(
                server,
                TimerfdCreateCall::create,
                os -> PollCall.await(os, set, PollCall.FOREVER),
                os -> TimerfdSettimeCall.setAbsolute(os, 4, 1000 * US),
                os -> PollCall.await(os, new PollSet(4, PollEvents.IN), PollCall.FOREVER),
                os -> TimerfdSettimeCall.setRelative(os, 4, 0),
                os -> PollCall.await(os, new PollSet(4, PollEvents.IN), 2),
                os -> PollCall.await(os, new PollSet(4, PollEvents.IN), 0));

        assertThat(program.results.subList(2, 9)).containsExactly("4", "2", "0", "1", "0", "0", "0");
        assertThat(List.of(set.happened(0), set.happened(1), set.happened(2)))
                .containsExactly(PollEvents.OUT, 0, PollEvents.INVALID);
        assertThat(server.calls)
                .contains(
                        // Entry 1, three descriptors.
                        "6 poll([{fd=3, events=POLLOUT}, {fd=4, events=POLLIN}, {fd=9, events=POLLIN}], 3, -1) = 2 <4>",
                        // Until 1000 us; latency 1, interrupt 2, switch 3, one descriptor.
                        "12 poll([{fd=4, events=POLLIN}], 1, -1) = 1 <995>",
                        // Armed at 1011 us for 2 ms, 50 of slack, and as before.
                        "1009 poll([{fd=4, events=POLLIN}], 1, 2) = 0 <2059>");
    }

    private void fill(int count) {
        messages.clear(Packet.UNSCHEDULED);
        for (int i = 0; i < count; i++) {
            messages.addMessage(1000, 0, 0, Packet.UNSCHEDULED);
        }
    }

    private static TinyServer.Builder server() {
        return new TinyServer.Builder().file("movie", 7000).scheduler("fifo", Map.of());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static ScriptedProgram run(TinyServer server, Function<Syscalls, Step>... steps) {
        List<Function<Syscalls, Step>> all = new ArrayList<>();
        all.add(SocketCall::datagramSocket);
        all.add(os -> ConnectCall.connect(os, 3, 1, 5004));
        all.addAll(List.of(steps));
        ScriptedProgram program = new ScriptedProgram(all);
        server.spawn(program);
        server.simulation.runUntil(SimTime.SECOND);
        return program;
    }
}
