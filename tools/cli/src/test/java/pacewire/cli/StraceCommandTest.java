package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StraceCommandTest {
    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
    }

    @Test
    void everyLineIsACallWithItsInstantAndWhatReturnedItsResultAndItsDuration() {
        CommandRun strace = strace("--process", "server");

        assertThat(strace.code()).isEqualTo(0);
        assertThat(strace.err()).isEmpty();
        List<String> lines = strace.out().lines().toList();
        int last = lines.size() - 1;
        assertThat(lines.subList(0, last))
                .isNotEmpty()
                .allMatch(line -> line.matches("\\[pid \\d+] \\d+\\.\\d{9} \\w+\\(.*\\) = .* <\\d+\\.\\d{9}>"));
        // The run ends while the server waits for a third client.
        assertThat(lines.get(last)).matches("\\[pid \\d+] \\d+\\.\\d{9} accept4\\(.* <unfinished \\.\\.\\.>");
    }

    @Test
    void twoViewersAreTwoTransmits() {
        // 100 kB at 5 Mbps take 160 ms: both calls return within the run.
        assertThat(strace("--process", "server").out().lines().filter(line -> line.contains(" transmit(")))
                .hasSize(2);
    }

    @Test
    void theWindowLeavesOutWhatEndsBeforeAndBeginsAfter() {
        CommandRun strace = strace("--process", "server", "--from", "150 ms", "--to", "160 ms");

        assertThat(strace.code()).isEqualTo(0);
        assertThat(strace.out().lines()).allMatch(line -> startOf(line) <= 0.160);
        assertThat(strace.out().lines().count())
                .isLessThan(strace("--process", "server").out().lines().count());
    }

    @Test
    void overridesReachTheRun() {
        CommandRun strace = strace(
                "--process",
                "server",
                "--set",
                "server.application.type=sleep-sendto",
                "--set",
                "server.scheduler.type=fifo");

        assertThat(strace.out())
                .contains(" sendto(")
                .contains(" clock_nanosleep(")
                .doesNotContain(" transmit(");
    }

    @Test
    void aProcessThatIsNotThereIsRefused() {
        CommandRun strace = strace("--process", "sever");

        assertThat(strace.code()).isEqualTo(2);
        assertThat(strace.out()).isEmpty();
        assertThat(strace.err()).contains("there is no process 'sever' (known: server)");
    }

    @Test
    void aNegativeInstantIsRefused() {
        CommandRun strace = strace("--process", "server", "--from", "-1 s");

        assertThat(strace.code()).isEqualTo(2);
        assertThat(strace.err()).contains("'-1 s' is negative");
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() {
        CommandRun strace = strace("--process", "server", "--from", "2 s", "--to", "1 s");

        assertThat(strace.code()).isEqualTo(2);
        assertThat(strace.err()).isEqualTo("pacewire: --from 2 s is later than --to 1 s\n");
    }

    @Test
    void aTimeWithoutUnitIsRefused() {
        CommandRun strace = strace("--process", "server", "--from", "2");

        assertThat(strace.code()).isEqualTo(2);
        assertThat(strace.err()).contains("--from").contains("has no unit");
    }

    private CommandRun strace(String... options) {
        return CommandRun.of(Stream.concat(Stream.of("strace", scenario.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private static double startOf(String line) {
        return Double.parseDouble(line.split(" ", -1)[2]);
    }
}
