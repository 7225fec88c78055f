package pacewire.scenario.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A key of the scenario and the values that it takes, one after the other.
 *
 * @param path such as "clients.viewers.requests.maxJitter"
 * @param values as they would stand in the file; at least one, none twice
 */
public record Variation(String path, List<String> values) {
    private static final String EXAMPLE = "such as clients.viewers.requests.maxJitter='10 us,1 ms'";

    public Variation {
        values = List.copyOf(values);
        if (path.isEmpty() || values.isEmpty()) {
            throw new IllegalArgumentException("'" + path + "' with " + values.size() + " values varies nothing");
        }
    }

    /**
     * Reads "key.path=value,value,...". A comma within brackets, braces or quotes belongs to its value.
     *
     * @throws IllegalArgumentException with what is wrong, for people
     */
    public static Variation parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not a key and its values, " + EXAMPLE);
        }
        String path = text.substring(0, equals).strip();
        List<String> values = split(text.substring(equals + 1));
        if (values.contains("")) {
            throw new IllegalArgumentException(
                    "'" + text + "': a value is missing; write them with commas between, " + EXAMPLE);
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("'" + text + "' names a value twice");
        }
        return new Variation(path, values);
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                values.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        values.add(text.substring(start).strip());
        return values;
    }

    String override(String value) {
        return path + "=" + value;
    }
}
