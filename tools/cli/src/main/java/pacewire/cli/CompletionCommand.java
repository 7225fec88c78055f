package pacewire.cli;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pacewire generate-completion}. */
@Command(
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Load it into a shell:", "  source <(pacewire generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = Pacewire.commandLine(console, Commands.all());
        console.out().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.DONE;
    }
}
