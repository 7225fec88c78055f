package pacewire.scenario.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Something, or the word {@value #WORD}: it is said that there is none, not forgotten. */
public record OrNone<T>(Shape<T> shape) implements Shape<Optional<T>> {
    static final String WORD = "none";

    @Override
    @SuppressWarnings("NullableOptional") // null: it is wrong; empty: it is none
    public @Nullable Optional<T> read(Spot spot, Reading reading) {
        if (isNone(spot.node())) {
            return Optional.empty();
        }
        if (spot.node() instanceof Node.Scalar) {
            reading.problems().add(spot, "this is " + words());
            return null;
        }
        T value = shape.read(spot, reading);
        return value == null ? null : Optional.of(value);
    }

    private static boolean isNone(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().equals(WORD);
    }

    @Override
    public String words() {
        return shape.words() + ", or '" + WORD + "'";
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(Map.of("const", WORD), shape.schema(definitions)));
        return schema;
    }

    @Override
    public Node resolve(Node node) {
        return isNone(node) ? node : shape.resolve(node);
    }
}
