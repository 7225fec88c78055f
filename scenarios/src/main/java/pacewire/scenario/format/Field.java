package pacewire.scenario.format;

import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping, declared once.
 *
 * @param key as written
 * @param shape what may stand behind it
 * @param isRequired whether it must be there
 * @param defaultText the default as a user would write it; null: none
 * @param help what it does, in a few words
 */
public record Field<T>(
        String key,
        Shape<T> shape,
        boolean isRequired,
        @Nullable String defaultText,
        String help) {
    /** A key that must be there. */
    public static <T> Field<T> required(String key, Shape<T> shape, String help) {
        return new Field<>(key, shape, true, null, help);
    }

    /** A key that may be left out and then has a value all the same. */
    public static <T> Field<T> withDefault(String key, Shape<T> shape, String defaultText, String help) {
        return new Field<>(key, shape, false, defaultText, help);
    }

    /** A key that may be left out. */
    public static <T> Field<T> optional(String key, Shape<T> shape, String help) {
        return new Field<>(key, shape, false, null, help);
    }

    /** The same with another shape behind it. */
    public Field<T> withShape(Shape<T> other) {
        return new Field<>(key, other, isRequired, defaultText, help);
    }

    /** The default as if it had been written; null: none. */
    @Nullable
    Node defaultNode() {
        if (defaultText == null) {
            return null;
        }
        Problems problems = new Problems();
        Node node = YamlTree.read("the default of " + key, defaultText, problems);
        if (node == null || problems.count() > 0) {
            throw new IllegalStateException("the default of " + key + " is no YAML: " + defaultText);
        }
        return node;
    }
}
