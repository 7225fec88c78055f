package pacewire.scenario;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.YamlTree;

/**
 * Loads the libraries that {@link ScenarioReader} will need, on another thread than the one that reads. What is declared of
 * scenarios is left out on purpose: its classes lead to each other in many ways, and two threads that load some of them each from
 * another end would wait for each other for ever.
 */
public final class ReaderWarmUp {
    private static final String ALL_STYLES = "a: 1\nb: {c: d, e: \"f\"}\ng:\n  - h\n";

    private ReaderWarmUp() {}

    /** Reads a few lines of YAML and digests nothing. */
    public static @Nullable Node load() {
        SourceDigest.sha256("", Map.of());
        return YamlTree.read("", ALL_STYLES, new Problems());
    }
}
