package pacewire.model.link;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Random packets at random instants over links of random rates. */
class LinkPropertyTest {
    private static final int PACKETS = 500;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void departuresFollowLindleysRecursion(long seed) {
        RandomStream random = new RandomStreams(seed).stream("link");
        LinkBench bench = new LinkBench();
        DataRate rate = new DataRate(1_000_000 + random.nextLong(10_000_000_000L));
        Link link = bench.link(LinkBench.fifo(PACKETS), new RateSerialiser(rate), 77);
        List<Long> expected = new ArrayList<>();
        long nowPs = 0;
        long freePs = 0;
        long busyFromPs = 0;
        long busyBytes = 0;
        for (int i = 0; i < PACKETS; i++) {
            int payload = 18 + random.nextInt(LinkBench.FULL_PAYLOAD - 17);
            nowPs += random.nextLong(2 * rate.psForBytes(900));
            bench.sendAt(link, payload, nowPs);
            // Lindley 1952: a packet starts at the later of its arrival and the end of the one before. Time is exact
            // from the
            // start of the busy period: all its bytes, divided once.
            if (nowPs > freePs) {
                busyFromPs = nowPs;
                busyBytes = 0;
            }
            busyBytes += payload + 28 + 38;
            freePs = busyFromPs + exactPs(busyBytes, rate);
            expected.add(freePs + 77);
        }

        bench.run();

        assertThat(bench.arrivals).isEqualTo(expected);
        assertThat(bench.unbalancedAccounts).isEmpty();
        assertThat(bench.pool.outstanding()).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void orderIsKeptUnderAnyDelayVariation(long seed) {
        LinkBench bench = varied(seed, false);

        bench.run();

        assertThat(bench.arrivedSequences).hasSize(PACKETS).isSorted();
        assertThat(bench.arrivals).isSorted();
        assertThat(bench.unbalancedAccounts).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withReorderingEveryPacketArrivesOnceAndSomeOvertake(long seed) {
        LinkBench bench = varied(seed, true);

        bench.run();

        assertThat(bench.arrivedSequences).doesNotHaveDuplicates().hasSize(PACKETS);
        List<Long> inOrder = new ArrayList<>(bench.arrivedSequences);
        Collections.sort(inOrder);
        assertThat(bench.arrivedSequences).isNotEqualTo(inOrder);
        assertThat(bench.unbalancedAccounts).isEmpty();
    }

    private static LinkBench varied(long seed, boolean mayReorder) {
        RandomStreams streams = new RandomStreams(seed);
        RandomStream random = streams.stream("sender");
        LinkBench bench = new LinkBench();
        // 1 ms of propagation, and a standard deviation of 0.5 ms: one in forty would arrive before it was sent.
        LinkRule variation = new DelayVariation(
                streams.stream("variation"), new Distributions.Normal(0, 0.5 * SimTime.MILLISECOND), mayReorder);
        Link link = bench.link(
                LinkBench.fifo(PACKETS), new RateSerialiser(DataRate.parse("1 Gbps")), SimTime.MILLISECOND, variation);
        long nowPs = 0;
        for (int i = 0; i < PACKETS; i++) {
            nowPs += random.nextLong(100 * SimTime.MICROSECOND);
            bench.sendAt(link, 100, nowPs);
        }
        return bench;
    }

    private static long exactPs(long bytes, DataRate rate) {
        return BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(8 * SimTime.SECOND))
                .divide(BigInteger.valueOf(rate.bitsPerSecond()))
                .longValueExact();
    }
}
