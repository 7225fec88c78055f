package pacewire.scenario.duel;

import java.util.Arrays;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The mean of some replications and how far it may be off.
 *
 * @param mean no number when any value is none
 * @param halfWidth half the width of the 95 % confidence interval of the mean after Student (the replications are independent:
 *     each has its own seed); no number with fewer than two replications
 */
public record Estimate(double mean, double halfWidth) {
    private static final double UPPER_QUANTILE = 0.975;

    /** Of the values of the replications; at least one. */
    public static Estimate of(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (values.length < 2) {
            return new Estimate(mean, Double.NaN);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double error = StrictMath.sqrt(squares / (values.length - 1) / values.length);
        double quantile = new TDistribution(null, values.length - 1).inverseCumulativeProbability(UPPER_QUANTILE);
        return new Estimate(mean, quantile * error);
    }

    /** Whether an interval of a difference leaves out 0. */
    public boolean isSignificant() {
        return Math.abs(mean) > halfWidth;
    }
}
