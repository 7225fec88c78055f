package pacewire.testkit.vectors;

import java.util.function.IntToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mean of values that depend on one another, with its confidence interval: means of batches that are long against the
 * dependence are taken for independent and normal (Law and Kelton, "Simulation Modeling and Analysis", 9.5.3). The first batch is
 * left out: the queue was empty before it.
 *
 * @param mean of all batches but the first
 * @param halfWidth of the interval that has the true mean with 99.9 %
 */
record BatchMeans(double mean, double halfWidth) {
    private static final int BATCHES = 21;
    /** Student's t with 19 degrees of freedom, two-sided 99.9 %. */
    private static final double STUDENT_T = 3.883;

    static BatchMeans of(int count, IntToDoubleFunction values) {
        int batch = count / BATCHES;
        double[] means = new double[BATCHES - 1];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = 0; j < batch; j++) {
                sum += values.applyAsDouble((i + 1) * batch + j);
            }
            means[i] = sum / batch;
        }
        double mean = mean(means);
        double squares = 0;
        for (double each : means) {
            squares += (each - mean) * (each - mean);
        }
        double deviation = Math.sqrt(squares / (means.length - 1));
        return new BatchMeans(mean, STUDENT_T * deviation / Math.sqrt(means.length));
    }

    /** The interval has the value, and says something: its half width is no more than a part of it. */
    void assertAgreesWith(double expected, double widest, String what) {
        assertThat(mean).as(what).isBetween(expected - halfWidth, expected + halfWidth);
        assertThat(halfWidth).as("half width of " + what).isLessThanOrEqualTo(widest * expected);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
