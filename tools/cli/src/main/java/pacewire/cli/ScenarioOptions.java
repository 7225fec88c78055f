package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.duel.Duel;
import pacewire.scenario.duel.Way;
import pacewire.scenario.sweep.Sweep;
import pacewire.scenario.sweep.Variation;

/** A scenario file and what the command line changes in it. */
final class ScenarioOptions {
    @Parameters(paramLabel = "FILE", description = "The scenario file.")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "Run with this seed instead of the file's.")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY.PATH=VALUE",
            description = "Replace a value of the file, such as server.application.type=sleep-sendto;"
                    + " may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private PluginOption plugins = new PluginOption();

    /** Reads the scenario as it is to be run. */
    Scenario read() throws ScenarioException {
        OptionalLong wantedSeed = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        return ScenarioReader.read(file, overrides, wantedSeed, plugins.catalogue());
    }

    /** A duel on the scenario; it reads the file anew for each run. */
    Duel.Plan duel(int replications, List<Way> ways, List<String> machines) {
        OptionalLong wantedSeed = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        return new Duel.Plan(file, overrides, wantedSeed, replications, ways, machines, plugins.catalogue());
    }

    /** A sweep of the scenario. */
    Sweep.Plan sweep(int replications, List<Variation> variations) {
        OptionalLong wantedSeed = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        return new Sweep.Plan(file, overrides, wantedSeed, replications, variations, plugins.catalogue());
    }

    /** The file's name without folders and without what follows the last dot. */
    String stem() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
