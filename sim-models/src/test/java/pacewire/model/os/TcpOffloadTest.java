package pacewire.model.os;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Event;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.nic.NicOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Super-packets of TCP on their way out: through the stack and the packet scheduler as one, cut by the NIC or by the kernel. A
 * frame is 1538 bytes on the wire: 1.538 us at 8 Gbps.
 */
class TcpOffloadTest {
    private static final long US = SimTime.MICROSECOND;
    private static final int PORT = 554;
    private static final int CONNECTION = 4;
    private static final int FILE = 5;
    private static final long SEGMENT = 1460;

    /**
     * The window of ten allows super-packets of five segments. Doorbell 1 and timer 1; TCP 3, dequeue 1 and driver 1 for the first;
     * another 5 for the second, which the line hides.
     */
    @Test
    void theNicMakesTheSegmentsAndTheStackIsPassedOncePerSuperPacket() {
        TinyServer server = server().build();

        run(server, 10);

        assertThat(gapsUs(server)).containsExactly(1.538, 1.538, 1.538, 1.538, 1.538, 1.538, 1.538, 1.538, 1.538);
        // The SYN-ACK before them.
        assertThat(server.segments).isEqualTo(11);
        assertNothingIsOnItsWay(server);
    }

    /** As ethtool -K tso off: each segment takes 1 us to be made and 1 us in the driver; at 1.538 us a frame, the line waits for that. */
    @Test
    void withTsoOffTheKernelMakesThemBehindThePacketScheduler() {
        TinyServer server =
                server().nic(NicOptions.PLAIN.withoutTcpSegmentation()).build();

        run(server, 5);

        assertThat(gapsUs(server)).containsExactly(2.0, 2.0, 2.0, 2.0);
        assertNothingIsOnItsWay(server);
    }

    /** tc-fq gives a packet its turn as a whole, and delays the next one by the time of all its frames. */
    @Test
    void aPacketSchedulerPacesSuperPacketsAndNotSegments() {
        TinyServer server = server().scheduler("fq", Map.of()).build();

        run(
                server,
                40,
                os -> SetsockoptCall.maxPacingRate(os, CONNECTION, DataRate.parse("8 Mbps")),
                os -> SendfileCall.send(os, CONNECTION, FILE, 40 * SEGMENT));

        // fq gives a new flow a credit of 15,140 bytes: the first two super-packets of five frames leave at once, and
        // the second
        // one delays the next by 5 * 1538 bytes at a byte in a microsecond. Then the window allows six together.
        List<Double> gaps = gapsUs(server).subList(9, 39);
        for (int i = 0; i < gaps.size(); i++) {
            double expected = i % 6 != 0 ? 1.538 : i == 0 ? 5 * 1538 - 4 * 1.538 : 6 * 1538 - 5 * 1.538;
            assertThat(gaps.get(i)).isCloseTo(expected, within(5.0));
        }
        assertNothingIsOnItsWay(server);
    }

    /** A bucket of 4000 bytes holds two frames: tbf_segment. None is dropped, and a frame takes 10 us of tokens at 1.2304 Gbps. */
    @Test
    void aBucketThatASuperPacketDoesNotFitIntoTakesItsSegments() {
        TinyServer server = server().scheduler("tbf", Map.of("rate", 1_230_400_000L, "burst", 4000L))
                .build();

        run(server, 10);

        assertThat(server.drops).isZero();
        long lastThreePs = server.departures.get(9) - server.departures.get(3);
        assertThat(lastThreePs).isBetween(50 * US, 70 * US);
        assertNothingIsOnItsWay(server);
    }

    /** Were the memory of super-packets not given back, TCP_SMALL_QUEUES would end this after some of them. */
    @Test
    void manySuperPacketsGoDownOneAfterTheOther() {
        TinyServer server = server().build();

        run(server, 684);

        // Where the send buffer was full, a segment ends with what had been written: tcp_push before it waits for
        // memory.
        assertThat(server.departures).hasSizeBetween(684, 690);
        assertNothingIsOnItsWay(server);
    }

    private static TinyServer.Builder server() {
        return new TinyServer.Builder().scheduler("fifo", Map.of()).file("film", 1_000_000);
    }

    private static void run(TinyServer server, int segments) {
        run(server, segments, os -> SendfileCall.send(os, CONNECTION, FILE, segments * SEGMENT));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void run(TinyServer server, int segments, Function<Syscalls, Step>... steps) {
        TinyClient client = new TinyClient(server);
        serve(server, client, steps);
        server.runUntilUs(300_000);
        assertThat(client.bytes()).isEqualTo(segments * SEGMENT);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void serve(TinyServer server, TinyClient client, Function<Syscalls, Step>... steps) {
        ScriptedProgram accepting = new ScriptedProgram(
                SocketCall::streamSocket,
                os -> BindCall.bind(os, 3, PORT),
                os -> ListenCall.listen(os, 3, 10),
                os -> AcceptCall.accept(os, 3),
                os -> OpenatCall.open(os, "film"));
        ScriptedProgram serving = new ScriptedProgram(steps);
        server.spawn((last, os) -> os.nowPs() < 149 * US ? accepting.next(last, os) : serving.next(last, os));
        server.simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        client.connect(PORT);
                    }
                },
                100 * US);
    }

    /** Between the departures of the file's segments. */
    private static List<Double> gapsUs(TinyServer server) {
        return java.util.stream.IntStream.range(1, server.departures.size())
                .mapToObj(i -> (server.departures.get(i) - server.departures.get(i - 1)) / (double) US)
                .toList();
    }

    private static void assertNothingIsOnItsWay(TinyServer server) {
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.control.inFlight()).isZero();
        assertThat(server.packetsHeld()).isZero();
    }
}
