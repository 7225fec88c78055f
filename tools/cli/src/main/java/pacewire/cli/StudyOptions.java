package pacewire.cli;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import pacewire.report.ResultWriter;
import pacewire.scenario.ScenarioException;

/** Options of the commands that run a scenario many times, several runs side by side, and leave a folder. */
final class StudyOptions {
    private static final int MOST_REPLICATIONS = 1000;

    private final String command;

    @Option(
            names = "--replications",
            paramLabel = "N",
            description = "Runs of each that is compared, each with a seed of its own (default: ${DEFAULT-VALUE}).")
    private int replications;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where to leave the results (default: results/${COMMAND-NAME}- and the name of the scenario file).")
    private @Nullable Path out;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Runs at the same time (default: the processors that there are).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    /** What such a command does with the threads and the folder. */
    @FunctionalInterface
    interface Study {
        void run(ExecutorService pool, Path folder) throws InterruptedException, ScenarioException;
    }

    /**
     * The options of a command.
     *
     * @param command its name
     * @param usualReplications runs where nothing is said of them
     */
    StudyOptions(String command, int usualReplications) {
        this.command = command;
        replications = usualReplications;
    }

    /** Runs of each, 1 to 1000; also sees to the number of jobs, so that what is wrong is said before anything is run. */
    int replications() {
        requireRange("--replications", replications, MOST_REPLICATIONS);
        requireRange("--jobs", jobs, Integer.MAX_VALUE);
        return replications;
    }

    /**
     * Carries a study out.
     *
     * @param stem name of the scenario file without its ending
     */
    void carryOut(String stem, Study study) throws ScenarioException {
        Path folder = out == null ? Path.of("results", command + "-" + stem) : out;
        ResultWriter.check(folder);
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            study.run(pool, folder);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException("interrupted");
        } finally {
            pool.shutdownNow();
        }
    }

    private static void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new WrongInputException(option + " is " + value + ", not 1 to " + most);
        }
    }
}
