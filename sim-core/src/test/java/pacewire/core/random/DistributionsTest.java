package pacewire.core.random;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.Distributions.Constant;
import pacewire.core.random.Distributions.Empirical;
import pacewire.core.random.Distributions.Exponential;
import pacewire.core.random.Distributions.Gamma;
import pacewire.core.random.Distributions.Lognormal;
import pacewire.core.random.Distributions.Normal;
import pacewire.core.random.Distributions.Pareto;
import pacewire.core.random.Distributions.Uniform;
import pacewire.core.random.Distributions.Weibull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DistributionsTest {
    private static final int SAMPLES = 100_000;

    /** Written down once, bit for bit, so that no JDK may differ; an independent program agreed to the last digit but one. */
    static Stream<Arguments> goldenValues() {
        return Stream.of(
                arguments(new Constant(5), new double[] {5, 5, 5}),
                arguments(new Uniform(2, 5), new double[] {2.0532079025040497, 2.6313079749160115, 3.392290294079528}),
                arguments(
                        new Exponential(5), new double[] {0.08947567284552388, 1.1813718700880274, 3.1190083267651425}),
                arguments(new Normal(10, 2), new double[] {9.688397205778728, 11.501752741895956, 7.33251001650585}),
                arguments(
                        new Lognormal(100, 0.5),
                        new double[] {92.50562814079592, 145.56291104251818, 51.33114536690696}),
                arguments(new Pareto(1000, 1.5), new double[] {1012.0015370747994, 1170.5997793069046, 1515.685446995294
                }),
                arguments(new Weibull(10, 2), new double[] {1.3377269739788002, 4.8608062501770775, 7.898111580327468}),
                arguments(new Gamma(2.5, 3), new double[] {5.835988254516009, 10.933092370186692, 7.105540269198594}),
                arguments(new Gamma(0.5, 3), new double[] {0.1878424210992377, 0.0015203062523004582, 0.8933575033585707
                }),
                arguments(Empirical.of(List.of(1.0, 2.0, 3.0)), new double[] {1, 1, 2}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenValues")
    void theFirstDrawsAreTheSameEverywhere(Distribution distribution, double[] expected) {
        RandomStream random = new RandomStreams(42).stream("golden");

        double[] drawn = DoubleStream.generate(() -> distribution.sample(random))
                .limit(3)
                .toArray();

        assertThat(drawn).containsExactly(expected);
    }

    static Stream<Arguments> distributionFunctions() {
        return Stream.of(
                function(new Uniform(2, 5), x -> (x - 2) / 3),
                function(new Exponential(5), x -> 1 - Math.exp(-x / 5)),
                function(new Pareto(1000, 1.5), x -> 1 - Math.pow(1000 / x, 1.5)),
                function(new Weibull(10, 2), x -> 1 - Math.exp(-Math.pow(x / 10, 2))),
                function(new Weibull(10, 0.7), x -> 1 - Math.exp(-Math.pow(x / 10, 0.7))),
                // Gamma with a whole shape is Erlang: 1 - exp(-x/b) (1 + x/b).
                function(new Gamma(2, 3), x -> 1 - Math.exp(-x / 3) * (1 + x / 3)),
                function(new Gamma(1, 3), x -> 1 - Math.exp(-x / 3)),
                function(new Normal(10, 2), x -> normalFunction((x - 10) / 2)),
                function(new Lognormal(100, 0.5), x -> normalFunction(Math.log(x / 100) / 0.5)),
                // Gamma with shape 1/2 and scale 2 is the square of a standard normal.
                function(new Gamma(0.5, 2), x -> 2 * normalFunction(Math.sqrt(x)) - 1));
    }

    /**
     * Kolmogorov and Smirnov: the greatest distance between the share of samples at or below x and F(x) exceeds 1.95 /
     * sqrt(n) with a probability of 0.001 (2 exp(-2 * 1.95^2)).
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("distributionFunctions")
    void samplesFollowTheDistributionFunction(Distribution distribution, DoubleUnaryOperator function) {
        double[] sorted = samples(distribution, 1);
        Arrays.sort(sorted);

        double distance = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double expected = function.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.max(expected - (double) i / SAMPLES, (i + 1.0) / SAMPLES - expected));
        }

        assertThat(distance).isLessThan(1.95 / Math.sqrt(SAMPLES));
    }

    /** Mean and standard deviation from the textbook; the mean of n samples has a standard error of sd / sqrt(n). */
    static Stream<Arguments> moments() {
        return Stream.of(
                arguments(new Normal(10, 2), 10, 2),
                arguments(new Gamma(2.5, 3), 7.5, 3 * Math.sqrt(2.5)),
                arguments(new Gamma(0.5, 3), 1.5, 3 * Math.sqrt(0.5)),
                arguments(
                        new Lognormal(100, 0.5),
                        100 * Math.exp(0.125),
                        100 * Math.exp(0.125) * Math.sqrt(Math.expm1(0.25))),
                // 1 with weight 1, 10 with weight 3: mean 7.75, variance 0.25 * 45.5625 + 0.75 * 5.0625 = 15.1875.
                arguments(Empirical.weighted(List.of(1.0, 10.0), List.of(1.0, 3.0)), 7.75, Math.sqrt(15.1875)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moments")
    void samplesHaveTheMeanOfTheDistribution(Distribution distribution, double mean, double sd) {
        double[] samples = samples(distribution, 2);

        double sampleMean = Arrays.stream(samples).average().orElseThrow();

        assertThat(sampleMean).isCloseTo(mean, within(5 * sd / Math.sqrt(SAMPLES)));
    }

    @Test
    void whatIsDrawnIsRoundedHalfToEven() {
        RandomStream random = new RandomStreams(1).stream("rounding");

        assertThat(LongStream.of(
                        new Constant(2.5).sampleLong(random),
                        new Constant(3.5).sampleLong(random),
                        new Constant(-2.5).sampleLong(random),
                        new Constant(1e30).sampleLong(random),
                        new Constant(-1e30).sampleLong(random)))
                .containsExactly(2L, 4L, -2L, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    @Test
    void aValueOfWeightZeroIsNeverDrawn() {
        Distribution distribution = Empirical.weighted(List.of(1.0, 2.0, 3.0, 4.0), List.of(0.0, 1.0, 0.0, 1.0));

        assertThat(samples(distribution, 3)).containsOnly(2.0, 4.0);
    }

    @Test
    void aDistributionDescribesItself() {
        assertThat(Stream.of(
                                new Constant(1),
                                new Uniform(1, 2),
                                new Exponential(3),
                                new Normal(0, 1),
                                new Lognormal(2, 0.5),
                                new Pareto(1, 2),
                                new Weibull(1, 2),
                                new Gamma(1, 2),
                                Empirical.of(List.of(1.0, 2.0)))
                        .map(Distribution::describe))
                .containsExactly(
                        "constant(1.0)",
                        "uniform(min 1.0, max 2.0)",
                        "exponential(mean 3.0)",
                        "normal(mean 0.0, sd 1.0)",
                        "lognormal(median 2.0, sigma 0.5)",
                        "pareto(scale 1.0, shape 2.0)",
                        "weibull(scale 1.0, shape 2.0)",
                        "gamma(shape 1.0, scale 2.0)",
                        "empirical(2 values)");
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                refused(() -> new Constant(Double.NaN), "value is a finite number, not NaN"),
                refused(() -> new Uniform(2, 1), "min (2.0) is above max (1.0)"),
                refused(() -> new Uniform(0, Double.POSITIVE_INFINITY), "max is a finite number, not Infinity"),
                refused(() -> new Exponential(0), "mean is above 0, unlike 0.0"),
                refused(() -> new Normal(0, -1), "sd is not negative, unlike -1.0"),
                refused(() -> new Lognormal(-1, 1), "median is above 0, unlike -1.0"),
                refused(() -> new Pareto(1, 0), "shape is above 0, unlike 0.0"),
                refused(() -> new Weibull(0, 1), "scale is above 0, unlike 0.0"),
                refused(() -> new Gamma(0, 1), "shape is above 0, unlike 0.0"),
                refused(
                        () -> Empirical.of(List.of()),
                        "an empirical distribution has at least one value, and a weight for each; not 0 values and 0"
                                + " weights"),
                refused(
                        () -> Empirical.weighted(List.of(1.0), List.of(1.0, 2.0)),
                        "an empirical distribution has at least one value, and a weight for each; not 1 values and 2"
                                + " weights"),
                refused(
                        () -> Empirical.weighted(List.of(1.0, 2.0), List.of(1.0, -1.0)),
                        "weight is not negative, unlike -1.0"),
                refused(() -> Empirical.weighted(List.of(1.0), List.of(0.0)), "sum of weights is above 0, unlike 0.0"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("impossible")
    void impossibleParametersAreRefused(Runnable construction, String message) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Arguments function(Distribution distribution, DoubleUnaryOperator function) {
        return arguments(distribution, function);
    }

    private static Arguments refused(Runnable construction, String message) {
        return arguments(construction, message);
    }

    private static double[] samples(Distribution distribution, long seed) {
        RandomStream random = new RandomStreams(seed).stream("samples");
        return DoubleStream.generate(() -> distribution.sample(random))
                .limit(SAMPLES)
                .toArray();
    }

    /** Standard normal distribution function: Abramowitz and Stegun, 7.1.26, whose error is below 1.5e-7. */
    private static double normalFunction(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double erf = 1 - polynomial * Math.exp(-x * x);
        return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
    }
}
