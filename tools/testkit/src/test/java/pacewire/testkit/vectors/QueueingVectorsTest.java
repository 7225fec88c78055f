package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.units.Rational;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.Outcome.Departure;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Waits behind one line are those of queueing theory: within the confidence interval where chance plays, else exactly. */
class QueueingVectorsTest {
    private static final String FILE = "queueing_theory.json";
    private static final int PACKETS = 84_000;
    private static final String NO_LIMIT = "1000000 packets";
    /** Priorities of packets that Linux's prio2band sends to bands 0, 1 and 2. */
    private static final int[] PRIORITY_OF_BAND = {6, 0, 1};

    /** Vectors that are not of one line that finishes what it began. */
    private static final Map<String, String> NOT_OF_A_LINE = Map.of(
            "MMc", "several servers behind one queue; a line is one",
            "ErlangB", "several servers without a queue; a line is one",
            "Preemptive", "a packet on the line is not interrupted");

    /** Which begin of a name says how a vector is tested. */
    private static final List<String> TESTED = List.of(
            "MM1_lambda",
            "MD1_rho",
            "MM1_as_MG1",
            "MG1",
            "Cobham",
            "Priority",
            "MD1_wait",
            "MD1_state",
            "DM1",
            "Kingman",
            "DD1");

    @Test
    void everyVectorIsTestedOrIsNotOfALine() {
        assertThat(SchedulerVectors.all(FILE))
                .allSatisfy(vector -> assertThat(name(vector))
                        .satisfiesAnyOf(
                                name -> assertThat(TESTED).anyMatch(name::startsWith),
                                name -> assertThat(NOT_OF_A_LINE.keySet()).anyMatch(name::startsWith)));
    }

    static Stream<String> exponential() {
        return named("MM1_lambda");
    }

    @ParameterizedTest
    @MethodSource("exponential")
    void exponentialPacketsThatComeAtRandom(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        double mu = number(vector, "inputs", "mu");
        double rho = number(vector, "inputs", "lam") / mu;
        OpenLoop loop = fifo(1 / rho, OpenLoop.exponential(1));

        // Times are in services; the vector's, in its own unit.
        loop.mean(loop::wait).assertAgreesWith(expected(vector, "Wq") * mu, 0.2, "Wq");
        loop.mean(loop::stay).assertAgreesWith(expected(vector, "W") * mu, 0.2, "W");
        loop.mean(loop::found).assertAgreesWith(expected(vector, "L"), 0.2, "L");
        loop.mean(i -> Math.max(0, loop.found(i) - 1)).assertAgreesWith(expected(vector, "Lq"), 0.2, "Lq");
        loop.share(i -> loop.wait(i) > 0).assertAgreesWith(expected(vector, "P_wait_gt_0"), 0.05, "P(wait > 0)");
        loop.share(i -> loop.stay(i) <= expected(vector, "W_p95") * mu).assertAgreesWith(0.95, 0.03, "p95 of W");
        loop.share(i -> loop.stay(i) <= expected(vector, "W_p99") * mu).assertAgreesWith(0.99, 0.02, "p99 of W");
        loop.share(i -> loop.wait(i) <= expected(vector, "Wq_p95") * mu).assertAgreesWith(0.95, 0.03, "p95 of Wq");
    }

    static Stream<String> byTwoMoments() {
        return Stream.concat(named("MD1_rho"), named("MM1_as_MG1"));
    }

    @ParameterizedTest
    @MethodSource("byTwoMoments")
    void packetsOfAnyLength(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        double mean = number(vector, "inputs", "ES");
        boolean isConstant = number(vector, "inputs", "ES2") == mean * mean;
        OpenLoop loop = fifo(
                1 / number(vector, "inputs", "lam"), isConstant ? OpenLoop.constant(mean) : OpenLoop.exponential(mean));

        loop.mean(loop::wait).assertAgreesWith(expected(vector, "Wq"), 0.2, "Wq");
        loop.mean(loop::stay).assertAgreesWith(expected(vector, "W"), 0.2, "W");
        loop.mean(loop::found).assertAgreesWith(expected(vector, "L"), 0.2, "L");
        loop.mean(i -> Math.max(0, loop.found(i) - 1)).assertAgreesWith(expected(vector, "Lq"), 0.2, "Lq");
    }

    @Test
    void aMixtureOfPackets() {
        JsonNode vector = SchedulerVectors.named(FILE, "MG1_math_se_2222776");
        // Twelfths of an hour: the shorter packets take one.
        double scale = 12;
        List<OpenLoop.Kind> kinds = new ArrayList<>();
        for (JsonNode part : vector.path("inputs").path("mix")) {
            double mean = part.path("mean_h").asDouble() * scale;
            boolean isConstant = part.path("dist").asString().equals("det");
            kinds.add(new OpenLoop.Kind(
                    part.path("p").asDouble(), 0, isConstant ? OpenLoop.constant(mean) : OpenLoop.exponential(mean)));
        }
        OpenLoop loop =
                OpenLoop.play(fifo(), PACKETS, OpenLoop.exponential(scale / number(vector, "inputs", "lam")), kinds);

        loop.mean(loop::wait).assertAgreesWith(expected(vector, "Wq_hours") * scale, 0.4, "Wq");
    }

