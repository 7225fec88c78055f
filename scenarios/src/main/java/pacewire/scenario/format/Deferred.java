package pacewire.scenario.format;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** A shape that is looked up when it is used: for those that stand within themselves. */
public record Deferred<T>(String words, Supplier<Shape<T>> shape) implements Shape<T> {
    @Override
    public @Nullable T read(Spot spot, Reading reading) {
        return shape.get().read(spot, reading);
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        return shape.get().schema(definitions);
    }

    @Override
    public Node resolve(Node node) {
        return shape.get().resolve(node);
    }
}
