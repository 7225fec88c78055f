package pacewire.model.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Segments that leave together, over 10 ms each way. The server sends files to the client. */
class TcpSuperPacketTest {
    private static final int MSS = 1460;

    private final TcpBench bench = new TcpBench();

    TcpSuperPacketTest() {
        bench.server.segmentsAtOnce = 44;
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    /** Linux tcp_cwnd_test: no super-packet is larger than half of the congestion window, here of ten segments. */
    @Test
    void theFirstWindowLeavesInTwoHalves() {
        serverSends(100 * MSS);

        bench.simulation.runUntil(31 * SimTime.MILLISECOND);

        assertThat(bench.server.superPackets).containsExactly(5, 5);
    }

    /**
     * The five acknowledgements come back at 50 ms, each of two segments, and each opens the window by one. Behind the first one
     * three may leave, and do, for nothing was sent within the last millisecond. Behind the second one another three may, less
     * than a third of 12: the sender waits. Behind the third one six may, which are half of 13. Behind the fourth one three, less
     * than a third of 14; behind the fifth one six.
     */
    @Test
    void aSenderWaitsForAThirdOfTheWindow() {
        serverSends(100 * MSS);

        bench.simulation.runUntil(51 * SimTime.MILLISECOND);

        assertThat(bench.server.superPackets).containsExactly(5, 5, 3, 6, 6);
    }

    @Test
    void theShortSegmentAtTheEndIsPartOfItWhereNothingIsOutstanding() {
        serverSends(4 * MSS + 100);

        bench.run();

        assertThat(bench.server.superPackets).containsExactly(5);
        assertThat(bench.client.extents).last().isEqualTo("0: 5840 + 100");
    }

    /** Nagle's algorithm after Minshall: full segments that are outstanding do not hold back a short one. */
    @Test
    void theShortSegmentAtTheEndDoesNotWaitForFullOnes() {
        serverSends(9 * MSS + 100);

        bench.run();

        assertThat(bench.server.superPackets).containsExactly(5, 5);
        assertThat(bench.log).contains("30 ms < P. 13141:13241 ack 1 win 65535");
    }

    /** The second short segment waits for the first one, 1400 bytes of which come to 10 ms behind: acknowledged at 90 ms. */
    @Test
    void aShortSegmentWaitsForAnotherShortOne() {
        serverSends(100);
        bench.at(31 * SimTime.MILLISECOND, () -> bench.server.open().writeExtent(0, 0, 100, 2 * MSS + 50));

        bench.run();

        assertThat(bench.server.superPackets).containsExactly(1, 2, 1);
        assertThat(bench.log)
                .contains(
                        "31 ms < . 1561:3021 ack 1 win 65535",
                        // The acknowledgement of the first two segments, which a full one has brought forward.
                        "41 ms > . 1:1 ack 1561 win 65535",
                        "51 ms < P. 3021:3071 ack 1 win 65535");
    }

    @Test
    void itIsOfOneFile() {
        bench.server.whenConnected = () -> {
            bench.server.open().writeExtent(1, 0, 0, 2 * MSS);
            bench.server.open().writeExtent(2, 0, 500, 2 * MSS);
            bench.server.open().writeExtent(2, 0, 9000, MSS);
        };
        bench.connect();

        bench.run();

        assertThat(bench.server.superPackets).containsExactly(2, 2, 1);
        assertThat(bench.client.extents)
                .containsExactly("1: 0 + 1460", "1: 1460 + 1460", "2: 500 + 1460", "2: 1960 + 1460", "2: 9000 + 1460");
    }

    @Test
    void theFinTravelsWithTheLastSegment() {
        bench.server.whenConnected = () -> {
            bench.server.open().writeExtent(1, 0, 0, 3 * MSS);
            bench.server.open().close();
        };
        // What is written before the call returns leaves together.
        bench.connect();

        bench.simulation.runUntil(50 * SimTime.MILLISECOND);

        assertThat(bench.server.superPackets).containsExactly(3);
        assertThat(bench.log).contains("30 ms < FP. 2921:4381 ack 1 win 65535");
    }

    /** Up to a tenth of the segments is lost, each way; all bytes come, each once and in order. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsLostTheFilesArriveWholeAndInOrder(long seed) {
        RandomStream random = new RandomStreams(seed).stream("network");
        long lossPpb = random.nextLong(100_000_000);
        bench.settings = TcpSettings.LINUX;
        bench.isLost = segment -> random.chancePpb(lossPpb);
        int first = 1 + random.nextInt(300_000);
        int second = 1 + random.nextInt(300_000);
        bench.server.whenConnected = () -> {
            bench.server.open().writeExtent(1, 0, 0, first);
            bench.server.open().writeExtent(2, 0, 0, second);
        };
        bench.connect();

        bench.run();

        List<String> expected = new ArrayList<>();
        long offset = 0;
        for (long bytes : bench.client.extentLengths) {
            boolean isFirst = offset < first;
            expected.add(isFirst ? "1: " + offset + " + " + bytes : "2: " + (offset - first) + " + " + bytes);
            offset += bytes;
        }
        assertThat(bench.client.extents).isEqualTo(expected);
        assertThat(offset).isEqualTo(first + second);
    }

    private void serverSends(int bytes) {
        bench.server.whenConnected = () -> bench.server.open().writeExtent(0, 0, 0, bytes);
        bench.connect();
    }
}
