package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.scenario.format.Node;
import pacewire.scenario.format.Place;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.YamlTree;

/**
 * Changes to a scenario from the command line, "server.cores=8". They change the tree before it is validated, so that
 * what they say is checked like what the file says, and a problem is located at the override. Keys that are missing are
 * added. Changing a {@code type} leaves the parameters beside it; where they do not fit the new type the validation says
 * so, and {@code server.scheduler={type: fifo}} replaces them all.
 */
final class Overrides {
    /** A key or the name of a list's item, or an index in brackets. */
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[([0-9]{1,9})]");
    /** Keys by which the items of lists are named. */
    private static final List<String> NAME_KEYS = List.of("group", "name", "metric");

    private final Node root;
    private final String option;
    private final String example;
    private final Problems problems;

    Overrides(Node root, Problems problems) {
        this(root, "--set", "an override is like server.cores=8 or clients.viewers.count=300", problems);
    }

    /**
     * @param option of the command line that makes the changes
     * @param example what a change looks like, as a sentence
     */
    Overrides(Node root, String option, String example, Problems problems) {
        this.root = root;
        this.option = option;
        this.example = example;
        this.problems = problems;
    }

    /** Applies "key.path=value"; the value is YAML when it begins with a bracket, a brace or a quote, else a plain text. */
    void apply(String override) {
        Place place = new Place(option + " " + override, 0, 0);
        int equals = override.indexOf('=');
        if (equals <= 0) {
            problems.add(place, "", "'" + override + "'", example);
            return;
        }
        Node value = value(place, override.substring(equals + 1).strip());
        if (value != null) {
            apply(place, override.substring(0, equals).strip(), value);
        }
    }

    /** Replaces the seed. */
    void applySeed(long seed) {
        Place place = new Place("--seed " + seed, 0, 0);
        apply(place, "seed", new Node.Scalar(place, Long.toString(seed)));
    }

    private @Nullable Node value(Place place, String text) {
        if (text.isEmpty()) {
            return new Node.Nothing(place);
        }
        return "[{\"'".indexOf(text.charAt(0)) >= 0
                ? relocated(YamlTree.read(place.source(), text, problems), place)
                : new Node.Scalar(place, text);
    }

    /** The same tree, all of it at the place of the override: lines and columns within it would mislead. */
    private static @Nullable Node relocated(@Nullable Node node, Place place) {
        if (node instanceof Node.Scalar scalar) {
            return new Node.Scalar(place, scalar.text());
        }
        if (node instanceof Node.Nothing) {
            return new Node.Nothing(place);
        }
        if (node instanceof Node.Sequence sequence) {
            sequence.items().replaceAll(item -> relocatedPart(item, place));
            return new Node.Sequence(place, sequence.items());
        }
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().replaceAll((key, entry) -> new Node.Entry(place, relocatedPart(entry.value(), place)));
            return new Node.Mapping(place, mapping.entries());
        }
        return null;
    }

    private static Node relocatedPart(Node node, Place place) {
        Node moved = relocated(node, place);
        return moved == null ? node : moved;
    }

    private void apply(Place place, String path, Node value) {
        Node node = root;
        Matcher step = STEP.matcher(path);
        int done = 0;
        while (done < path.length()) {
            if (!step.find(done) || step.start() != done) {
                problems.add(place, path, "'" + path.substring(done) + "'", example);
                return;
            }
            boolean isLast = step.end() == path.length();
            Node next = isLast ? put(node, step, place, path, value) : follow(node, step, place, path);
            if (next == null) {
                return;
            }
            node = next;
            done = step.end();
        }
    }

    /** Goes one step down, adding a mapping where nothing is; null, with a problem, when there is no way. */
    private @Nullable Node follow(Node node, Matcher step, Place place, String path) {
        if (node instanceof Node.Mapping mapping && step.group(1) != null) {
            Node.Entry entry = mapping.entries().get(step.group(1));
            if (entry == null || entry.value() instanceof Node.Nothing) {
                entry = new Node.Entry(place, new Node.Mapping(place, new LinkedHashMap<>()));
                mapping.entries().put(step.group(1), entry);
            }
            return entry.value();
        }
        if (node instanceof Node.Sequence sequence) {
            int index = index(sequence, step, place, path);
            return index < 0 ? null : sequence.items().get(index);
        }
        return noWay(node, step, place, path);
    }

    private @Nullable Node put(Node node, Matcher step, Place place, String path, Node value) {
        if (node instanceof Node.Mapping mapping && step.group(1) != null) {
            mapping.entries().put(step.group(1), new Node.Entry(place, value));
            return value;
        }
        if (node instanceof Node.Sequence sequence) {
            int index = index(sequence, step, place, path);
            return index < 0 ? null : sequence.items().set(index, value);
        }
        return noWay(node, step, place, path);
    }

    private @Nullable Node noWay(Node node, Matcher step, Place place, String path) {
        String before = path.substring(0, step.start());
        problems.add(place, path, "no '" + shown(step) + "'", "'" + before + "' is " + node.found());
        return null;
    }

    private static String shown(Matcher step) {
        return step.group(1) == null ? step.group() : step.group(1);
    }

    /** The index of an item named by number or by name; below 0, with a problem, when there is none. */
    private int index(Node.Sequence sequence, Matcher step, Place place, String path) {
        List<Node> items = sequence.items();
        for (int i = 0; i < items.size(); i++) {
            boolean isMeant =
                    step.group(1) == null ? i == Integer.parseInt(step.group(2)) : isNamed(items.get(i), step);
            if (isMeant) {
                return i;
            }
        }
        problems.add(
                place,
                path,
                "no '" + shown(step) + "'",
                "'" + path.substring(0, step.start()) + "' has items [0] to [" + (items.size() - 1) + "]"
                        + names(items));
        return -1;
    }

    private static boolean isNamed(Node item, Matcher step) {
        return step.group(1).equals(nameOf(item));
    }

    private static String names(List<Node> items) {
        List<String> names = items.stream()
                .map(Overrides::nameOf)
                .filter(java.util.Objects::nonNull)
                .map(String::valueOf)
                .toList();
        return names.isEmpty() ? "" : ", called " + String.join(", ", names);
    }

    private static @Nullable String nameOf(Node item) {
        if (item instanceof Node.Mapping mapping) {
            for (String key : NAME_KEYS) {
                Node.Entry entry = mapping.entries().get(key);
                if (entry != null && entry.value() instanceof Node.Scalar name) {
                    return name.text();
                }
            }
        }
        return null;
    }
}
