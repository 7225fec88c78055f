package pacewire.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.core.units.SimTime;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.StraceQuery;

/** {@code pacewire strace}. */
@Command(
        description =
                "Runs a scenario and prints the system calls of one simulated process, one line each, with virtual time.",
        footer = {
            "",
            "Example:",
            "  pacewire strace scenarios/library/video-on-demand.yaml --process server --from '1 s' --to '1.01 s'"
        })
final class StraceCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Option(names = "--process", paramLabel = "NAME", required = true, description = "The process.")
    private String process = "";

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = TimeConverter.class,
            defaultValue = "0 s",
            description = "Leave out calls that end before this instant (default: ${DEFAULT-VALUE}).")
    private long fromPs;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "End the run here (default: the scenario's duration).")
    private long toPs = SimTime.NEVER;

    private boolean hasPrinted;

    StraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        requireProcess();
        requireOrder();
        Scenario scenario = scenarioOptions.read();
        StraceQuery query = new StraceQuery(process, fromPs, Math.min(toPs, scenario.durationPs()));
        try {
            ScenarioRunner.strace(scenario, query, this::print);
            mentionSilence();
        } catch (ReaderGoneException seenEnough) {
            // Pacewire.run() finds the failure of the stream and decides on the exit code.
            return ExitCode.UNFINISHED;
        }
        return ExitCode.DONE;
    }

    private void requireProcess() {
        if (!ScenarioRunner.PROCESSES.contains(process)) {
            throw new WrongInputException("there is no process '" + process + "' (known: "
                    + String.join(", ", ScenarioRunner.PROCESSES) + ")");
        }
    }

    private void requireOrder() {
        if (fromPs > toPs) {
            throw new WrongInputException(
                    "--from " + SimTime.format(fromPs) + " is later than --to " + SimTime.format(toPs));
        }
    }

    /** An empty answer looks like a fault. */
    private void mentionSilence() {
        if (!hasPrinted) {
            console.err().println("pacewire: the process '" + process + "' made no system call in that time");
        }
    }

    private void print(String line) {
        hasPrinted = true;
        console.checkInterrupted();
        console.out().println(line);
        if (console.out().checkError()) {
            throw new ReaderGoneException();
        }
    }

    /** Standard output takes no more. */
    private static final class ReaderGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
