package pacewire.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pacewire bench}: what all benchmarks have in common. */
@Command(
        description = "Measures what this machine does: events, packets and packet schedulers per second.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "'pacewire bench COMMAND --help' explains a benchmark."})
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** The command with the benchmarks below it. */
    static CommandLine with(Console console) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchHoldCommand(console))
                .addSubcommand(new BenchPathCommand(console))
                .addSubcommand(new BenchSchedulersCommand(console));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_INPUT;
    }
}
