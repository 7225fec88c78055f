package pacewire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import pacewire.model.sched.UnfitSetupException;
import pacewire.report.OutputException;
import pacewire.scenario.ScenarioException;
import pacewire.testkit.replay.ArrivalsException;
import pacewire.testkit.replay.ReplayException;
import pacewire.testkit.replay.SchedulerFault;

/** Turns every failure into a message on standard error and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String PREFIX = "pacewire: ";

    private final BooleanSupplier isTraceWanted;

    Failures(BooleanSupplier isTraceWanted) {
        this.isTraceWanted = isTraceWanted;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(PREFIX + explained(wrong));
        if (wrong instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            UnmatchedArgumentException.printSuggestions(wrong, err);
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.WRONG_INPUT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (isTraceWanted.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        if (failure instanceof ScenarioException wrongScenario) {
            err.println(wrongScenario.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        if (failure instanceof ArrivalsException wrongArrivals) {
            err.println(wrongArrivals.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        if (failure instanceof WrongInputException || failure instanceof ReplayException) {
            err.println(PREFIX + failure.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        if (failure instanceof UnfitSetupException) {
            err.println(PREFIX + "a packet scheduler does not fit where it stands: " + failure.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        if (failure instanceof SchedulerFault) {
            err.println(PREFIX + "the packet scheduler breaks its contract: " + failure.getMessage());
            return ExitCode.UNFINISHED;
        }
        if (failure instanceof OutputException || failure instanceof InterruptedRunException) {
            err.println(PREFIX + failure.getMessage());
            return ExitCode.UNFINISHED;
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            err.println(PREFIX + "input or output failed: " + failure.getMessage());
            return ExitCode.UNFINISHED;
        }
        return unexpected(err, failure);
    }

    /** Something is wrong with a user's jar, when it arose there, or with Pacewire itself. */
    static int unexpected(PrintWriter err, Throwable failure) {
        Optional<String> place = PluginOption.placeInJar(failure);
        if (place.isEmpty()) {
            return internalError(err, failure);
        }
        err.println(PREFIX + "the plug-in failed: " + failure);
        err.println("It arose in " + place.get() + "; '--trace-errors' prints the way there.");
        return ExitCode.UNFINISHED;
    }

    /** Picocli calls a misspelt command an argument that nobody takes. */
    private static String explained(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            List<String> commands = List.copyOf(command.getSubcommands().keySet());
            return String.valueOf(
                    UnknownName.complaint("command", unmatched.getUnmatched().get(0), commands)
                            .getMessage());
        }
        // Picocli says the word twice of options that take key=value.
        return String.valueOf(wrong.getMessage()).replace("option option", "option");
    }

    private static int internalError(PrintWriter err, Throwable failure) {
        err.println(PREFIX + "internal error: " + failure);
        err.println("This is a fault of Pacewire, not of your input."
                + " '--trace-errors', or PACEWIRE_DEBUG=1, prints where it arose; please report it.");
        return ExitCode.UNFINISHED;
    }

    static int outOfMemory(PrintWriter err) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        err.println(PREFIX + "the " + megabytes + " MiB of memory that Java may use are exhausted."
                + " PACEWIRE_JAVA_OPTS=-Xmx8g gives it 8 GiB.");
        return ExitCode.UNFINISHED;
    }
}
