package pacewire.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.UnitException;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.Suggestions;
import pacewire.scenario.result.MetricUnit;

/** Makes expectations of what was read, and checks that their metrics exist and their bounds have the metric's unit. */
final class ExpectationBinder {
    private final Set<String> metrics;

    /** Metrics that a run of the scenario has. */
    ExpectationBinder(Set<String> metrics) {
        this.metrics = metrics;
    }

    /** The expectation; empty when anything of it is wrong. */
    Optional<Scenario.Expectation> bind(Entries entries) {
        Optional<String> metric = entries.find(ScenarioFormat.METRIC).filter(path -> exists(entries, path));
        Optional<Field<String>> bound =
                List.of(ScenarioFormat.AT_MOST, ScenarioFormat.AT_LEAST, ScenarioFormat.EQUALS).stream()
                        .filter(field -> entries.find(field).isPresent())
                        .findFirst();
        return metric.isEmpty() || bound.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(expectation(entries, metric.get(), bound.get()));
    }

    private boolean exists(Entries entries, String path) {
        if (metrics.contains(path)) {
            return true;
        }
        Spot spot = entries.spot(ScenarioFormat.METRIC);
        String below = metrics.stream()
                .filter(metric -> metric.startsWith(path + "."))
                .map(metric -> metric.substring(path.length() + 1))
                .collect(Collectors.joining(", "));
        String allowed = below.isEmpty()
                ? "a run of this scenario has no such metric" + Suggestions.didYouMean(path, metrics)
                : "this is no single number: add one of " + below;
        entries.problems().add(spot, allowed);
        return false;
    }

    private static Scenario.@Nullable Expectation expectation(Entries entries, String metric, Field<String> field) {
        String text = entries.get(field);
        Spot spot = entries.spot(field);
        MetricUnit unit = MetricUnit.of(metric);
        try {
            return new Scenario.Expectation(
                    metric,
                    comparison(field),
                    text,
                    unit.parse(text),
                    entries.spot(ScenarioFormat.METRIC).place().line());
        } catch (UnitException wrong) {
            entries.problems()
                    .add(
                            spot.place(),
                            spot.path(),
                            spot.node().found(),
                            unit.words(),
                            String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private static Scenario.Comparison comparison(Field<String> field) {
        return Arrays.stream(Scenario.Comparison.values())
                .filter(comparison -> comparison.key().equals(field.key()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(field.key()));
    }
}
