package pacewire.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import pacewire.bench.Harness;
import pacewire.core.units.SimTime;

/** How long a benchmark measures. */
final class BenchOptions {
    @Option(
            names = "--warmup",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "CPU time before the first round, for Java to compile what runs"
                    + " (default: 3 s; for each row of a table 500 ms).")
    private @Nullable Long warmUpPs;

    @Option(
            names = "--measure",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "Wall time of a round (default: 1 s; for each row of a table 200 ms).")
    private @Nullable Long roundPs;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds, of which the median is told (default: ${DEFAULT-VALUE}).")
    private int rounds;

    /** For a benchmark of one row. */
    Harness.Plan plan() {
        return plan(3 * SimTime.SECOND, SimTime.SECOND);
    }

    /** For a benchmark of many rows. */
    Harness.Plan planOfRow() {
        return plan(500 * SimTime.MILLISECOND, 200 * SimTime.MILLISECOND);
    }

    private Harness.Plan plan(long usualWarmUpPs, long usualRoundPs) {
        BenchLimits.require("--rounds", rounds, 1000);
        return new Harness.Plan(seconds(warmUpPs, usualWarmUpPs), seconds(roundPs, usualRoundPs), rounds);
    }

    private static double seconds(@Nullable Long givenPs, long usualPs) {
        return (double) (givenPs == null ? usualPs : givenPs) / SimTime.SECOND;
    }
}
