package pacewire.cli.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.YamlTree;

/** The golden file: what a person reads, and where tolerances stand. */
final class GoldenYaml {
    private static final String FORMAT = "1";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]+");
    private static final String DEPARTURES = "departures";
    private static final String DEPARTURE_TIMES = "departureTimes";

    private final String file;
    private final Problems problems = new Problems();

    private GoldenYaml(String file) {
        this.file = file;
    }

    /** The text of a golden. */
    static String write(Golden golden, String of) {
        StringBuilder text = new StringBuilder();
        text.append("# What 'pacewire check' compares ").append(of).append(" with. Renewed by\n");
        text.append(
                "# 'pacewire check --accept --reason ...', which keeps your tolerances. A metric that is not here is 0.\n");
        text.append("golden: ").append(FORMAT).append('\n');
        text.append("sha256: ").append(golden.sha256()).append('\n');
        text.append("tolerances:\n");
        text.append("  departureTimes: ")
                .append(SimTime.format(golden.tolerances().departureTimesPs()))
                .append('\n');
        appendTolerances(text, golden.tolerances());
        text.append("departures: ").append(golden.departures()).append('\n');
        text.append("layers:\n");
        golden.layers()
                .forEach((layer, digest) -> text.append("  ")
                        .append(layer)
                        .append(": \"")
                        .append(digest)
                        .append("\"\n"));
        text.append("metrics:");
        appendTree(text, tree(golden.metrics()), 1);
        return text.toString();
    }

    private static void appendTolerances(StringBuilder text, Tolerances tolerances) {
        if (tolerances.metrics().isEmpty()) {
            text.append("  metrics: []\n");
            return;
        }
        text.append("  metrics:\n");
        for (Tolerances.MetricTolerance metric : tolerances.metrics()) {
            text.append("    - {metric: \"")
                    .append(metric.pattern())
                    .append("\", within: ")
                    .append(metric.within())
                    .append("}\n");
        }
    }

    private static Map<String, Object> tree(Map<String, BigDecimal> metrics) {
        Map<String, Object> tree = new LinkedHashMap<>();
        metrics.forEach((path, value) -> put(tree, List.of(path.split("\\.", -1)), value));
        return tree;
    }

    @SuppressWarnings("unchecked") // branches are put in here only
    private static void put(Map<String, Object> tree, List<String> keys, BigDecimal value) {
        Map<String, Object> branch = tree;
        for (String key : keys.subList(0, keys.size() - 1)) {
            branch = (Map<String, Object>) branch.computeIfAbsent(key, absent -> new LinkedHashMap<String, Object>());
        }
        branch.put(keys.get(keys.size() - 1), value);
    }

    /** Branches on lines of their own; those that hold numbers only, such as a distribution, on one line. */
    private static void appendTree(StringBuilder text, Map<?, ?> tree, int depth) {
        if (tree.values().stream().allMatch(BigDecimal.class::isInstance)) {
            List<String> entries = new ArrayList<>();
            tree.forEach((key, value) -> entries.add(key(String.valueOf(key)) + ": " + number(value)));
            text.append(" {").append(String.join(", ", entries)).append("}\n");
            return;
        }
        text.append('\n');
        tree.forEach((key, value) -> {
            text.append("  ".repeat(depth)).append(key(String.valueOf(key))).append(':');
            if (value instanceof Map<?, ?> below) {
                appendTree(text, below, depth + 1);
            } else {
                text.append(' ').append(number(value)).append('\n');
            }
        });
    }

    private static String key(String key) {
        return PLAIN.matcher(key).matches()
                ? key
                : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String number(Object value) {
        return ((BigDecimal) value).toPlainString();
    }

    /**
     * Reads a golden.
     *
     * @param file what problems call it
     * @throws ScenarioException when anything is wrong
     */
    static Golden read(String file, String text) throws ScenarioException {
        return new GoldenYaml(file).read(text);
    }

    private Golden read(String text) throws ScenarioException {
        Node root = YamlTree.read(file, text, problems);
        Golden golden = root instanceof Node.Mapping mapping ? golden(mapping) : null;
        if (root != null && golden == null && problems.count() == 0) {
            problems.add(root.place(), "", root.found(), "a golden is a mapping of keys to values");
        }
        if (golden == null || problems.count() > 0) {
            throw new ScenarioException(problems.inOrderOf(file));
        }
        return golden;
    }

    private Golden golden(Node.Mapping root) {
        if (!scalar(root, "golden").equals(FORMAT)) {
            problems.add(root.place(), "golden", "another format", "goldens have 'golden: " + FORMAT + "'");
        }
        Map<String, String> layers = new LinkedHashMap<>();
        flatten(mapping(root, "layers"), "", (key, node) -> layers.put(key, node.text()));
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        flatten(mapping(root, "metrics"), "", (key, node) -> metrics.put(key, decimal(node, key)));
        return new Golden(
                scalar(root, "sha256"), tolerances(mapping(root, "tolerances")), departures(root), layers, metrics);
    }

    private long departures(Node.Mapping root) {
        Node.Entry entry = root.entries().get(DEPARTURES);
        return entry != null && entry.value() instanceof Node.Scalar scalar
                ? decimal(scalar, DEPARTURES).longValue()
                : 0;
    }

    private Tolerances tolerances(Node.Mapping tolerances) {
        long departureTimesPs = 0;
        try {
            departureTimesPs = SimTime.parse(scalar(tolerances, DEPARTURE_TIMES));
        } catch (UnitException wrong) {
            problems.add(
                    tolerances.place(),
                    DEPARTURE_TIMES,
                    "another text",
                    "a time such as '1 us'",
                    String.valueOf(wrong.getMessage()));
        }
        List<Tolerances.MetricTolerance> metrics = new ArrayList<>();
        Node.Entry list = tolerances.entries().get("metrics");
        if (list != null && list.value() instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                metrics.add(metricTolerance(item));
            }
        }
        return new Tolerances(departureTimesPs, metrics);
    }

    private Tolerances.MetricTolerance metricTolerance(Node item) {
        Node.Mapping entry = item instanceof Node.Mapping mapping ? mapping : new Node.Mapping(item.place(), Map.of());
        Tolerances.MetricTolerance tolerance =
                new Tolerances.MetricTolerance(scalar(entry, "metric"), scalar(entry, "within"));
        try {
            // A pattern may stand for several metrics; the last key tells the unit, as it does in a path.
            if (tolerance.allowed(tolerance.pattern(), BigDecimal.ONE).signum() < 0) {
                problems.add(item.place(), "within", "a negative bound", "0 or more");
            }
        } catch (UnitException | NumberFormatException wrong) {
            problems.add(
                    item.place(),
                    "within",
                    "'" + tolerance.within() + "'",
                    "a share of the value such as '1 %', or a bound in the metric's unit such as '10 us'");
        }
        return tolerance;
    }

    private Node.Mapping mapping(Node.Mapping parent, String key) {
        Node.Entry entry = parent.entries().get(key);
        if (entry != null && entry.value() instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.add(parent.place(), key, "nothing", "'" + key + "' is a mapping, and required");
        return new Node.Mapping(parent.place(), Map.of());
    }

    private String scalar(Node.Mapping parent, String key) {
        Node.Entry entry = parent.entries().get(key);
        if (entry != null && entry.value() instanceof Node.Scalar scalar) {
            return scalar.text();
        }
        problems.add(parent.place(), key, "nothing", "'" + key + "' is required");
        return "";
    }

    private BigDecimal decimal(Node.Scalar node, String path) {
        try {
            return new BigDecimal(node.text());
        } catch (NumberFormatException wrong) {
            problems.add(node.place(), path, node.found(), "a number");
            return BigDecimal.ZERO;
        }
    }

    private void flatten(Node.Mapping tree, String prefix, BiConsumer<String, Node.Scalar> leaves) {
        tree.entries().forEach((key, entry) -> {
            if (entry.value() instanceof Node.Mapping below) {
                flatten(below, prefix + key + ".", leaves);
            } else if (entry.value() instanceof Node.Scalar scalar) {
                leaves.accept(prefix + key, scalar);
            } else {
                problems.add(entry.value().place(), prefix + key, entry.value().found(), "a number or a text");
            }
        });
    }
}
