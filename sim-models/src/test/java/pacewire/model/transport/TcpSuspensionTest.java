package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection that is written down and made anew whenever it comes to rest does what one does that is kept. */
class TcpSuspensionTest {
    private static final int MESSAGES = 12;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    /** Messages of up to 40 kB both ways, with pauses of up to 10 s in between, and up to 15 % of the segments lost. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSegmentsAreTheSameAtTheSameInstants(long seed) {
        TcpBench kept = conversation(seed, false);
        TcpBench suspended = conversation(seed, true);

        assertThat(suspended.log).isEqualTo(kept.log);
        assertThat(suspended.client.told).isEqualTo(kept.client.told);
        assertThat(suspended.server.told).isEqualTo(kept.server.told);
        assertThat(suspended.server.received.toByteArray()).isEqualTo(kept.server.received.toByteArray());
        assertThat(suspended.client.suspensions + suspended.server.suspensions).isPositive();
    }

    @Test
    void aConnectionAtRestFitsIntoSixtyBytes() {
        TcpBench bench = new TcpBench();
        bench.client.whenConnected = () -> bench.client.open().write(bytes(100));
        bench.connect();
        bench.run();

        for (TcpBench.Host host : List.of(bench.client, bench.server)) {
            assertThat(host.open().suspend()).isNotNull().hasSizeLessThan(60);
        }
    }

    @Test
    void aConnectionWithBytesUnderWayIsNotAtRest() {
        TcpBench bench = new TcpBench();
        bench.connect();
        bench.simulation.runUntil(SimTime.SECOND);
        bench.client.open().write(bytes(100));

        assertThat(bench.client.open().suspend()).isNull();
        // 10 ms of propagation: it has come, but it is not acknowledged yet.
        bench.simulation.runUntil(bench.simulation.nowPs() + 15 * SimTime.MILLISECOND);
        assertThat(bench.server.open().suspend()).isNull();
    }

    private static TcpBench conversation(long seed, boolean isForgetful) {
        RandomStreams streams = new RandomStreams(seed);
        RandomStream network = streams.stream("network");
        RandomStream messages = streams.stream("messages");
        TcpBench bench = new TcpBench();
        bench.client.isForgetful = isForgetful;
        bench.server.isForgetful = isForgetful;
        long lossPpb = messages.nextLong(150_000_000);
        bench.isLost = segment -> network.chancePpb(lossPpb);
        bench.connect();
        long whenPs = 0;
        for (int message = 0; message < MESSAGES; message++) {
            whenPs += 1 + messages.nextLong(10 * SimTime.SECOND);
            TcpBench.Host from = message % 2 == 0 ? bench.client : bench.server;
            byte[] content = bytes(1 + messages.nextInt(40_000));
            bench.at(whenPs, () -> {
                if (from.connection != null && from.connection.canWrite()) {
                    from.connection.write(content);
                }
            });
        }
        bench.run();
        return bench;
    }

    private static byte[] bytes(int count) {
        return "x".repeat(count).getBytes(StandardCharsets.UTF_8);
    }
}
