package pacewire.bench;

import java.util.Arrays;
import java.util.Collection;

/** The middle and the ends of a few measured values. */
public record Spread(double median, double least, double greatest) {
    /**
     * Of at least one value. The median of an even number is the mean of the two in the middle.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
