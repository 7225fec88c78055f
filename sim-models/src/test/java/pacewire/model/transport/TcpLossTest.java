package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the network loses, delays and reorders: the bytes arrive, each once and in order, and both ends close. */
class TcpLossTest {
    /** SYN, SYN-ACK, request, reply, FIN, FIN, last acknowledgement. */
    private static final int SEGMENTS_WITHOUT_LOSS = 7;

    static IntStream segments() {
        return IntStream.range(0, SEGMENTS_WITHOUT_LOSS);
    }

    static IntStream pairsOfSegments() {
        return IntStream.range(0, SEGMENTS_WITHOUT_LOSS * (SEGMENTS_WITHOUT_LOSS + 2));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "segment {0} lost")
    @MethodSource("segments")
    void theLossOfAnyOneSegmentIsRepaired(int lost) {
        TcpBench bench = conversation(segment -> segment == lost);

        bench.run();

        assertDelivered(bench);
        assertThat(bench.segmentsSent()).isGreaterThan(SEGMENTS_WITHOUT_LOSS);
    }

    @ParameterizedTest(name = "pair {0} lost")
    @MethodSource("pairsOfSegments")
    void theLossOfAnyTwoSegmentsIsRepaired(int pair) {
        int first = pair % SEGMENTS_WITHOUT_LOSS;
        int second = first + 1 + pair / SEGMENTS_WITHOUT_LOSS;
        TcpBench bench = conversation(segment -> segment == first || segment == second);

        bench.run();

        assertDelivered(bench);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bytesDeliveredAreBytesSentUnderLossAndReordering(long seed) {
        RandomStreams streams = new RandomStreams(seed);
        RandomStream random = streams.stream("test");
        RandomStream network = streams.stream("network");
        TcpBench bench = new TcpBench();
        // Up to 30 % of losses each way: patience, so that no connection is given up by mere bad luck.
        bench.settings = patient(random.nextInt(2) == 0);
        long lossPpb = random.nextLong(300_000_000);
        long variationPs = 1 + random.nextLong(40 * SimTime.MILLISECOND);
        bench.isLost = segment -> network.chancePpb(lossPpb);
        bench.delayPs = () -> TcpBench.DELAY_PS + network.nextLong(variationPs);
        byte[] up = randomBytes(random);
        byte[] down = randomBytes(random);
        sendInPieces(bench, bench.client, up, random);
        sendInPieces(bench, bench.server, down, random);
        bench.connect();

        bench.run();

        assertThat(bench.server.received.toByteArray()).isEqualTo(up);
        assertThat(bench.client.received.toByteArray()).isEqualTo(down);
        assertThat(bench.client.told).last().asString().endsWith(" closed");
        assertThat(bench.server.told).last().asString().endsWith(" closed");
        assertThat(bench.pool.outstanding()).isZero();
    }

    private static TcpBench conversation(IntPredicate isLost) {
        TcpBench bench = new TcpBench();
        bench.isLost = isLost;
        bench.client.whenConnected = () -> bench.client.open().write("hello".getBytes(StandardCharsets.UTF_8));
        bench.server.whenDataArrived = () -> bench.server.open().write("welcome".getBytes(StandardCharsets.UTF_8));
        bench.client.whenDataArrived = () -> bench.client.open().close();
        bench.server.whenPeerClosed = () -> bench.server.open().close();
        bench.connect();
        return bench;
    }

    private static void assertDelivered(TcpBench bench) {
        assertThat(bench.server.received.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(bench.client.received.toString(StandardCharsets.UTF_8)).isEqualTo("welcome");
        assertThat(bench.client.told).last().asString().endsWith(" closed");
        assertThat(bench.server.told).last().asString().endsWith(" closed");
        assertThat(bench.pool.outstanding()).isZero();
    }

    /** Writes all of it in pieces, as fast as it may, or with pauses; then closes. */
    private static void sendInPieces(TcpBench bench, TcpBench.Host host, byte[] bytes, RandomStream random) {
        boolean pauses = random.nextInt(2) == 0;
        host.whenConnected = () -> {
            int offset = 0;
            long pausePs = 0;
            while (offset < bytes.length) {
                int length = Math.min(1 + random.nextInt(5000), bytes.length - offset);
                byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
                if (pauses) {
                    pausePs += random.nextLong(50 * SimTime.MILLISECOND);
                    bench.after(pausePs, () -> host.open().write(piece));
                } else {
                    host.open().write(piece);
                }
                offset += length;
            }
            bench.after(pausePs, () -> host.open().close());
        };
    }

    private static byte[] randomBytes(RandomStream random) {
        byte[] bytes = new byte[random.nextInt(100_000)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static TcpSettings patient(boolean noDelay) {
        TcpSettings linux = TcpBench.UNSCALED;
        return new TcpSettings(
                linux.mss(),
                linux.initialWindowSegments(),
                linux.receiveBufferBytes(),
                linux.largestReceiveBufferBytes(),
                linux.initialRtoPs(),
                linux.minRtoPs(),
                linux.maxRtoPs(),
                linux.delayedAckPs(),
                100,
                100,
                100,
                linux.timeWaitPs(),
                noDelay);
    }
}
