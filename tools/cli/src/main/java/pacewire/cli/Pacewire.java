package pacewire.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code pacewire}: what all commands have in common. */
@Command(
        name = "pacewire",
        description = "Simulates a server, its operating system and its network, packet by packet,"
                + " and measures how evenly the packets leave.",
        versionProvider = ToolVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an expectation of the scenario, or a comparison, failed",
            "2:the command line or a file is wrong",
            "3:the run could not finish (input or output, memory, interrupted)"
        },
        footer = {"", "'pacewire COMMAND --help' explains a command."})
final class Pacewire implements Callable<Integer> {
    // Handed over by whoever makes the tree: for an annotation of one more type Java would make one more class at each
    // start.
    private @Nullable CommandLine commandLine;

    // Picocli itself acts on the options for help and version; they only have to be declared.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean isHelpWanted;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean isVersionWanted;

    @Option(
            names = "--trace-errors",
            scope = ScopeType.INHERIT,
            description = "Print where in the program an error arose.")
    private boolean isTraceWanted;

    /** Runs one command line and returns its exit code. */
    static int run(Console console, String... arguments) {
        int code = execute(console, arguments);
        IOException failure = console.flush();
        if (failure == null) {
            return code;
        }
        // A reader that has seen enough ("pacewire strace ... | head") closes the pipe: nothing to complain about.
        if (!"Broken pipe".equals(failure.getMessage())) {
            console.err().println("pacewire: cannot write to standard output: " + failure.getMessage());
        }
        return ExitCode.UNFINISHED;
    }

    /** The tree of some commands. */
    static CommandLine commandLine(Console console, List<Commands.Entry> commands) {
        Pacewire pacewire = new Pacewire();
        CommandLine commandLine = new CommandLine(pacewire);
        pacewire.commandLine = commandLine;
        commands.forEach(command ->
                commandLine.addSubcommand(command.name(), command.maker().apply(console)));
        Failures failures = new Failures(pacewire::isTraceWanted);
        // Picocli hands settings on to the commands known by then, so these come after them.
        return commandLine
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** Picocli catches the exceptions of a command; what it does not catch must not end the process without its exit code. */
    private static int execute(Console console, String... arguments) {
        try {
            return commandLine(console, Commands.wantedBy(arguments)).execute(arguments);
        } catch (OutOfMemoryError exhausted) {
            return Failures.outOfMemory(console.err());
        } catch (RuntimeException | Error fault) {
            return Failures.unexpected(console.err(), fault);
        }
    }

    private boolean isTraceWanted() {
        return isTraceWanted || "1".equals(System.getenv("PACEWIRE_DEBUG"));
    }

    @Override
    public Integer call() {
        CommandLine whole = Objects.requireNonNull(commandLine);
        whole.usage(whole.getErr());
        return ExitCode.WRONG_INPUT;
    }
}
