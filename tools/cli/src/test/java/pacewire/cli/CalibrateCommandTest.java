package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CalibrateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void whatItWritesIsAMachineThatAScenarioCanName() throws IOException {
        Path machine = folder.resolve("desk.yaml");

        CommandRun calibrate = CommandRun.of(
                "calibrate", "--name", "my desk", "--rounds", "1", "--effort", "1", "--out", machine.toString());

        assertThat(calibrate.err()).isEmpty();
        assertThat(calibrate.code()).isZero();
        assertThat(calibrate.out())
                .contains(
                        "system call", "oversleep p99", "datagram", "Not measured, taken from linux-6: contextSwitch");
        CommandRun run = CommandRun.of(
                "run",
                SmallScenario.in(folder).toString(),
                "--set",
                "server.machine=" + machine,
                "--out",
                folder.resolve("results").toString());
        assertThat(run.out()).startsWith("Two viewers: transmit over jitter-edf on my desk, ");
    }

    @Test
    void aMachineFileIsCheckedAndItsFaultsAreLocatedInIt() throws IOException {
        Path machine = Files.writeString(folder.resolve("wrong.yaml"), """
                machine: wrong
                year: 2026
                costs:
                  syscal: {value: 150 ns, source: measured}
                  interrupt: {value: 2}
                """);

        CommandRun run = CommandRun.of(
                "validate",
                SmallScenario.in(folder, "s.yaml", "linux-6", machine.toString())
                        .toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out() + run.err())
                .contains("wrong.yaml:4:3: costs.syscal: unknown key 'syscal'; did you mean 'syscall'?")
                .contains("wrong.yaml:5:22: costs.interrupt.value: '2' has no unit")
                .contains("costs.interrupt.source: found nothing; 'source' is required");
    }

    @Test
    void aWrongBaseOrFileIsRefusedBeforeAnythingIsMeasured() {
        assertRefused("there is no machine profile 'linux-7'; did you mean 'linux-6'?", "--base", "linux-7");
        assertRefused("ends in .yaml", "--out", "desk.txt");
        assertRefused("--rounds is 0, not 1 to 1000", "--rounds", "0");
    }

    private static void assertRefused(String message, String option, String value) {
        CommandRun calibrate = CommandRun.of("calibrate", option, value);
        assertThat(calibrate.err()).contains(message);
        assertThat(calibrate.code()).isEqualTo(2);
    }
}
