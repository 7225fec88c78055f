package pacewire.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import pacewire.scenario.format.Problem;

/** Reads scenario files. */
public final class ScenarioReader {
    private ScenarioReader() {}

    /**
     * Reads and validates a scenario and every file that it names.
     *
     * @param file the scenario file
     * @param overrides texts such as "server.cores=8", applied to the file before it is validated; a client group is
     *     addressed by its index ("clients[0].count") or its name ("clients.viewers.count")
     * @param seed replaces the file's seed
     * @throws ScenarioException when anything is wrong, with all that is wrong
     */
    public static Scenario read(Path file, List<String> overrides, OptionalLong seed) throws ScenarioException {
        Problem problem = new Problem(
                file.toString(), 0, 0, "", "overrides " + overrides + " and seed " + seed, "", "cannot be read yet");
        throw new ScenarioException(List.of(problem));
    }
}
