package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.format.SchemaDefinitions;

/** The JSON Schema of scenario files (draft 2020-12), for editors. */
public final class ScenarioSchema {
    private ScenarioSchema() {}

    /** The schema as indented JSON, with the packet schedulers of a catalogue; the same text each time. */
    public static String json(SchedulerCatalogue catalogue) {
        SchemaDefinitions definitions = new SchemaDefinitions();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Pacewire scenario");
        schema.put("$ref", reference(ScenarioFormat.root(catalogue).schema(definitions)));
        schema.put("$defs", definitions.all());
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return JsonMapper.shared()
                        .writer()
                        .with(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(schema)
                + "\n";
    }

    private static Object reference(Object schema) {
        if (schema instanceof Map<?, ?> map && map.get("$ref") instanceof String reference) {
            return reference;
        }
        throw new IllegalStateException("the root is a definition");
    }
}
