package pacewire.scenario.result;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All metrics of a run in the order and the units of {@code summary.json}; keys end in their unit. */
public final class Metrics {
    private final Map<String, Object> tree = new LinkedHashMap<>();

    private Metrics() {}

    /** The metrics of a run. */
    public static Metrics of(RunResult result) {
        Metrics metrics = new Metrics();
        metrics.tree.put("seed", result.scenario().seed());
        return metrics;
    }

    /** The whole as nested ordered maps: values are maps, texts, whole numbers, decimals, or null when nothing was measured. */
    public Map<String, Object> tree() {
        return java.util.Collections.unmodifiableMap(tree);
    }

    /** The number at a path such as "groups.viewers.departureErrorUs.p99"; empty when nothing was measured there. */
    public Optional<BigDecimal> value(String path) {
        return Optional.empty();
    }

    /** The path of every number, in order. */
    public Set<String> paths() {
        return new TreeSet<>(tree.keySet());
    }
}