    @Test
    void prioritiesByLength() {
        JsonNode vector = SchedulerVectors.named(FILE, "Cobham_3class_det_math_se_2222776_p2");
        JsonNode shortestFirst = vector.path("expected").path("Wq_shortest_first");
        JsonNode longestFirst = vector.path("expected").path("Wq_longest_first");
        OpenLoop shortest = cobham(vector, new int[] {0, 1, 2});
        OpenLoop longest = cobham(vector, new int[] {2, 1, 0});

        // At a load of 0.973 the class that waits for all others needs many times as many packets.
        double[] widest = {0.06, 0.06, 1.5};
        for (int kind = 0; kind < 3; kind++) {
            shortest.mean(kind, shortest::wait)
                    .assertAgreesWith(
                            60 * shortestFirst.get(kind).asDouble(), widest[kind], "shortest first, class " + kind);
        }
        longest.mean(1, longest::wait)
                .assertAgreesWith(60 * longestFirst.get(1).asDouble(), 1.5, "longest first, class 1");
        longest.mean(2, longest::wait)
                .assertAgreesWith(60 * longestFirst.get(2).asDouble(), 0.3, "longest first, class 2");
    }

    /** In seconds: the shortest packets take one. */
    private static OpenLoop cobham(JsonNode vector, int[] bands) {
        List<OpenLoop.Kind> kinds = new ArrayList<>();
        for (JsonNode each : vector.path("inputs").path("classes")) {
            kinds.add(new OpenLoop.Kind(
                    each.path("p").asDouble(),
                    PRIORITY_OF_BAND[bands[kinds.size()]],
                    OpenLoop.constant(each.path("service_min").asDouble() * 60)));
        }
        return OpenLoop.play(
                prio(), PACKETS, OpenLoop.exponential(60 / number(vector, "inputs", "lam_per_min")), kinds);
    }

    @Test
    void twoPriorities() {
        JsonNode vector = SchedulerVectors.named(FILE, "Priority_MM1_two_class_Prabhu");
        double mu = number(vector, "inputs", "mu");
        double high = number(vector, "inputs", "lam_high");
        double all = high + number(vector, "inputs", "lam_low");
        OpenLoop loop = OpenLoop.play(
                prio(),
                PACKETS,
                OpenLoop.exponential(mu / all),
                List.of(
                        new OpenLoop.Kind(high / all, PRIORITY_OF_BAND[0], OpenLoop.exponential(1)),
                        new OpenLoop.Kind(1 - high / all, PRIORITY_OF_BAND[1], OpenLoop.exponential(1))));

        loop.mean(0, loop::stay).assertAgreesWith(expected(vector, "T_high_h") * mu, 0.1, "high");
        loop.mean(1, loop::stay).assertAgreesWith(expected(vector, "T_low_h") * mu, 0.25, "low");
    }

    static Stream<String> distributionsOfWaits() {
        return named("MD1_wait");
    }

    @ParameterizedTest
    @MethodSource("distributionsOfWaits")
    void theDistributionOfWaits(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        OpenLoop loop = fifo(1 / number(vector, "inputs", "rho"), OpenLoop.constant(1));

        JsonNode x = vector.path("expected").path("x");
        for (int i = 0; i < x.size(); i++) {
            double bound = x.get(i).asDouble();
            loop.share(packet -> loop.wait(packet) <= bound)
                    .assertAgreesWith(
                            vector.path("expected").path("P_W_le_x").get(i).asDouble(), 0.2, "P(W <= " + bound + ")");
        }
    }

    static Stream<String> numbersInTheSystem() {
        return named("MD1_state");
    }

    @ParameterizedTest
    @MethodSource("numbersInTheSystem")
    void theNumberInTheSystem(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        OpenLoop loop = fifo(1 / number(vector, "inputs", "rho"), OpenLoop.constant(1));

        JsonNode p = vector.path("expected").path("p_n");
        for (int n = 0; n < p.size(); n++) {
            int number = n;
            loop.share(packet -> loop.found(packet) == number)
                    .assertAgreesWith(p.get(n).asDouble(), n < 5 ? 0.25 : 1.5, "P(" + n + " in the system)");
        }
    }

    static Stream<String> regular() {
        return named("DM1");
    }

