package pacewire.cli;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pacewire generate-completion}. */
@Command(
        name = "generate-completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Load it into a shell:", "  source <(pacewire generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        console.out().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.DONE;
    }
}
