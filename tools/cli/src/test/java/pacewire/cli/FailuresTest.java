package pacewire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import pacewire.model.sched.UnfitSetupException;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.format.Problem;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aWrongScenarioPrintsEachProblemAndEndsWith2() {
        Problem first = new Problem("a.yaml", 3, 9, "server.nic.rate", "'10'", "a data rate", "'10' has no unit");
        Problem second = new Problem("a.yaml", 7, 1, "", "'colour'", "known keys", "unknown key 'colour'");

        int code = exitCodeOf(new ScenarioException(List.of(first, second)), false);

        assertThat(code).isEqualTo(2);
        assertThat(err).hasToString("""
                a.yaml:3:9: server.nic.rate: '10' has no unit
                a.yaml:7:1: unknown key 'colour'
                """);
    }

    @Test
    void wrongInputEndsWith2() {
        assertThat(exitCodeOf(new WrongInputException("--from is later than --to"), false))
                .isEqualTo(2);
        assertThat(err).hasToString("pacewire: --from is later than --to\n");
    }

    @Test
    void aPacketSchedulerThatAsksForMoreThanItsLineEndsWith2() {
        assertThat(exitCodeOf(new UnfitSetupException("9 Gbps is above the line's 1 Gbps"), false))
                .isEqualTo(2);
        assertThat(err)
                .hasToString(
                        "pacewire: a packet scheduler does not fit where it stands: 9 Gbps is above the line's 1 Gbps\n");
    }

    @Test
    void failedInputOrOutputEndsWith3() {
        assertThat(exitCodeOf(new UncheckedIOException(new IOException("disk on fire")), false))
                .isEqualTo(3);
        assertThat(err.toString())
                .startsWith("pacewire: input or output failed: ")
                .contains("disk on fire");
    }

    @Test
    void anInterruptionEndsWith3() {
        assertThat(exitCodeOf(new InterruptedRunException("interrupted"), false))
                .isEqualTo(3);
        assertThat(err).hasToString("pacewire: interrupted\n");
    }

    @Test
    void anInternalErrorEndsWith3AndSaysHowToSeeWhereItArose() {
        assertThat(exitCodeOf(new IllegalStateException("two holders"), false)).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("pacewire: internal error: java.lang.IllegalStateException: two holders\n")
                .contains("--trace-errors")
                .doesNotContain("\tat ");
    }

    @Test
    void withTraceErrorsTheStackIsPrinted() {
        assertThat(exitCodeOf(new IllegalStateException("two holders"), true)).isEqualTo(3);
        assertThat(err.toString()).contains("\tat pacewire.cli.FailuresTest");
    }

    @Test
    void exhaustedMemoryNamesTheWayOut() {
        StringWriter text = new StringWriter();

        int code = Failures.outOfMemory(new PrintWriter(text));

        assertThat(code).isEqualTo(3);
        assertThat(text.toString()).contains("MiB of memory").contains("PACEWIRE_JAVA_OPTS=-Xmx8g");
    }

    private int exitCodeOf(Exception failure, boolean isTraceWanted) {
        return new CommandLine(new FailingCommand(failure))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(new Failures(() -> isTraceWanted))
                .execute();
    }

    /** Fails as it is told to. */
    @Command(name = "fail")
    private static final class FailingCommand implements Callable<Integer> {
        private final Exception failure;

        FailingCommand(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
