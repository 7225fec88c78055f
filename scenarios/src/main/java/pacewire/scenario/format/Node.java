package pacewire.scenario.format;

import java.util.List;
import java.util.Map;

/** A value in a YAML tree and where it stands. */
public sealed interface Node {
    /** Where it begins. */
    Place place();

    /** What a problem says was found here. */
    String found();

    /** One word, number or text; kept as written, since what it means depends on where it stands. */
    record Scalar(Place place, String text) implements Node {
        private static final int LONGEST_QUOTED = 60;

        @Override
        public String found() {
            String shown = text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
            return "'" + shown.replace("\n", "\\n") + "'";
        }
    }

    /** Nothing: a key without a value, {@code ~} or {@code null}. */
    record Nothing(Place place) implements Node {
        @Override
        public String found() {
            return "nothing";
        }
    }

    /** A list. The list itself may be changed by overrides. */
    record Sequence(Place place, List<Node> items) implements Node {
        @Override
        public String found() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys and values in the order written. The map itself may be changed by overrides. */
    record Mapping(Place place, Map<String, Entry> entries) implements Node {
        @Override
        public String found() {
            return "a mapping";
        }
    }

    /** A value in a mapping, and where its key stands. */
    record Entry(Place keyPlace, Node value) {}
}
