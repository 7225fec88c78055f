package pacewire.scenario.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A list whose items are alike. Items that are wrong are left out of what is read. */
public record ListOf<T>(Shape<T> item, int fewest) implements Shape<List<T>> {
    @Override
    public @Nullable List<T> read(Spot spot, Reading reading) {
        if (!(spot.node() instanceof Node.Sequence sequence) || sequence.items().size() < fewest) {
            reading.problems().add(spot, "this is " + words());
            return null;
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            T value = item.read(spot.item(i, sequence.items().get(i)), reading);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public String words() {
        return (fewest > 0 ? "a list with at least one item: " : "a list; an item is ") + item.words();
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", item.schema(definitions));
        if (fewest > 0) {
            schema.put("minItems", fewest);
        }
        return schema;
    }

    @Override
    public Node resolve(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return new Node.Sequence(
                    node.place(), sequence.items().stream().map(item::resolve).toList());
        }
        return node;
    }
}
