package pacewire.scenario.sweep;

import java.util.List;

import pacewire.scenario.Scenario;

/**
 * A scenario run for every combination of some values.
 *
 * @param scenario that of the first combination
 * @param variations what was varied
 * @param metrics paths of the figures that are looked at
 * @param points the last variation's values change first
 */
public record SweepResult(
        Scenario scenario, List<Variation> variations, List<String> metrics, List<SweepPoint> points) {
    public SweepResult {
        variations = List.copyOf(variations);
        metrics = List.copyOf(metrics);
        points = List.copyOf(points);
    }
}
