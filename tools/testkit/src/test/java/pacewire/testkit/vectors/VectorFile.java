package pacewire.testkit.vectors;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Facts made and checked by others, from papers and other implementations; they stand beside the checkout, not in it. */
final class VectorFile {
    private VectorFile() {}

    /** All vectors of a file such as "drr.json"; at least one, else the file is not what it was. */
    static JsonNode read(String name) {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/" + name);
        Assumptions.assumeTrue(Files.exists(file), "no vectors beside the checkout");
        JsonNode vectors = JsonMapper.shared().readTree(file).path("vectors");
        if (vectors.isEmpty()) {
            throw new AssertionError("no vectors in " + file);
        }
        return vectors;
    }

    /** The vector of a name. */
    static JsonNode vector(String file, String name) {
        for (JsonNode vector : read(file)) {
            if (vector.path("name").asString().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector '" + name + "' in " + file);
    }
}
