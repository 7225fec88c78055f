package pacewire.scenario.format;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A shape that is looked up when it is used: one that stands within itself, or one that most files do without and that need not
 * be put together for them.
 */
public final class Deferred<T> implements Shape<T> {
    private final Supplier<Shape<T>> shape;
    private final @Nullable String words;

    private Deferred(Supplier<Shape<T>> shape, @Nullable String words) {
        this.shape = shape;
        this.words = words;
    }

    /** A shape that only some files have. */
    public static <T> Deferred<T> of(Supplier<Shape<T>> shape) {
        return new Deferred<>(shape, null);
    }

    /** A shape that stands within itself, and so needs words of its own. */
    public static <T> Deferred<T> of(String words, Supplier<Shape<T>> shape) {
        return new Deferred<>(shape, words);
    }

    @Override
    public @Nullable T read(Spot spot, Reading reading) {
        return shape.get().read(spot, reading);
    }

    @Override
    public String words() {
        return words == null ? shape.get().words() : words;
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
