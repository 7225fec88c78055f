package pacewire.testkit.prove;

import java.util.List;

/**
 * What came of proving a packet scheduler.
 *
 * @param scheduler its name
 * @param seed of the cases
 * @param cases how many there were
 * @param results of every property, in the order to show them
 */
public record ReportCard(String scheduler, long seed, int cases, List<PropertyResult> results) {
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
