package pacewire.scenario.format;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Parts of a JSON Schema that are used in several places, each written once under {@code $defs}. */
public final class SchemaDefinitions {
    private final Map<String, Object> definitions = new TreeMap<>();

    /** A reference to a definition, which is written when it is first asked for. */
    Map<String, Object> reference(String name, Supplier<Object> definition) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, definition.get());
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    /** All definitions by name. */
    public Map<String, Object> all() {
        return definitions;
    }
}
