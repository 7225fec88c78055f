package pacewire.scenario.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** One value, or a list of at least one. */
public record OneOrMore<T>(Shape<T> item) implements Shape<List<T>> {
    @Override
    public @Nullable List<T> read(Spot spot, Reading reading) {
        if (spot.node() instanceof Node.Sequence) {
            return list().read(spot, reading);
        }
        T only = item.read(spot, reading);
        return only == null ? null : List.of(only);
    }

    private ListOf<T> list() {
        return new ListOf<>(item, 1);
    }

    @Override
    public String words() {
        return item.words() + ", or a list of such";
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(item.schema(definitions), list().schema(definitions)));
        return schema;
    }

    @Override
    public Node resolve(Node node) {
        return node instanceof Node.Sequence ? list().resolve(node) : item.resolve(node);
    }
}
