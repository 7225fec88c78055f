package pacewire.scenario.format;

import org.jspecify.annotations.Nullable;

/**
 * What may stand at a place of a file, declared once: it reads and checks, tells its JSON Schema, and writes the canonical
 * form.
 *
 * @param <T> what is read
 */
public interface Shape<T> {
    /** The value that stands at a spot; null when it is wrong, with the reasons among the problems. */
    @Nullable
    T read(Spot spot, Reading reading);

    /** What is allowed, as the end of a sentence, such as "a time such as '5 us'". */
    String words();

    /** The JSON Schema (draft 2020-12): ordered maps, lists, texts, numbers. */
    Object schema(SchemaDefinitions definitions);

    /** The canonical form of a value that was read without problems: keys in the order declared, defaults filled in. */
    default Node resolve(Node node) {
        return node;
    }
}