    @ParameterizedTest
    @MethodSource("regular")
    void exponentialPacketsThatComeRegularly(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        OpenLoop loop = OpenLoop.play(
                fifo(),
                PACKETS,
                OpenLoop.constant(1 / number(vector, "inputs", "lam")),
                List.of(new OpenLoop.Kind(1, 0, OpenLoop.exponential(1 / number(vector, "inputs", "mu")))));

        BatchMeans wait = loop.mean(loop::wait);
        wait.assertAgreesWith(expected(vector, "Wq"), 0.25, "Wq");
        assertThat(wait.mean()).isLessThan(expected(vector, "kingman_upper_bound"));
        loop.share(i -> loop.wait(i) > 0).assertAgreesWith(expected(vector, "P_wait_gt_0"), 0.05, "P(wait > 0)");
    }

    static Stream<String> bounds() {
        return named("Kingman");
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void theWaitIsBelowKingmansBound(String name) {
        JsonNode vector = SchedulerVectors.named(FILE, name);
        OpenLoop loop =
                fifo(1 / number(vector, "inputs", "lam"), OpenLoop.exponential(1 / number(vector, "inputs", "mu")));

        BatchMeans wait = loop.mean(loop::wait);
        wait.assertAgreesWith(expected(vector, "exact"), 0.6, "Wq");
        assertThat(wait.mean()).isLessThan(expected(vector, "bound"));
    }

    @Test
    void regularPacketsThatFitDoNotWait() {
        JsonNode vector = SchedulerVectors.named(FILE, "DD1");

        assertThat(waits(regularly(text(vector, "interarrival"), text(vector, "service"), 1, 100)))
                .hasSize(100)
                .containsOnly(Rational.ZERO);
    }

    @Test
    void regularPacketsThatDoNotFitWaitEverLonger() {
        JsonNode vector = SchedulerVectors.named(FILE, "DD1_unstable");
        List<Rational> waits = waits(regularly(
                text(vector, "interarrival"),
                text(vector, "service"),
                1,
                vector.path("inputs").path("n").asInt()));

        // (n - 1) 0.25
        for (int n = 1; n <= waits.size(); n++) {
            assertThat(waits.get(n - 1)).isEqualTo(Rational.of(n - 1, 4));
        }
        assertThat(waits.get(99))
                .isEqualTo(
                        Rational.parse(vector.path("expected").path("wait_100").asString()));
    }

    @Test
    void aBatchWaitsForItself() {
        JsonNode vector = SchedulerVectors.named(FILE, "DD1_batch");
        int batch = vector.path("inputs").path("batch").asInt();
        List<Rational> waits =
                waits(regularly(text(vector, "batch_interval"), text(vector, "service"), batch, 20 * batch));

        double mean = waits.stream().mapToDouble(Rational::toDouble).average().orElseThrow();
        assertThat(mean).isCloseTo(expected(vector, "mean_wait"), within(1e-12));
        assertThat(waits.stream().reduce(Rational.ZERO, Rational::max))
                .isEqualTo(
                        Rational.parse(vector.path("expected").path("max_wait").asString()));
    }

    /** Batches of packets at regular intervals; a packet of so many bytes takes so many seconds. */
    private static ReplayResult regularly(String interval, String service, int batch, int packets) {
        Replay replay = fifo().rate(Rational.ONE);
        for (int i = 0; i < packets; i++) {
            Rational time = Rational.parse(interval).times(i / batch);
            replay.arrival(Arrival.of("", "0", time, Rational.parse(service)));
        }
        return replay.run();
    }

    private static List<Rational> waits(ReplayResult result) {
        return result.departures().stream().map(QueueingVectorsTest::wait).toList();
    }

    private static Rational wait(Departure departure) {
        return departure.start().minus(departure.arrival().time());
    }

    private static OpenLoop fifo(
            double meanGap, java.util.function.ToDoubleFunction<pacewire.core.random.RandomStream> work) {
        return OpenLoop.play(fifo(), PACKETS, OpenLoop.exponential(meanGap), List.of(new OpenLoop.Kind(1, 0, work)));
    }

    private static Replay fifo() {
        return Replay.through("fifo").parameter("limit", NO_LIMIT);
    }

    private static Replay prio() {
        return Replay.through("prio").parameter("bandLimit", NO_LIMIT);
    }

    private static Stream<String> named(String begin) {
        return SchedulerVectors.all(FILE).stream()
                .map(QueueingVectorsTest::name)
                .filter(name -> name.startsWith(begin));
    }

    private static String name(JsonNode vector) {
        return vector.path("name").asString();
    }

    private static String text(JsonNode vector, String input) {
        return vector.path("inputs").path(input).asString();
    }

    private static double expected(JsonNode vector, String key) {
        return number(vector, "expected", key);
    }

    private static double number(JsonNode vector, String part, String key) {
        return vector.path(part).path(key).asDouble();
    }
}
