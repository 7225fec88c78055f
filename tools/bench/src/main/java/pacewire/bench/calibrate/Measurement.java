package pacewire.bench.calibrate;

import java.util.Arrays;

/**
 * What the rounds of one measurement found.
 *
 * @param name in words, such as "system call"
 * @param how what was done, in words
 * @param nanos one figure a round, in nanoseconds, in the order of the rounds; at least one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Measurement(String name, String how, double[] nanos) {
    /** The one in the middle of the rounds, which a round that something disturbed does not move. */
    public double median() {
        double[] sorted = nanos.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double least() {
        return Arrays.stream(nanos).min().orElseThrow();
    }

    public double greatest() {
        return Arrays.stream(nanos).max().orElseThrow();
    }
}
