package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

/** Packet schedulers that stamp, against the papers' formulas in fractions. */
class FairQueueingReferenceTest {
    private static final int PACKETS = 120;

    static Stream<Arguments> disciplinesAndSeeds() {
        return Stream.of("scfq", "stfq", "wf2q+", "virtual-clock")
                .flatMap(name -> LongStream.rangeClosed(1, 25).mapToObj(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("disciplinesAndSeeds")
    void servesAsTheFormulasSay(String name, long seed) {
        RandomStream random = new RandomStreams(seed).stream("traffic");
        // Small weights tie often; large ones need more than any common multiple that fits, and are rounded.
        int largestWeight = seed % 2 == 0 ? 6 : 1000;
        Map<Integer, Integer> weights = new TreeMap<>();
        FairLine line = new FairLine(name);
        for (int flow = 1; flow <= 7; flow++) {
            weights.put(flow, 1 + random.nextInt(largestWeight));
            line.weight(flow, weights.get(flow));
        }
        List<NaiveFairQueueing.Arrival> arrivals = arrivals(random);

        for (NaiveFairQueueing.Arrival arrival : arrivals) {
            line.until(arrival.time()).come(arrival.flow(), arrival.length());
        }

        assertThat(line.drain()).isEqualTo(new NaiveFairQueueing(name, weights).serve(arrivals));
    }

    /** Bursts, lulls in which the line becomes idle, and instants at which it is just free. */
    private static List<NaiveFairQueueing.Arrival> arrivals(RandomStream random) {
        List<NaiveFairQueueing.Arrival> arrivals = new ArrayList<>();
        long time = 0;
        long work = 0;
        for (int i = 0; i < PACKETS; i++) {
            switch (random.nextInt(8)) {
                case 0 -> time += random.nextInt(40);
                case 1 -> time = Math.max(time, work);
                case 2 -> time = Math.max(time, work) + random.nextInt(30);
                default -> time += random.nextInt(3);
            }
            int length = 1 + random.nextInt(9);
            arrivals.add(new NaiveFairQueueing.Arrival(time, 1 + random.nextInt(7), length));
            work = Math.max(work, time) + length;
        }
        return arrivals;
    }
}
