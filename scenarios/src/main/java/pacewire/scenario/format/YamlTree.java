package pacewire.scenario.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML into {@link Node}s with the place of every key and value. One document; no aliases, because a
 * value that stands elsewhere has two places, and no tags, because the declared shapes say what a value is. Repeated keys are reported here, all of them and with both places, where
 * the parser's own check would stop at the first.
 */
public final class YamlTree {
    private static final YAMLFactory FACTORY = YAMLFactory.builder().build();

    private final String source;
    private final Problems problems;
    private final YAMLParser parser;
    private boolean isRefused;

    private YamlTree(String source, Problems problems, YAMLParser parser) {
        this.source = source;
        this.problems = problems;
        this.parser = parser;
    }

    /**
     * Reads a text.
     *
     * @param source what problems call the text
     * @return the tree; null when there is none, with the reason among the problems
     */
    public static @Nullable Node read(String source, String text, Problems problems) {
        try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new YamlTree(source, problems, parser).document();
        } catch (JacksonException broken) {
            reportBroken(source, broken, problems);
            return null;
        }
    }

    private @Nullable Node document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            problems.add(new Place(source, 1, 1), "", "an empty file", "a scenario is a mapping of keys to values");
            return null;
        }
        Node root = node(first, "");
        if (parser.nextToken() != null) {
            problems.add(place(), "", "a second document", "a file holds one");
            isRefused = true;
        }
        return isRefused ? null : root;
    }

    private Node node(JsonToken token, String path) {
        Place place = place();
        refuseSharing(place, path);
        return switch (token) {
            case START_OBJECT -> mapping(place, path);
            case START_ARRAY -> sequence(place, path);
            case VALUE_NULL -> new Node.Nothing(place);
            default -> new Node.Scalar(place, parser.getString());
        };
    }

    private Node mapping(Place place, String path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Place keyPlace = place();
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            Node value = node(parser.nextToken(), keyPath);
            Node.Entry earlier = entries.putIfAbsent(key, new Node.Entry(keyPlace, value));
            if (earlier != null) {
                problems.add(
                        keyPlace,
                        keyPath,
                        "'" + key + "' again",
                        "it stands at line " + earlier.keyPlace().line() + ", column "
                                + earlier.keyPlace().column() + " already, and a key stands once");
            }
        }
        return new Node.Mapping(place, entries);
    }

    private Node sequence(Place place, String path) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, path + "[" + items.size() + "]"));
        }
        return new Node.Sequence(place, items);
    }

    private void refuseSharing(Place place, String path) {
        if (parser.isCurrentAlias()) {
            problems.add(place, path, "an alias", "write the value out: scenario files have no '*' aliases");
            isRefused = true;
        } else if (parser.getTypeId() != null) {
            problems.add(place, path, "a tag", "scenario files have no '!' tags");
            isRefused = true;
        }
    }

    private Place place() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(source, location.getLineNr(), location.getColumnNr());
    }

    private static void reportBroken(String source, JacksonException broken, Problems problems) {
        Place place = new Place(
                source,
                Math.max(
                        0,
                        broken.getLocation() == null ? 0 : broken.getLocation().getLineNr()),
                Math.max(
                        0,
                        broken.getLocation() == null ? 0 : broken.getLocation().getColumnNr()));
        String reason = firstLine(broken.getOriginalMessage());
        if (broken.getCause() instanceof MarkedYamlEngineException marked) {
            reason = marked.getProblem();
            place = marked.getProblemMark().map(mark -> placeOf(source, mark)).orElse(place);
        }
        if (reason.contains("\\t(TAB)")) {
            problems.add(place, "", "a tab", "YAML indents with spaces");
        } else {
            problems.add(place, "", reason, "YAML", "this is not YAML: " + reason);
        }
    }

    private static Place placeOf(String source, Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text).strip();
    }
}
