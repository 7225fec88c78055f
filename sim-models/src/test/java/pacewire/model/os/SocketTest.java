package pacewire.model.os;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Event;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** TCP sockets of the server against a client on its wire. */
class SocketTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;

    private final TinyServer server = new TinyServer.Builder()
            .scheduler("fifo", Map.of())
            .file("movie", 7000)
            .build();
    private final TinyClient client = new TinyClient(server);

    /**
     * The SYN comes at 100 us: DMA 1, moderation 10, interrupt 2, packet 1 and TCP 2: 116 us. The SYN-ACK: doorbell 1, timer 1,
     * TCP 3, dequeue 1, driver 1, DMA 1: 124 us, and 84 ns on the wire. The client's ACK is there 16 us later, at 140.084 us.
     * The answer is written at 320.048 us, and with the client 8 us and 84 ns after that.
     */
    @Test
    void aConnectionIsAcceptedReadAndWritten() {
        byte[] buffer = new byte[1024];
        ScriptedProgram program = listening(
                10,
                os -> AcceptCall.accept(os, 3),
                os -> RecvfromCall.receive(os, 4, buffer),
                os -> WriteCall.write(os, 4, "hello\n".getBytes(StandardCharsets.UTF_8)),
                os -> RecvfromCall.receive(os, 4, buffer));
        at(100, () -> client.connect(PORT));
        at(
                300,
                () -> client.connections
                        .get(0)
                        .write("a \"request\"\nof 42 bytes, of which 32 show\n".getBytes(StandardCharsets.UTF_8)));
        at(500, () -> client.connections.get(0).close());
        server.runUntilUs(2000);

        assertThat(program.results).containsExactly("3", "0", "0", "4", "42", "6", "0");
        assertThat(client.log).containsExactly("124.084 0 connected", "328.132 0 received 6");
        assertThat(server.calls)
                .contains(
                        "3 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3 <1>",
                        "5 listen(3, 10) = 0 <1>",
                        // The ACK is there at 140.084 us; 3 us to switch. Its base cost is charged at the entry.
                        "6 accept4(3, {sa_family=AF_INET, sin_port=htons(40000), sin_addr=inet_addr(\"10.0.0.2\")},"
                                + " [16], SOCK_CLOEXEC) = 4 <137.084>",
                        // 300 us and 16 as for the SYN; 3 us to switch; 42 bytes to copy.
                        "143.084 recvfrom(4, \"a \\\"request\\\"\\nof 42 bytes, of whic\"..., 1024, 0, NULL, NULL) = 42"
                                + " <175.958>",
                        "319.042 write(4, \"hello\\n\", 6) = 6 <1.006>");
        // What is copied of messages is no file.
        assertThat(server.kernel.bytesCopiedToUser()).isZero();
    }

    @Test
    void theClientsEndReadsAsZeroAndIsNoFailure() {
        byte[] buffer = new byte[10];
        ScriptedProgram program = listening(
                10,
                os -> AcceptCall.accept(os, 3),
                os -> RecvfromCall.receive(os, 4, buffer),
                os -> WriteCall.write(os, 4, new byte[5]));
        at(100, () -> client.connect(PORT));
        at(300, () -> client.connections.get(0).close());
        server.runUntilUs(2000);
        assertThat(program.results.subList(3, 6)).containsExactly("4", "0", "5");
    }

    @Test
    void aResetWakesTheReaderAndBreaksThePipe() {
        ScriptedProgram program = listening(
                10,
                os -> AcceptCall.accept(os, 3),
                os -> RecvfromCall.receive(os, 4, new byte[10]),
                os -> RecvfromCall.receive(os, 4, new byte[10]),
                os -> WriteCall.write(os, 4, new byte[5]),
                os -> CloseCall.close(os, 4));
        at(100, () -> client.connect(PORT));
        at(300, () -> client.connections.get(0).abort());
        server.runUntilUs(2000);

        assertThat(program.results.subList(3, 8))
                .containsExactly(
                        "4",
                        "-1 ECONNRESET (Connection reset by peer)",
                        // Linux tells once why (sk->sk_err); then there is nothing more to come.
                        "0",
                        "-1 EPIPE (Broken pipe)",
                        "0");
        assertNothingIsKept();
    }

    @Test
    void aClientThatVanishesTimesOutAndIsForgotten() {
        ScriptedProgram program = listening(
                10,
                os -> AcceptCall.accept(os, 3),
                os -> WriteCall.write(os, 4, new byte[5]),
                os -> RecvfromCall.receive(os, 4, new byte[10]),
                os -> CloseCall.close(os, 4));
        at(100, () -> client.connect(PORT));
        at(130, client::vanish);
        // Fifteen repetitions after 0.2 s, doubled up to 120 s each: a quarter of an hour.
        server.simulation.runUntil(3000 * SimTime.SECOND);

        assertThat(program.results.subList(3, 7)).containsExactly("4", "5", "-1 ETIMEDOUT (Connection timed out)", "0");
        assertNothingIsKept();
    }

    @Test
    void aClosedConnectionIsForgottenAfterItsTimeWait() {
        listening(10, os -> AcceptCall.accept(os, 3), os -> CloseCall.close(os, 4));
        at(100, () -> client.connect(PORT));
        server.runUntilUs(2000);
        assertThat(client.log).anyMatch(line -> line.endsWith("0 closed by server"));
        assertThat(server.kernel.network().connections()).isEqualTo(1);
        server.simulation.runUntil(3 * SimTime.SECOND);
        assertNothingIsKept();
    }

    @Test
    void nobodyListensOnAnotherPort() {
        listening(10, os -> AcceptCall.accept(os, 3));
        at(100, () -> client.connect(PORT + 1));
        server.runUntilUs(2000);
        assertThat(client.log).singleElement().asString().endsWith("0 failed: REFUSED");
        assertNothingIsKept();
    }

    /** More than the backlog: "greater than" lets one more in than it says; the next SYN is repeated a second later. */
    @Test
    void aFullBacklogDropsTheSynAndTheClientTriesAgain() {
        ScriptedProgram program = listening(
                1,
                os -> ClockNanosleepCall.sleepUntil(os, 500_000 * US),
                os -> AcceptCall.accept(os, 3),
                os -> AcceptCall.accept(os, 3),
                os -> AcceptCall.accept(os, 3));
        for (int i = 0; i < 3; i++) {
            at(1000 + 200 * i, () -> client.connect(PORT));
        }
        server.simulation.runUntil(SimTime.SECOND);
        assertThat(client.connections).hasSize(3);
        assertThat(client.log).hasSize(2);
        assertThat(server.log).singleElement().asString().endsWith("queueFull");
        server.simulation.runUntil(2 * SimTime.SECOND);
        assertThat(client.log).hasSize(3);
        assertThat(program.results.subList(4, 7)).containsExactly("4", "5", "6");
    }

    @Test
    void closingTheListeningSocketResetsWhoWasNotAccepted() {
        ScriptedProgram program = listening(
                10,
                os -> ClockNanosleepCall.sleepUntil(os, 500 * US),
                os -> CloseCall.close(os, 3),
                os -> AcceptCall.accept(os, 3));
        at(100, () -> client.connect(PORT));
        at(700, () -> client.connect(PORT));
        server.runUntilUs(2000);
        assertThat(client.log).hasSize(3);
        assertThat(client.log.get(1)).endsWith("0 failed: RESET");
        assertThat(client.log.get(2)).endsWith("1 failed: REFUSED");
        assertThat(program.results.get(5)).isEqualTo("-1 EBADF (Bad file descriptor)");
        assertNothingIsKept();
    }

    @Test
    void closingTheListeningSocketWakesWhoAccepts() {
        ScriptedProgram closer =
                new ScriptedProgram(os -> ClockNanosleepCall.sleepUntil(os, 500 * US), os -> CloseCall.close(os, 3));
        ScriptedProgram program =
                listening(10, os -> CloneCall.startThread(os, closer), os -> AcceptCall.accept(os, 3));
        server.runUntilUs(2000);
        assertThat(program.results.get(4)).isEqualTo("-1 EBADF (Bad file descriptor)");
    }

    /** As Linux: the connection is not taken when there is no descriptor for it. */
    @Test
    void aProcessWithoutDescriptorsLeavesTheConnectionWhereItIs() {
        int[] opened = {0};
        ScriptedProgram setUp = new ScriptedProgram(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                os -> OpenatCall.open(os, "movie"));
        ScriptedProgram then = new ScriptedProgram(
                os -> AcceptCall.accept(os, 3),
                os -> CloseCall.close(os, 4),
                os -> AcceptCall.accept(os, 3),
                os -> AcceptCall.accept(os, 3));
        server.kernel.spawn("server", (last, os) -> {
            opened[0]++;
            if (opened[0] <= 4) {
                return setUp.next(last, os);
            }
            return last.isDone() && then.instants.isEmpty() ? OpenatCall.open(os, "movie") : then.next(last, os);
        });
        at(100, () -> client.connect(PORT));
        server.simulation.runUntil(10 * SimTime.SECOND);

        assertThat(then.results)
                .startsWith("-1 EMFILE (Too many open files)", "0", "4", "-1 EMFILE (Too many open files)");
    }

    /** Two readers of one connection: both are woken by the first bytes, one gets them, and neither is lost. */
    @Test
    void readersOfOneConnectionAreAllServed() {
        ScriptedProgram other = new ScriptedProgram(os -> RecvfromCall.receive(os, 4, new byte[10]));
        ScriptedProgram program = listening(
                10,
                os -> AcceptCall.accept(os, 3),
                os -> CloneCall.startThread(os, other),
                os -> RecvfromCall.receive(os, 4, new byte[10]));
        at(100, () -> client.connect(PORT));
        at(300, () -> client.connections.get(0).write(new byte[7]));
        at(600, () -> client.connections.get(0).write(new byte[9]));
        server.runUntilUs(400_000);

        assertThat(other.results).hasSize(1);
        assertThat(program.results).hasSize(6);
        assertThat(new String[] {other.results.get(0), program.results.get(5)}).containsExactlyInAnyOrder("7", "9");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private ScriptedProgram listening(int backlog, Function<Syscalls, Step>... steps) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Function<Syscalls, Step>[] all = new Function[steps.length + 3];
        all[0] = SocketCall::streamSocket;
        all[1] = os -> BindCall.bind(os, 3, PORT);
        all[2] = os -> ListenCall.listen(os, 3, backlog);
        System.arraycopy(steps, 0, all, 3, steps.length);
        ScriptedProgram program = new ScriptedProgram(all);
        server.spawn(program);
        return program;
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

    private void assertNothingIsKept() {
        assertThat(server.kernel.network().connections()).isZero();
        assertThat(server.kernel.flows().openFlows()).isEqualTo(1);
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.control.inFlight()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }
}
