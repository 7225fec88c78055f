package pacewire.core.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The distributions that a scenario can name. Each draws by its inverse distribution function where there is a closed one,
 * and with {@code StrictMath} throughout. None keeps state: a distribution is shared, a stream is not.
 */
public final class Distributions {
    private Distributions() {}

    /** Always the same value; draws nothing. */
    public record Constant(double value) implements Distribution {
        public Constant {
            requireFinite("value", value);
        }

        @Override
        public double sample(RandomStream random) {
            return value;
        }

        @Override
        public String describe() {
            return "constant(" + value + ")";
        }
    }

    /** Uniform over [min, max). */
    public record Uniform(double min, double max) implements Distribution {
        public Uniform {
            requireFinite("min", min);
            requireFinite("max", max);
            if (min > max) {
                throw new IllegalArgumentException("min (" + min + ") is above max (" + max + ")");
            }
        }

        @Override
        public double sample(RandomStream random) {
            return min + (max - min) * random.nextDouble();
        }

        @Override
        public String describe() {
            return "uniform(min " + min + ", max " + max + ")";
        }
    }

    /** Exponential: gaps of a Poisson process. */
    public record Exponential(double mean) implements Distribution {
        public Exponential {
            requirePositive("mean", mean);
        }

        @Override
        public double sample(RandomStream random) {
            return mean * standardExponential(random);
        }

        @Override
        public String describe() {
            return "exponential(mean " + mean + ")";
        }
    }

    /** Normal, with a standard deviation. */
    public record Normal(double mean, double sd) implements Distribution {
        public Normal {
            requireFinite("mean", mean);
            requireNotNegative("sd", sd);
        }

        @Override
        public double sample(RandomStream random) {
            return mean + sd * standardNormal(random);
        }

        @Override
        public String describe() {
            return "normal(mean " + mean + ", sd " + sd + ")";
        }
    }

    /**
     * Lognormal, whose logarithm is normal with mean {@code ln(median)} and standard deviation {@code sigma}; its own mean
     * is {@code median * exp(sigma^2 / 2)}.
     */
    public record Lognormal(double median, double sigma) implements Distribution {
        public Lognormal {
            requirePositive("median", median);
            requireNotNegative("sigma", sigma);
        }

        @Override
        public double sample(RandomStream random) {
            return median * StrictMath.exp(sigma * standardNormal(random));
        }

        @Override
        public String describe() {
            return "lognormal(median " + median + ", sigma " + sigma + ")";
        }
    }

    /** Pareto (type I): at least {@code scale}, exceeding x with probability {@code (scale / x)^shape}. */
    public record Pareto(double scale, double shape) implements Distribution {
        public Pareto {
            requirePositive("scale", scale);
            requirePositive("shape", shape);
        }

        @Override
        public double sample(RandomStream random) {
            return scale * StrictMath.pow(openUniform(random), -1 / shape);
        }

        @Override
        public String describe() {
            return "pareto(scale " + scale + ", shape " + shape + ")";
        }
    }

    /** Weibull: exceeding x with probability {@code exp(-(x / scale)^shape)}. */
    public record Weibull(double scale, double shape) implements Distribution {
        public Weibull {
            requirePositive("scale", scale);
            requirePositive("shape", shape);
        }

        @Override
        public double sample(RandomStream random) {
            return scale * StrictMath.pow(standardExponential(random), 1 / shape);
        }

        @Override
        public String describe() {
            return "weibull(scale " + scale + ", shape " + shape + ")";
        }
    }

    /** Gamma, with mean {@code shape * scale} and variance {@code shape * scale^2}. */
    public record Gamma(double shape, double scale) implements Distribution {
        public Gamma {
            requirePositive("shape", shape);
            requirePositive("scale", scale);
        }

        @Override
        public double sample(RandomStream random) {
            return scale * standardGamma(shape, random);
        }

        @Override
        public String describe() {
            return "gamma(shape " + shape + ", scale " + scale + ")";
        }
    }

    /**
     * One of a list of values, by weight.
     *
     * @param values the values, at least one
     * @param cumulativeWeights the sum of the weights up to each value, ascending, the last above 0
     */
    public record Empirical(List<Double> values, List<Double> cumulativeWeights) implements Distribution {
        public Empirical {
            values = List.copyOf(values);
            cumulativeWeights = List.copyOf(cumulativeWeights);
            if (values.isEmpty() || values.size() != cumulativeWeights.size()) {
                throw new IllegalArgumentException(
                        "an empirical distribution has at least one value, and a weight for each;" + " not "
                                + values.size() + " values and " + cumulativeWeights.size() + " weights");
            }
            values.forEach(value -> requireFinite("value", value));
            double below = 0;
            for (double sum : cumulativeWeights) {
                requireNotNegative("weight", sum - below);
                below = sum;
            }
            requirePositive("sum of weights", below);
        }

        /** Every value alike, as when they are samples of a measurement. */
        public static Empirical of(List<Double> values) {
            return weighted(values, Collections.nCopies(values.size(), 1.0));
        }

        /** Each value as often as its weight is of all weights; a weight is 0 or more. */
        public static Empirical weighted(List<Double> values, List<Double> weights) {
            List<Double> cumulative = new ArrayList<>(weights.size());
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
                cumulative.add(sum);
            }
            return new Empirical(values, cumulative);
        }

        @Override
        public double sample(RandomStream random) {
            double drawn = random.nextDouble() * cumulativeWeights.get(cumulativeWeights.size() - 1);
            return values.get(firstAbove(drawn));
        }

        @Override
        public String describe() {
            return "empirical(" + values.size() + " values)";
        }

        /** The first value whose cumulative weight exceeds what was drawn: a value of weight 0 never does so first. */
        private int firstAbove(double drawn) {
            int low = 0;
            int high = cumulativeWeights.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (cumulativeWeights.get(middle) > drawn) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /** Uniform over (0, 1]: safe under a logarithm and a negative power. */
    private static double openUniform(RandomStream random) {
        return 1 - random.nextDouble();
    }

    private static double standardExponential(RandomStream random) {
        return -StrictMath.log(openUniform(random));
    }

    /**
     * The polar method of Marsaglia and Bray ("A Convenient Method for Generating Normal Variables", SIAM Review 6, 1964).
     * Its second value is thrown away: kept, it would be state in a shared object.
     */
    private static double standardNormal(RandomStream random) {
        for (; ; ) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /**
     * Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (ACM TOMS 26(3), 2000), without its squeeze step,
     * which saves time and changes nothing. Shapes below 1 by its section 6: gamma(a) = gamma(a + 1) U^(1/a).
     */
    private static double standardGamma(double shape, RandomStream random) {
        if (shape < 1) {
            return standardGamma(shape + 1, random) * StrictMath.pow(openUniform(random), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        for (; ; ) {
            double x = standardNormal(random);
            double base = 1 + c * x;
            if (base <= 0) {
                continue;
            }
            double v = base * base * base;
            if (StrictMath.log(openUniform(random)) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is a finite number, not " + value);
        }
    }

    private static void requireNotNegative(String name, double value) {
        requireFinite(name, value);
        if (value < 0) {
            throw new IllegalArgumentException(name + " is not negative, unlike " + value);
        }
    }

    private static void requirePositive(String name, double value) {
        requireFinite(name, value);
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is above 0, unlike " + value);
        }
    }
}
