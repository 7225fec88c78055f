package pacewire.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.core.units.SimTime;
import pacewire.report.OutputFile;
import pacewire.report.trace.ChromeTraceWriter;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioRunner;

/** {@code pacewire trace}. */
@Command(
        description = {
            "Runs a scenario and writes what its server did in a window of time: threads and interrupts on the cores, system"
                    + " calls, frames on the line. The file opens in Perfetto (ui.perfetto.dev) and in Chrome (chrome://tracing)."
        },
        footer = {
            "",
            "Example:",
            "  pacewire trace scenarios/library/video-on-demand.yaml --from '2 s' --to '2.01 s' --out trace.json"
        })
final class TraceCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = TimeConverter.class,
            defaultValue = "0 s",
            description = "Leave out what ends before this instant (default: ${DEFAULT-VALUE}).")
    private long fromPs;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "End the run here (default: the scenario's duration).")
    private long toPs = SimTime.NEVER;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: the name of the scenario file, and -trace.json).")
    private @Nullable Path out;

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        if (fromPs > toPs) {
            throw new WrongInputException(
                    "--from " + SimTime.format(fromPs) + " is later than --to " + SimTime.format(toPs));
        }
        Scenario scenario = scenarioOptions.read();
        if (fromPs > scenario.durationPs()) {
            throw new WrongInputException("--from " + SimTime.format(fromPs) + " is behind the end of the run at "
                    + SimTime.format(scenario.durationPs()));
        }
        Path file = out == null ? Path.of(scenarioOptions.stem() + "-trace.json") : out;
        ProgressLine progress = new ProgressLine(console, true);
        AtomicLong events = new AtomicLong();
        try {
            OutputFile.writeBytes(file, stream -> {
                try (ChromeTraceWriter writer = new ChromeTraceWriter(stream)) {
                    ScenarioRunner.trace(scenario, fromPs, toPs, writer, progress);
                    events.set(writer.events());
                }
            });
        } finally {
            progress.clear();
        }
        console.out().println("trace:  " + file + ", " + events + (events.get() == 1 ? " event" : " events"));
        return ExitCode.DONE;
    }
}
