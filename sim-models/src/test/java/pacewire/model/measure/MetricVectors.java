package pacewire.model.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams with known measures, made and checked by others; they stand beside the checkout, not in it. */
final class MetricVectors {
    private MetricVectors() {}

    /** Every vector of a metric; at least one, else the file is not what it was. */
    static List<JsonNode> of(String metricPart) {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/metrics.json");
        Assumptions.assumeTrue(Files.exists(file), "no vectors beside the checkout");
        JsonNode vectors = JsonMapper.shared().readTree(file).path("vectors");
        List<JsonNode> found = StreamSupport.stream(vectors.spliterator(), false)
                .filter(vector -> vector.path("metric").asString().contains(metricPart))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no vector of '" + metricPart + "' in " + file);
        }
        return found;
    }

    static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
