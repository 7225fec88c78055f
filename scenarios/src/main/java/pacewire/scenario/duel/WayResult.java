package pacewire.scenario.duel;

import java.util.List;

/**
 * What came of one way on one machine.
 *
 * @param machine the machine profile
 * @param samples one for each replication, in the order of their seeds; at least one
 */
public record WayResult(Way way, String machine, List<Sample> samples) {
    public WayResult {
        samples = List.copyOf(samples);
    }

    /** The mean of a measure over the replications. */
    public Estimate estimate(Measure measure) {
        return Estimate.of(samples.stream().mapToDouble(measure::of).toArray());
    }

    /** How much more this way takes than another: by pairs of runs with the same seed, which saw the same clients. */
    public Estimate differenceTo(WayResult other, Measure measure) {
        double[] differences = new double[samples.size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = measure.of(samples.get(i)) - measure.of(other.samples.get(i));
        }
        return Estimate.of(differences);
    }
}
