package pacewire.testkit.prove;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.testkit.prove.cost.CostCurve;

/**
 * What came of proving a packet scheduler.
 *
 * @param scheduler its name
 * @param seed of the cases
 * @param cases how many there were
 * @param results of every property, in the order to show them
 * @param cost work for a packet against the number of flows; null: not measured
 */
public record ReportCard(
        String scheduler,
        long seed,
        int cases,
        List<PropertyResult> results,
        @Nullable CostCurve cost) {
    /** Names of the properties that broke, in the order to show them; empty: all that is claimed held. */
    public List<String> brokenProperties() {
        return results.stream()
                .filter(PropertyResult::isBroken)
                .map(result -> result.kind().name())
                .toList();
    }

    public boolean isProven() {
        return brokenProperties().isEmpty();
    }

    /** What came of a property. */
    public PropertyResult result(String property) {
        return results.stream()
                .filter(result -> result.kind().name().equals(property))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no property '" + property + "'"));
    }
}
