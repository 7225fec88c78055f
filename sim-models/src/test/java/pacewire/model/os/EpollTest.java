package pacewire.model.os;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.event.Event;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Event loops: epoll, timers that are read, and sockets that do not wait. The thread runs from 3 us on; an entry takes 1 us, a
 * change of the interest list or of a timer 1 us more, and so does each event reported.
 */
class EpollTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;

    private final EpollEvents events = new EpollEvents(4);
    private final TimerExpirations expirations = new TimerExpirations();

    @Test
    void aTimerWakesTheLoopWithoutSlack() {
        TinyServer server = server().build();
        run(
                server,
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                os -> TimerfdSettimeCall.setAbsolute(os, 3, 1000 * US),
                os -> EpollWaitCall.await(os, 4, events, EpollWaitCall.FOREVER),
                os -> ReadCall.readTimer(os, 3, expirations),
                os -> ReadCall.readTimer(os, 3, expirations),
                os -> EpollWaitCall.await(os, 4, events, 0));

        assertThat(server.calls)
                .containsExactly(
                        "3 timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC|TFD_NONBLOCK) = 3 <1>",
                        "4 epoll_create1(EPOLL_CLOEXEC) = 4 <1>",
                        "5 epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, data={u32=3, u64=3}}) = 0 <2>",
                        "7 timerfd_settime(3, TFD_TIMER_ABSTIME, {it_interval={tv_sec=0, tv_nsec=0},"
                                + " it_value={tv_sec=0, tv_nsec=1000000}}, NULL) = 0 <2>",
                        // Due at 1000 us: latency 1, interrupt 2, switch 3, one event.
                        "9 epoll_wait(4, [{events=EPOLLIN, data={u32=3, u64=3}}], 4, -1) = 1 <998>",
                        "1007 read(3, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 8 <1>",
                        "1008 read(3, \"\", 8) = -1 EAGAIN (Resource temporarily unavailable) <1>",
                        "1009 epoll_wait(4, [], 4, 0) = 0 <1>",
                        "1010 exit(0) = 0 <1>");
    }

    /** Every 100 us from 100 us on. Read at 107 and at 507 us, it has expired once and, at 200 to 500, four times. */
    @Test
    void aPeriodicTimerThatNobodyReadsRaisesNoInterruptsAndCountsOn() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                TimerfdCreateCall::create,
                os -> TimerfdSettimeCall.setPeriodic(os, 3, 100 * US, 100 * US),
                os -> ReadCall.readTimer(os, 3, expirations),
                os -> os.compute(400 * US),
                os -> ReadCall.readTimer(os, 3, expirations),
                os -> TimerfdSettimeCall.setRelative(os, 3, 0));

        // Armed at 6 us; waits until 100, latency 1, interrupt 2, switch 3. Computes until 506 and through one
        // interrupt.
        assertThat(server.calls.get(2)).isEqualTo("6 read(3, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 8 <100>");
        assertThat(server.calls.get(3)).isEqualTo("508 read(3, \"\\4\\0\\0\\0\\0\\0\\0\\0\", 8) = 8 <1>");
        assertThat(expirations.expirations()).isEqualTo(4);
        assertThat(program.results).endsWith("0");
        assertThat(server.kernel.interrupts()).isEqualTo(2);
    }

    /** 2 ms after it was armed at 7 us, with the slack of 50 us; latency 1, interrupt 2, switch 3. */
    @Test
    void aWaitEndsWithItsTimeout() {
        TinyServer server = server().build();
        run(
                server,
                EpollCreateCall::create,
                os -> EpollWaitCall.await(os, 3, events, 2),
                os -> EpollWaitCall.await(os, 3, events, 0));
        assertThat(server.calls)
                .containsExactly(
                        "3 epoll_create1(EPOLL_CLOEXEC) = 3 <1>",
                        "4 epoll_wait(3, [], 4, 2) = 0 <2058>",
                        "2062 epoll_wait(3, [], 4, 0) = 0 <1>",
                        "2063 exit(0) = 0 <1>");
    }

    /** The timer of the wait is stopped: nothing else interrupts. */
    @Test
    void anEventEndsTheWaitAndItsTimeout() {
        TinyServer server = server().build();
        run(
                server,
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                os -> TimerfdSettimeCall.setAbsolute(os, 3, 1000 * US),
                os -> EpollWaitCall.await(os, 4, events, 500));
        assertThat(server.calls.get(4))
                .isEqualTo("9 epoll_wait(4, [{events=EPOLLIN, data={u32=3, u64=3}}], 4, 500) = 1 <998>");
        assertThat(server.kernel.interrupts()).isEqualTo(1);
    }

    @Test
    void levelTriggeredIsReportedUntilItIsReadAndEdgeTriggeredOnce() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                TimerfdCreateCall::createNonBlocking,
                TimerfdCreateCall::createNonBlocking,
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 6, 3, in(3)),
                os -> EpollControlCall.add(os, 6, 4, new EpollEvents.Interest(PollEvents.IN | PollEvents.EDGE, 4)),
                os -> EpollControlCall.add(os, 6, 5, new EpollEvents.Interest(PollEvents.IN | PollEvents.ONE_SHOT, 5)),
                os -> TimerfdSettimeCall.setAbsolute(os, 3, 1),
                os -> TimerfdSettimeCall.setAbsolute(os, 4, 1),
                os -> TimerfdSettimeCall.setAbsolute(os, 5, 1),
                os -> os.compute(10 * US),
                os -> EpollWaitCall.await(os, 6, events, 0),
                os -> EpollWaitCall.await(os, 6, events, 0),
                // The edge: it expires again, though it was not read. The one shot is not reported before it is armed
                // anew.
                os -> TimerfdSettimeCall.setAbsolute(os, 4, 1),
                os -> TimerfdSettimeCall.setAbsolute(os, 5, 1),
                os -> os.compute(10 * US),
                os -> EpollWaitCall.await(os, 6, events, 0),
                os -> EpollControlCall.modify(
                        os, 6, 5, new EpollEvents.Interest(PollEvents.IN | PollEvents.ONE_SHOT, 50)),
                os -> EpollControlCall.delete(os, 6, 3),
                os -> EpollWaitCall.await(os, 6, events, 0));

        assertThat(program.results.subList(11, 20)).containsExactly("3", "1", "0", "0", "0", "2", "0", "0", "1");
        assertThat(server.calls.stream().filter(call -> call.contains("epoll_wait")))
                .map(call -> call.replaceAll(".*\\[(.*)].*", "$1").replaceAll(", data=\\{u32=\\d+, u64=(\\d+)}", " $1"))
                .containsExactly(
                        "{events=EPOLLIN 3}, {events=EPOLLIN 4}, {events=EPOLLIN 5}",
                        "{events=EPOLLIN 3}",
                        "{events=EPOLLIN 3}, {events=EPOLLIN 4}",
                        "{events=EPOLLIN 50}");
    }

    /** Six are ready and four fit: the others come first the next time. */
    @Test
    void whatDoesNotFitIsReportedNext() {
        TinyServer server = server().build();
        java.util.ArrayList<Function<Syscalls, Step>> steps = new java.util.ArrayList<>();
        steps.add(EpollCreateCall::create);
        for (int i = 4; i < 10; i++) {
            int timer = i;
            steps.add(TimerfdCreateCall::createNonBlocking);
            steps.add(os -> EpollControlCall.add(os, 3, timer, in(timer)));
            steps.add(os -> TimerfdSettimeCall.setAbsolute(os, timer, 1));
        }
        steps.add(os -> os.compute(10 * US));
        StringBuilder order = new StringBuilder();
        steps.add(os -> EpollWaitCall.await(os, 3, events, -1));
        steps.add(os -> {
            append(order);
            return EpollWaitCall.await(os, 3, events, -1);
        });
        steps.add(os -> {
            append(order);
            return os.compute(0);
        });
        server.spawn(new ScriptedProgram(steps));
        server.simulation.runUntil(SimTime.SECOND);
        assertThat(order.toString()).isEqualTo("4567 8945 ");
    }

    private void append(StringBuilder order) {
        for (int i = 0; i < events.count(); i++) {
            order.append(events.data(i));
        }
        order.append(' ');
    }

    /** One thread takes a connection, its request and its end, and is told of each; nothing that it calls waits. */
    @Test
    void aConnectionIsServedWithoutWaiting() {
        TinyServer server = server().build();
        TinyClient client = new TinyClient(server);
        byte[] buffer = new byte[100];
        ScriptedProgram program = new ScriptedProgram(
                SocketCall::nonBlockingStreamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                os -> AcceptCall.acceptNonBlocking(os, 3),
                os -> EpollWaitCall.await(os, 4, events, -1),
                os -> AcceptCall.acceptNonBlocking(os, 3),
                os -> AcceptCall.acceptNonBlocking(os, 3),
                os -> EpollControlCall.add(
                        os, 4, 5, new EpollEvents.Interest(PollEvents.IN | PollEvents.READ_HUP | PollEvents.EDGE, 5)),
                os -> RecvfromCall.receive(os, 5, buffer),
                os -> EpollWaitCall.await(os, 4, events, -1),
                os -> RecvfromCall.receive(os, 5, buffer),
                os -> RecvfromCall.receive(os, 5, buffer),
                os -> EpollWaitCall.await(os, 4, events, -1),
                os -> RecvfromCall.receive(os, 5, buffer),
                os -> CloseCall.close(os, 5),
                os -> EpollWaitCall.await(os, 4, events, 0));
        server.spawn(program);
        at(server, 100, () -> client.connect(PORT));
        at(server, 300, () -> client.connections.get(0).write("ask\n".getBytes(StandardCharsets.UTF_8)));
        at(server, 500, () -> client.connections.get(0).close());
        server.simulation.runUntil(3 * SimTime.SECOND);

        String again = "-1 EAGAIN (Resource temporarily unavailable)";
        assertThat(program.results)
                .containsExactly(
                        "3", "0", "0", "4", "0", again, "1", "5", again, "0", again, "1", "4", again, "1", "0", "0",
                        "0");
        assertThat(server.calls)
                .contains(
                        "3 socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_IP) = 3 <1>",
                        "9 accept4(3, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = " + again + " <7>")
                .anyMatch(call -> call.contains("{events=EPOLLIN|EPOLLRDHUP, data={u32=5, u64=5}}"));
        assertThat(server.kernel.network().connections()).isZero();
    }

    /** A reset is an error, and both directions have ended: reported without being asked for. */
    @Test
    void aResetIsReportedUnasked() {
        TinyServer server = server().build();
        TinyClient client = new TinyClient(server);
        ScriptedProgram program = new ScriptedProgram(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                EpollCreateCall::create,
                os -> AcceptCall.accept(os, 3),
                os -> EpollControlCall.add(os, 4, 5, new EpollEvents.Interest(PollEvents.EDGE, 5)),
                os -> EpollControlCall.modify(os, 4, 5, in(5)),
                os -> EpollWaitCall.await(os, 4, events, -1));
        server.spawn(program);
        at(server, 100, () -> client.connect(PORT));
        at(server, 300, () -> client.connections.get(0).abort());
        server.runUntilUs(2000);
        assertThat(server.calls)
                .anyMatch(call -> call.contains("[{events=EPOLLIN|EPOLLERR|EPOLLHUP, data={u32=5, u64=5}}]"));
    }

    /**
     * 92 datagrams fill the buffer; EPOLLOUT comes when half of it is free. On 80 Mbit/s a datagram takes 146.6 us.
     */
    @Test
    void aFullSendBufferIsWaitedForInTheLoop() {
        TinyServer server =
                server().scheduler("fifo", Map.of()).cores(2).rate("80 Mbps").build();
        String[] last = {""};
        int[] step = {0};
        int[] atRoom = {0};
        server.spawn((result, os) -> {
            last[0] = result.toString();
            return switch (step[0]) {
                case 0 -> next(step, SocketCall.nonBlockingDatagramSocket(os));
                case 1 -> next(step, ConnectCall.connect(os, 3, 1, 5004));
                case 2 -> next(step, EpollCreateCall.create(os));
                case 3 -> next(step, SendtoCall.send(os, 3, 1400, 0, 0, 0));
                case 4 -> {
                    if (result.isDone()) {
                        yield SendtoCall.send(os, 3, 1400, 0, 0, 0);
                    }
                    step[0]++;
                    yield EpollControlCall.add(os, 4, 3, new EpollEvents.Interest(PollEvents.OUT, 3));
                }
                case 5 -> next(step, EpollWaitCall.await(os, 4, events, -1));
                case 6 -> {
                    atRoom[0] = server.datagrams;
                    yield next(step, SendtoCall.send(os, 3, 1400, 0, 0, 0));
                }
                default -> ExitCall.exit(os);
            };
        });
        server.simulation.runUntil(SimTime.SECOND);

        assertThat(server.calls)
                .anyMatch(call -> call.contains("sendto") && call.contains("-1 EAGAIN"))
                .anyMatch(call -> call.contains("epoll_wait(4, [{events=EPOLLOUT, data={u32=3, u64=3}}], 4, -1) = 1"));
        // 92 and those that had left before it was full; at least 46 have to have left when there is room again.
        assertThat(atRoom[0]).isBetween(46, 60);
        assertThat(server.accounts.get(server.accounts.size() - 1)).contains("socketBuffer=");
        assertThat(server.accounts.subList(0, server.accounts.size() - 1)).noneMatch(a -> a.contains("socketBuffer"));
        assertThat(server.pool.outstanding()).isZero();
    }

    private static Step next(int[] step, Step made) {
        step[0]++;
        return made;
    }

    @Test
    void aDescriptorThatIsClosedIsWatchedNoMore() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                os -> TimerfdSettimeCall.setAbsolute(os, 3, 1),
                os -> os.compute(10 * US),
                os -> CloseCall.close(os, 3),
                os -> EpollWaitCall.await(os, 4, events, 0),
                TimerfdCreateCall::createNonBlocking,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                os -> CloseCall.close(os, 4),
                os -> CloseCall.close(os, 3));
        assertThat(program.results).containsExactly("3", "4", "0", "0", "0", "0", "0", "3", "0", "0", "0");
    }

    @Test
    void fcntlSaysWhetherCallsWait() {
        TinyServer server = server().build();
        run(
                server,
                SocketCall::datagramSocket,
                os -> FcntlCall.flags(os, 3),
                os -> FcntlCall.setNonBlocking(os, 3, true),
                os -> FcntlCall.flags(os, 3),
                os -> FcntlCall.setNonBlocking(os, 3, false),
                os -> FcntlCall.flags(os, 3));
        assertThat(server.calls.subList(1, 6))
                .containsExactly(
                        "4 fcntl(3, F_GETFL) = 2 <1>",
                        "5 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0 <1>",
                        "6 fcntl(3, F_GETFL) = 2050 <1>",
                        "7 fcntl(3, F_SETFL, O_RDWR) = 0 <1>",
                        "8 fcntl(3, F_GETFL) = 2 <1>");
    }

    @Test
    void preadLeavesThePositionAlone() {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                os -> OpenatCall.open(os, "movie"),
                os -> PreadCall.read(os, 3, 1400, 5600),
                os -> PreadCall.read(os, 3, 1400, 6999),
                os -> PreadCall.read(os, 3, 1400, 7000),
                os -> PreadCall.read(os, 3, 1400, 8000),
                os -> ReadCall.read(os, 3, 7000));
        assertThat(program.results).containsExactly("3", "1400", "1", "0", "0", "7000");
        // Entry 1, pages 1, 1400 bytes at 1 ns.
        assertThat(server.calls.get(1)).isEqualTo("9 pread64(3, \"\"..., 1400, 5600) = 1400 <3.4>");
        assertThat(server.kernel.bytesCopiedToUser()).isEqualTo(8401);
    }

    static List<Arguments> failures() {
        EpollEvents some = new EpollEvents(1);
        EpollEvents.Interest in = new EpollEvents.Interest(PollEvents.IN, 0);
        // 3 is a file, 4 a UDP socket in the interest list of 5, an epoll instance, 6 a timer; 7 is closed.
        return List.of(
                arguments("EBADF", step(os -> EpollControlCall.add(os, 7, 4, in))),
                arguments("EBADF", step(os -> EpollControlCall.add(os, 5, 7, in))),
                arguments("EPERM", step(os -> EpollControlCall.add(os, 5, 3, in))),
                arguments("EINVAL", step(os -> EpollControlCall.add(os, 4, 6, in))),
                arguments("EINVAL", step(os -> EpollControlCall.add(os, 5, 5, in))),
                arguments("EEXIST", step(os -> EpollControlCall.add(os, 5, 4, in))),
                arguments("ENOENT", step(os -> EpollControlCall.modify(os, 5, 6, in))),
                arguments("ENOENT", step(os -> EpollControlCall.delete(os, 5, 6))),
                arguments("EBADF", step(os -> EpollWaitCall.await(os, 7, some, 0))),
                arguments("EINVAL", step(os -> EpollWaitCall.await(os, 4, some, 0))),
                arguments("EBADF", step(os -> TimerfdSettimeCall.setAbsolute(os, 7, 1))),
                arguments("EINVAL", step(os -> TimerfdSettimeCall.setAbsolute(os, 4, 1))),
                arguments("EINVAL", step(os -> ReadCall.read(os, 6, 7))),
                arguments("EBADF", step(os -> FcntlCall.flags(os, 7))),
                arguments("EBADF", step(os -> PreadCall.read(os, 7, 1, 0))),
                arguments("ESPIPE", step(os -> PreadCall.read(os, 4, 1, 0))));
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("failures")
    void aCallThatCannotBeDoneSaysWhy(String errno, Function<Syscalls, Step> call) {
        TinyServer server = server().build();
        ScriptedProgram program = run(
                server,
                os -> OpenatCall.open(os, "movie"),
                SocketCall::datagramSocket,
                EpollCreateCall::create,
                TimerfdCreateCall::create,
                os -> EpollControlCall.add(os, 5, 4, in(4)),
                call);
        assertThat(program.results.subList(0, 5)).containsExactly("3", "4", "5", "6", "0");
        assertThat(program.results.get(5)).startsWith("-1 " + errno + " (");
    }

    /**
     * Two clients, one loop: what is due first is sent last, and each bill says what the thread did from the datagram's own
     * instant on, in the wait and behind it.
     */
    @Test
    void eachDatagramIsBilledFromItsOwnInstant() {
        TinyServer server = server().scheduler("fifo", Map.of()).cores(2).build();
        run(
                server,
                TimerfdCreateCall::createNonBlocking,
                EpollCreateCall::create,
                os -> EpollControlCall.add(os, 4, 3, in(3)),
                SocketCall::nonBlockingDatagramSocket,
                os -> ConnectCall.connect(os, 5, 1, 5004),
                os -> TimerfdSettimeCall.setAbsolute(os, 3, 1000 * US),
                os -> EpollWaitCall.await(os, 4, events, -1),
                os -> SendtoCall.send(os, 5, 1000, 0, 0, 1000 * US),
                os -> SendtoCall.send(os, 5, 1000, 0, 0, 500 * US),
                os -> SendtoCall.send(os, 5, 1000, 0, 0, Packet.UNSCHEDULED));

        // The first: 3 us until the interrupt is over, 3 to switch, 1 to report, 1 + 4 to send and 1 to copy; then 4 us
        // of
        // soft interrupt. The second: 500 us more of waiting, 4 of that soft interrupt on its core, and its own send.
        assertThat(server.accounts.get(0)).isEqualTo("#0 timer=3 runQueue=3 syscall=10 copy=1 ring=1");
        assertThat(server.accounts.get(1)).startsWith("#1 timer=503 runQueue=3 interrupt=4 syscall=15 copy=2");
        assertThat(server.accounts.get(2)).doesNotContain("timer");
        assertThat(server.departureErrors.get(0)).isEqualTo(18 * US);
    }

    private static void at(TinyServer server, long us, Runnable action) {
        server.simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                us * US);
    }

    private static TinyServer.Builder server() {
        return new TinyServer.Builder().file("movie", 7000);
    }

    private static EpollEvents.Interest in(int data) {
        return new EpollEvents.Interest(PollEvents.IN, data);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static ScriptedProgram run(TinyServer server, Function<Syscalls, Step>... steps) {
        ScriptedProgram program = new ScriptedProgram(steps);
        server.spawn(program);
        server.simulation.runUntil(SimTime.SECOND);
        return program;
    }

    private static Function<Syscalls, Step> step(Function<Syscalls, Step> step) {
        return step;
    }
}
