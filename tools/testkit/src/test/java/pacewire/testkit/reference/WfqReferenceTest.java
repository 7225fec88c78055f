package pacewire.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.testkit.replay.Replay;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code wfq} serves every packet when the reference does, which asks the fluid in fractions. */
class WfqReferenceTest {
    private static final int PACKETS = 80;
    private static final int MOST_FLOWS = 8;
    private static final int LARGEST_WEIGHT = 12;
    private static final int LARGEST_LENGTH = 9;
    private static final int[] GAPS_PS = {0, 0, 1, 2, 4, 25};
    /** A byte each picosecond: the unit of virtual time has room for the divisors of all weights, so that it stays exact. */
    private static final Rational LINE = Rational.of(SimTime.SECOND);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPacketStartsAndEndsAsInTheReference(long seed) {
        RandomStream random = new RandomStreams(seed).stream("arrivals");
        Map<Integer, Rational> weights = weights(random);
        List<PacketGps.Arrival> arrivals = arrivals(random, weights.size());
        Replay replay = Replay.through("wfq").rate(LINE);
        weights.forEach((flow, weight) -> replay.weight(String.valueOf(flow), weight));
        for (int i = 0; i < arrivals.size(); i++) {
            PacketGps.Arrival arrival = arrivals.get(i);
            replay.arrival(
                    String.valueOf(i),
                    String.valueOf(arrival.flow()),
                    arrival.time().toString(),
                    arrival.length().toString());
        }

        List<PacketGps.Service> expected = PacketGps.serve(LINE, weights, arrivals, PacketGps.Discipline.WFQ);

        assertThat(replay.run().outcomes())
                .extracting(outcome -> outcome.id() + " " + outcome.startOrNull() + " " + outcome.endOrNull())
                .containsExactlyElementsOf(expected.stream()
                        .map(service -> service.arrival() + " " + service.start() + " " + service.end())
                        .toList());
    }

    private static Map<Integer, Rational> weights(RandomStream random) {
        Map<Integer, Rational> weights = new TreeMap<>();
        int flows = 1 + random.nextInt(MOST_FLOWS);
        for (int flow = 0; flow < flows; flow++) {
            weights.put(flow, Rational.of(1 + random.nextInt(LARGEST_WEIGHT)));
        }
        return weights;
    }

    private static List<PacketGps.Arrival> arrivals(RandomStream random, int flows) {
        List<PacketGps.Arrival> arrivals = new ArrayList<>();
        long nowPs = 0;
        for (int packet = 0; packet < PACKETS; packet++) {
            nowPs += GAPS_PS[random.nextInt(GAPS_PS.length)];
            Rational length = Rational.of(1 + random.nextInt(LARGEST_LENGTH));
            arrivals.add(new PacketGps.Arrival(random.nextInt(flows), Rational.of(nowPs, SimTime.SECOND), length));
        }
        return arrivals;
    }
}
