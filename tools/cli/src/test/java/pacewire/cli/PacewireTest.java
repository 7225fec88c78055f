package pacewire.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PacewireTest {
    static Stream<String> commands() {
        return Stream.of(
                "run",
                "validate",
                "strace",
                "schedulers",
                "applications",
                "machines",
                "syscalls",
                "schema",
                "generate-completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpListsEveryCommand(String command) {
        CommandRun help = CommandRun.of("--help");

        assertThat(help.code()).isEqualTo(0);
        assertThat(help.out()).containsPattern("(?m)^  " + command + " ");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        CommandRun help = CommandRun.of(command, "--help");

        assertThat(help.code()).isEqualTo(0);
        assertThat(help.out()).startsWith("Usage: pacewire " + command);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void theHelpStatesTheExitCodes() {
        assertThat(CommandRun.of("--help").out())
                .contains("  0   done\n")
                .contains("  1   an expectation")
                .contains("  2   the command line or a file is wrong\n")
                .contains("  3   the run could not finish");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        CommandRun version = CommandRun.of("--version");

        assertThat(version.code()).isEqualTo(0);
        // The build fills in the version; a resource that was not filtered would start with "${".
        assertThat(version.out()).containsPattern("^pacewire [0-9]+\\.[0-9]+\\.[0-9]+\nJava [0-9]+");
    }

    @Test
    void withoutACommandTheUsageGoesToStandardErrorAndTheExitCodeIs2() {
        CommandRun nothing = CommandRun.of();

        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).startsWith("Usage: pacewire");
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheClosestOne() {
        CommandRun misspelt = CommandRun.of("valdiate", "x.yaml");

        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.out()).isEmpty();
        assertThat(misspelt.err())
                .startsWith("pacewire: there is no command 'valdiate'; did you mean 'validate'? (known: run, ")
                .endsWith("Try 'pacewire --help'.\n");
    }

    @Test
    void aMisspeltOptionIsAnsweredWithTheClosestOnes() {
        CommandRun misspelt = CommandRun.of("run", "x.yaml", "--sed", "5");

        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("'--sed'").contains("--seed").contains("Try 'pacewire run --help'.");
    }

    @Test
    void aValueOfTheWrongKindIsNamedWithItsOption() {
        CommandRun wrong = CommandRun.of("run", "x.yaml", "--seed", "many");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--seed").contains("many");
    }

    @Test
    void anUnknownFormatIsAnsweredWithThoseAllowed() {
        CommandRun wrong = CommandRun.of("machines", "--format", "xml");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("xml").containsIgnoringCase("[text, json]");
    }

    @Test
    void resultsThatCannotBeWrittenEndInExitCode3() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Pacewire.run(consoleWithBrokenOutput("No space left on device", err), "machines");

        assertThat(code).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("pacewire: cannot write to standard output: No space left on device\n");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNothingToComplainAbout() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Pacewire.run(consoleWithBrokenOutput("Broken pipe", err), "machines");

        assertThat(code).isEqualTo(3);
        assertThat(err.size()).isEqualTo(0);
    }

    private static Console consoleWithBrokenOutput(String why, OutputStream err) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(why);
            }
        };
        return new Console(broken, err, false, () -> 0, () -> false);
    }
}
