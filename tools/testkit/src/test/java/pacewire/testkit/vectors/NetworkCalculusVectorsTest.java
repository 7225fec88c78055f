package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.model.sched.Claim;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.Outcome.Departure;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Bounds of network calculus, met by the worst arrivals in a replay. The vectors speak of fluids; packets of a byte come within a
 * byte of them, and stay on the side that they must.
 *
 * <p>Not here: {@code pay_bursts_only_once} speaks of two servers in a row and a replay has one; {@code inet_cbs_validation_flow_table}
 * is a table of rates offered, and no algorithm is in it.
 */
class NetworkCalculusVectorsTest {
    private static final String FILE = "network_calculus.json";
    private static final double ROUNDING = 1e-9;

    @Test
    void everyVectorIsTestedOrNamedAbove() {
        assertThat(SchedulerVectors.all(FILE))
                .extracting(vector -> vector.path("name").asString().replaceAll("_.*", ""))
                .containsOnly("leaky", "tspec", "token", "LR", "pay", "inet");
    }

    static Stream<String> leakyBuckets() {
        return named("leaky_bucket");
    }

    /** A burst of b and then rate r, all that the bucket lets through, to a server of rate R that begins T later. */
    @ParameterizedTest
    @MethodSource("leakyBuckets")
    void theWorstArrivalsOfALeakyBucketMeetTheBounds(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        long burst = (long) input(vector, "b");
        long rate = (long) input(vector, "r");
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
            arrivals.add(Arrival.of("", "0", Rational.ZERO, Rational.ONE));
        }
        for (int i = 1; i <= 3 * burst; i++) {
            arrivals.add(Arrival.of("", "0", Rational.of(i, rate), Rational.ONE));
        }

        ReplayResult result = rateLatency(vector, arrivals);

