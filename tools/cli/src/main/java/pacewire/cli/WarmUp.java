package pacewire.cli;

import pacewire.report.chart.ChartWarmUp;
import pacewire.scenario.ReaderWarmUp;

/**
 * While one core reads the command line, another loads what a run needs next, and what needs nothing of it: the reader of YAML,
 * the fonts. In a run of half a second that is a thirtieth of the time.
 */
final class WarmUp {
    private static final String RUN = "run";

    private WarmUp() {}

    /** Begins when it looks as if there will be a run, and returns at once. */
    static void begin(String... arguments) {
        if (arguments.length > 0 && RUN.equals(arguments[0])) {
            Thread thread = new Thread(WarmUp::loadQuietly, "warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** What fails here fails again, and is reported, when it is needed. */
    private static void loadQuietly() {
        try {
            ReaderWarmUp.load();
            ChartWarmUp.load();
        } catch (RuntimeException | LinkageError | InternalError reportedLater) {
            return;
        }
    }
}
