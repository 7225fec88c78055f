package pacewire.testkit.vectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Facts about packet schedulers, gathered and checked by others; they stand beside the checkout, not in it. */
final class SchedulerVectors {
    private SchedulerVectors() {}

    /** The vector of a name. */
    static JsonNode named(String file, String name) {
        return all(file).stream()
                .filter(vector -> vector.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no vector '" + name + "' in " + file));
    }

    /** All vectors of a file, such as "codel.json"; at least one, else the file is not what it was. */
    static List<JsonNode> all(String file) {
        Path path = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/" + file);
        Assumptions.assumeTrue(Files.exists(path), "no vectors beside the checkout");
        List<JsonNode> vectors = list(JsonMapper.shared().readTree(path).path("vectors"));
        if (vectors.isEmpty()) {
            throw new AssertionError("no vectors in " + path);
        }
        return vectors;
    }

    /** The elements of an array. */
    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
