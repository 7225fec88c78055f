package pacewire.scenario.format;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The path of another file, and what stands in it.
 *
 * @param noun what the file holds, such as "a frame trace"
 * @param parser makes a value of its lines
 */
public record InputFile<T>(String noun, Parser<T> parser) implements Shape<T> {
    /** Makes a value of a file's lines. */
    @FunctionalInterface
    public interface Parser<T> {
        /** Lines without their ends. */
        T parse(List<String> lines) throws MalformedLineException;
    }

    @Override
    public @Nullable T read(Spot spot, Reading reading) {
        String name = Scalars.textAt(spot, reading, "this is " + words());
        String text = name == null ? null : reading.inputs().text(spot, name, reading.problems());
        if (name == null || text == null) {
            return null;
        }
        try {
            return parser.parse(text.lines().toList());
        } catch (MalformedLineException malformed) {
            reading.problems()
                    .add(new Place(name, malformed.line(), 0), spot.path(), malformed.found(), malformed.allowed());
            return null;
        }
    }

    @Override
    public String words() {
        return "the path of " + noun;
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> schema = Scalars.type("string");
        schema.put("minLength", 1);
        return schema;
    }
}
