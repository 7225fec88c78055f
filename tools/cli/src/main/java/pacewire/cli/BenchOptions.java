package pacewire.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import pacewire.bench.Harness;
import pacewire.core.units.SimTime;

/** How long a benchmark measures. */
final class BenchOptions {
    /** As long as programs of this kind run before they measure. */
    private static final double SETTLING_SECONDS = 1;

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
        return plan(3 * SimTime.SECOND, 0, SimTime.SECOND);
    }

    /** For a benchmark of one row whose rounds take turns with another program. */
    Harness.Plan planInTurns() {
        return plan(3 * SimTime.SECOND, SETTLING_SECONDS, SimTime.SECOND);
    }

    /** For a benchmark of many rows. */
    Harness.Plan planOfRow() {
        return plan(500 * SimTime.MILLISECOND, 0, 200 * SimTime.MILLISECOND);
    }

    private Harness.Plan plan(long usualWarmUpPs, double settlingSeconds, long usualRoundPs) {
        BenchLimits.require("--rounds", rounds, 1000);
        return new Harness.Plan(
                seconds(warmUpPs, usualWarmUpPs), settlingSeconds, seconds(roundPs, usualRoundPs), rounds);
    }

    private static double seconds(@Nullable Long givenPs, long usualPs) {
        return (double) (givenPs == null ? usualPs : givenPs) / SimTime.SECOND;
    }
}
