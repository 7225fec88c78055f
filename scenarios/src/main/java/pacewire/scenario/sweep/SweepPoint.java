package pacewire.scenario.sweep;

import java.math.BigDecimal;
import java.util.List;

import pacewire.scenario.duel.Estimate;
import pacewire.scenario.result.Metrics;

/**
 * What came of one combination of values.
 *
 * @param values one for each variation, in their order
 * @param runs the metrics of each replication, in the order of their seeds; at least one
 */
public record SweepPoint(List<String> values, List<Metrics> runs) {
    public SweepPoint {
        values = List.copyOf(values);
        runs = List.copyOf(runs);
    }

    /** The mean of a metric over the replications; no number when one of them did not measure it. */
    public Estimate estimate(String metric) {
        return Estimate.of(runs.stream()
                .mapToDouble(
                        run -> run.value(metric).map(BigDecimal::doubleValue).orElse(Double.NaN))
                .toArray());
    }
}