        double byteTime = 1 / input(vector, "R");
        assertThat(largestDelay(result)).isCloseTo(expected(vector, "delay_bound"), within(byteTime));
        assertThat(largestBacklog(result)).isCloseTo(expected(vector, "backlog_bound"), within(1.0));
        // The output is what a bucket of the rate lets through with that burst.
        assertThat((double) rate).isEqualTo(expected(vector, "output_rate"));
        assertThat(burstOf(result, rate)).isLessThanOrEqualTo(expected(vector, "output_burst") + 1);
    }

    static Stream<String> envelopes() {
        return named("tspec");
    }

    /** A packet of M, then the peak rate p as long as the bucket b lasts, then the rate r. */
    @ParameterizedTest
    @MethodSource("envelopes")
    void theWorstArrivalsOfAnEnvelopeMeetTheBound(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        long peak = (long) input(vector, "p");
        long largest = (long) input(vector, "M");
        long burst = (long) input(vector, "b");
        long rate = (long) input(vector, "r");
        Rational turn = Rational.of(burst - largest, peak - rate);
        assertThat(turn.toDouble()).isCloseTo(expected(vector, "burst_duration"), within(ROUNDING));

        List<Arrival> arrivals = new ArrayList<>();
        // The n-th byte comes when min(M + p t, b + r t) reaches n.
        for (long n = 1; n <= 3 * burst; n++) {
            Rational time = Rational.of(n - largest, peak)
                    .max(Rational.of(n - burst, rate))
                    .max(Rational.ZERO);
            arrivals.add(Arrival.of("", "0", time, Rational.ONE));
        }

        // Until the turn more comes than leaves, so that the delay is largest there.
        assertThat(largestDelay(rateLatency(vector, arrivals)))
                .isCloseTo(expected(vector, "delay_bound"), within(1 / input(vector, "R")));
    }

    static Stream<String> bursts() {
        return named("token_bucket_max_burst");
    }

    /** A token bucket of b and r in front of a line of rate M sends at the line's rate for b / (M - r). */
    @ParameterizedTest
    @MethodSource("bursts")
    void aFullBucketSendsAtTheLinesRateAsLongAsItLasts(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        long packet = 1000;
        List<Departure> departures =
                tokenBucket(vector, packet, 2 * expected(vector, "bytes")).departures();

        int inBurst = 1;
        while (departures
                .get(inBurst)
                .start()
                .equals(departures.get(inBurst - 1).end())) {
            inBurst++;
        }
        // A packet is sent only when there are tokens for all of it: up to two packets' time from the fluid.
        assertThat((double) inBurst * packet).isCloseTo(expected(vector, "bytes"), within(2.0 * packet));
        assertThat(departures.get(inBurst - 1).end().toDouble())
                .isCloseTo(expected(vector, "S"), within(2.0 * packet / input(vector, "M")));
    }

    @Test
    void twelveMegabytesDrainInTheTimeOfTheTextbook() {
        JsonNode vector = SchedulerVectors.named(FILE, "token_bucket_drain_12MB");
        List<Departure> departures =
                tokenBucket(vector, 10_000, input(vector, "size")).departures();

        assertThat(departures).hasSize(1200);
        // The last packet waits for its last token, and leaves at the line's rate: 10 kB less tokens are needed before
        // it.
        assertThat(departures.get(1199).end().toDouble())
                .isCloseTo(expected(vector, "time_s"), within(10_000 / input(vector, "M") + ROUNDING));
    }

    /** Table I of Stiliadis and Varma, of ten flows of one weight, against what our packet schedulers claim there. */
    @Test
    void latenciesOfTheTableAreWhatIsClaimed() {
        JsonNode vector = SchedulerVectors.named(FILE, "LR_latency_10_flows_10Mbps");
        TableFlow flow = new TableFlow(vector);

        // The guaranteed-rate clock counts the packet's own time: the table's latency is L_i/rho_i less.
        double own = input(vector, "Li") / input(vector, "rho_i");
        assertThat(latency("scfq", flow) + own).isCloseTo(expected(vector, "SCFQ"), within(ROUNDING));
        assertThat(latency("wf2q+", flow) + own).isCloseTo(expected(vector, "WF2Q+"), within(ROUNDING));
    }

    private static double latency(String scheduler, Claim.Flow flow) {
        SchedulerSetup setup =
                SchedulerSetup.defaults(PacketSchedulers.find(scheduler).orElseThrow());
        SchedulerEnvironment port = SchedulerEnvironment.routerPort(
                new DataRate(10_000_000), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1));
        return setup.claims(port).stream()
                .filter(Claim.GuaranteedRate.class::isInstance)
                .map(Claim.GuaranteedRate.class::cast)
                .findFirst()
                .orElseThrow()
                .latency()
                .of(flow)
                .toDouble();
    }

    /** A first packet takes the line until T; then it serves at R. */
    private static ReplayResult rateLatency(JsonNode vector, List<Arrival> arrivals) {
        Rational rate = Rational.parse(vector.path("inputs").path("R").asString());
        Rational latency = Rational.parse(vector.path("inputs").path("T").asString());
        return Replay.through("fifo")
                .parameter("limit", "1000000 packets")
                .rate(rate)
                .arrival(Arrival.of("vacation", "0", Rational.ZERO, rate.times(latency)))
                .arrivals(arrivals)
                .run();
    }

    private static ReplayResult tokenBucket(JsonNode vector, long packet, double bytes) {
        Replay replay = Replay.through("tbf")
                .parameter("rate", vector.path("inputs").path("r").asString())
                .parameter("burst", vector.path("inputs").path("b").asString())
                .parameter("limit", "1000000 packets")
                .rate(Rational.parse(vector.path("inputs").path("M").asString()));
        for (int i = 0; i < bytes / packet; i++) {
            replay.arrival(Arrival.of("", "0", Rational.ZERO, Rational.of(packet)));
        }
        return replay.run();
    }

    private static double largestDelay(ReplayResult result) {
        return result.departures().stream()
                .skip(1)
                .map(departure -> departure.end().minus(departure.arrival().time()))
                .reduce(Rational.ZERO, Rational::max)
                .toDouble();
    }

    /** In bytes, without what keeps the line until T. */
    private static double largestBacklog(ReplayResult result) {
        List<Departure> departures = result.departures();
        int largest = 0;
        int gone = 1;
        for (int come = 1; come < departures.size(); come++) {
            Rational now = departures.get(come).arrival().time();
            while (departures.get(gone).end().compareTo(now) <= 0) {
                gone++;
            }
            largest = Math.max(largest, come + 1 - gone);
        }
        return largest;
    }

    /** The least burst with which a bucket of a rate lets through what left. */
    private static double burstOf(ReplayResult result, long rate) {
        Rational level = Rational.ZERO;
        Rational largest = Rational.ZERO;
        Rational before = Rational.ZERO;
        for (Departure departure :
                result.departures().subList(1, result.departures().size())) {
            level = level.minus(departure.end().minus(before).times(rate))
                    .max(Rational.ZERO)
                    .plus(Rational.ONE);
            largest = largest.max(level);
            before = departure.end();
        }
        return largest.toDouble();
    }

    private static Stream<String> named(String begin) {
        return SchedulerVectors.all(FILE).stream()
                .map(vector -> vector.path("name").asString())
                .filter(name -> name.startsWith(begin));
    }

    private static double input(JsonNode vector, String key) {
        return vector.path("inputs").path(key).asDouble();
    }

    private static double expected(JsonNode vector, String key) {
        return vector.path("expected").path(key).asDouble();
    }

    /** One of the flows of the table. */
    private record TableFlow(JsonNode vector) implements Claim.Flow {
        @Override
        public long weight() {
            return 1;
        }

        @Override
        public Rational share() {
            return Rational.of((long) input(vector, "rho_i"));
        }

        @Override
        public @Nullable Rational minRate() {
            return null;
        }

        @Override
        public @Nullable Rational maxRate() {
            return null;
        }

        @Override
        public long largestBytes() {
            return (long) input(vector, "Li");
        }

        @Override
        public long totalWeight() {
            return flows();
        }

        @Override
        public int flows() {
            return (int) input(vector, "V");
        }

        @Override
        public long largestBytesOfAll() {
            return (long) input(vector, "Lmax");
        }

        @Override
        public long sumOfLargestBytes() {
            return flows() * largestBytes();
        }

        @Override
        public Rational line() {
            return Rational.of((long) input(vector, "C_Bps"));
        }
    }
}
