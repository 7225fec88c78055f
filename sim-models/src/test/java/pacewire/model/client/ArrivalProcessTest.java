package pacewire.model.client;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalProcessTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void poissonArrivalsHaveExponentialGaps(long seed) {
        int clients = 10_000;
        long meanPs = 10 * SimTime.MILLISECOND;
        ArrivalProcess arrivals = RenewalArrivals.poisson(random(seed), meanPs);

        long[] instants = LongStream.generate(arrivals::nextPs).limit(clients).toArray();

        assertThat(instants).isSorted();
        // The mean of n exponential gaps has a standard deviation of mean / sqrt(n): 1 % here; within five of them.
        assertThat(instants[clients - 1] / clients).isBetween(meanPs * 95 / 100, meanPs * 105 / 100);
        // A gap is longer than the mean with probability 1/e = 0.368; standard deviation 0.0048.
        long longer = IntStream.range(1, clients)
                .filter(i -> instants[i] - instants[i - 1] > meanPs)
                .count();
        assertThat(longer).isBetween(3436L, 3920L);
    }

    @Test
    void constantArrivalsKeepTheirGapFromTheStart() {
        ArrivalProcess arrivals = new ConstantArrivals(5, 100);

        assertThat(List.of(arrivals.nextPs(), arrivals.nextPs(), arrivals.nextPs()))
                .containsExactly(5L, 105L, 205L);
    }

    @Test
    void negativeGapsCountAsNone() {
        ArrivalProcess arrivals = new RenewalArrivals(random(1), new Distributions.Constant(-7));

        assertThat(List.of(arrivals.nextPs(), arrivals.nextPs())).containsExactly(0L, 0L);
    }

    @Test
    void arrivalsBeyondAllTimeNeverCome() {
        ArrivalProcess constant = new ConstantArrivals(0, SimTime.NEVER - 1);
        ArrivalProcess renewal = new RenewalArrivals(random(1), new Distributions.Constant(5e18));

        assertThat(List.of(constant.nextPs(), constant.nextPs(), constant.nextPs(), constant.nextPs()))
                .containsExactly(0L, SimTime.NEVER - 1, SimTime.NEVER, SimTime.NEVER);
        assertThat(List.of(renewal.nextPs(), renewal.nextPs(), renewal.nextPs()))
                .containsExactly(5_000_000_000_000_000_000L, SimTime.NEVER, SimTime.NEVER);
    }

    @Test
    void recordedArrivalsAreThoseOfTheLog() {
        ArrivalProcess arrivals =
                new RecordedArrivals(List.of(new RecordedRequest(3, 0, 10), new RecordedRequest(3, 1, 0)));

        assertThat(List.of(arrivals.nextPs(), arrivals.nextPs())).containsExactly(3L, 3L);
    }

    private static RandomStream random(long seed) {
        return new RandomStreams(seed).stream("clients/viewers/arrivals");
    }
}
