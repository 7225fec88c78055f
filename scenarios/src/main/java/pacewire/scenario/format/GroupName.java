package pacewire.scenario.format;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The name of a client group of the file that is read; its value is the group's place among all, from 0. */
public record GroupName() implements Shape<Integer> {
    @Override
    public @Nullable Integer read(Spot spot, Reading reading) {
        List<String> groups = reading.groups();
        if (groups.isEmpty()) {
            reading.problems().add(spot, "there are no client groups here");
            return null;
        }
        String name = Scalars.word("a client group", groups).read(spot, reading);
        return name == null ? null : groups.indexOf(name);
    }

    @Override
    public String words() {
        return "the name of a client group";
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        return Map.of("type", List.of("string", "number")); // YAML takes a name such as 2005 for a number
    }
}
