package pacewire.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What goes wrong at the server ends in an error or in time, and clients see it. */
class FaultsTest {
    private static final String SCENARIO = """
            scenario: Faults
            duration: 30 s
            server:
              storage: {%s}
              scheduler: %s
              application: {type: %s}
              files:
                - {name: "clip-{1..2}", size: 1 MB}
            clients:
              - group: viewers
                count: 2
                arrivals: {type: constant, interval: 1 ms}
                requests: {files: ["clip-1"], minRate: 2 Mbps, maxRate: 2 Mbps}
                access: {rate: 20 Mbps, delay: 5 ms}
            faults:
              - %s
            """;

    @TempDir
    Path folder;

    static Stream<ApplicationSpec> applications() {
        return Applications.all().stream();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aFileThatChangesWhileItIsSentComesAsPiecesOfTwo(ApplicationSpec application) throws Exception {
        // 1 MB at 2 Mbps takes 4 s: the change is in the middle.
        RunResult result = run(application, "", "{at: 2 s, type: fileChanged, file: clip-1}");
        assertThat(contents(result)).containsExactly(RunResult.Content.WRONG, RunResult.Content.WRONG);
        assertThat(outcomes(result)).containsOnly(RunResult.Outcome.COMPLETED);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aFileThatChangedBeforeComesAsItIsThen(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "", "{at: 0 s, type: fileChanged, file: 'clip-*'}");
        assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aFileThatLosesItsEndWhileItIsSentEndsInAnError(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "", "{at: 2 s, type: fileTruncated, file: clip-1, size: 100_000 B}");
        assertThat(contents(result)).containsOnly(RunResult.Content.INCOMPLETE);
        assertThat(outcomes(result)).containsOnly(RunResult.Outcome.FAILED);
        assertThat(result.transfers())
                .allSatisfy(transfer -> assertThat(transfer.detail())
                        // Over TCP there is no answer but the end of the connection.
                        .matches("EIO.*|the server closed the connection before its answer was complete"));
        assertThat(result.groups().get(0).packetsInFlight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aFileIsCutWhereItWasNotSentYetAndIsShorterFromThenOn(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "", "{at: 0 s, type: fileTruncated, file: clip-1, size: 100_000 B}");
        assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
        assertThat(result.transfers())
                .extracting(RunResult.TransferResult::bytes)
                .containsOnly(100_000L);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aDiskThatStallsDelaysWhatItHasNotReadAndNothingIsLost(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "warm: false", "{at: 5 ms, type: diskStall, for: 5 s}");
        assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
        assertThat(outcomes(result)).containsOnly(RunResult.Outcome.COMPLETED);
        assertThat(result.transfers())
                .allSatisfy(transfer -> assertThat(transfer.endPs()).isGreaterThan(5_005_000_000_000L));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void memoryThatIsTakenAwayIsReadFromTheDiskAgain(ApplicationSpec application) throws Exception {
        RunResult warm = run(application, "", "{at: 29 s, type: memoryPressure}");
        assertThat(warm.server().storage().diskBytesRead()).isZero();

        RunResult result = run(application, "", "{at: 1 s, type: memoryPressure, size: 131072 B, for: 500 ms}");
        assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
        assertThat(result.server().storage().pageCacheEvictions()).isPositive();
        // Before 1 s, 250 KB were sent: three quarters come from the disk.
        assertThat(result.server().storage().diskBytesRead()).isGreaterThan(700_000);
    }

    @Test
    void whatIsOnItsWayToTheWireHoldsItsPages() throws Exception {
        RunResult result = run(Applications.find("transmit").orElseThrow(), "", "{at: 29 s, type: memoryPressure}");
        // Four datagrams ahead for each of two transfers, and those that the NIC is not done with.
        assertThat(result.server().storage().mostPinnedBytes()).isBetween(8 * 1400L, 16 * 1400L);
        RunResult copying =
                run(Applications.find("sleep-sendto").orElseThrow(), "", "{at: 29 s, type: memoryPressure}");
        assertThat(copying.server().storage().mostPinnedBytes()).isZero();
    }

    @Test
    void aFaultThatIsAboutNothingIsAProblemOfTheScenario() {
        ApplicationSpec transmit = Applications.find("transmit").orElseThrow();
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: fileChanged, file: clap-1}"))
                .hasMessageContaining("faults[0].file: no file is called 'clap-1'; did you mean 'clip-1'?");
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: diskStall, for: 31 s}"))
                .hasMessageContaining("faults[0].for");
        assertThatThrownBy(() -> run(transmit, "", "{type: diskStall}")).hasMessageContaining("'at' is required");
    }

    private RunResult run(ApplicationSpec application, String storage, String fault) throws Exception {
        String text = SCENARIO.formatted(storage, application.scheduler(), application.name(), fault);
        Path file = Files.writeString(folder.resolve("faults.yaml"), text);
        return ScenarioRunner.run(ScenarioReader.read(file, List.of(), OptionalLong.empty()), RunObserver.NONE);
    }

    private static List<RunResult.Content> contents(RunResult result) {
        return result.transfers().stream()
                .map(RunResult.TransferResult::content)
                .toList();
    }

    private static List<RunResult.Outcome> outcomes(RunResult result) {
        return result.transfers().stream()
                .map(RunResult.TransferResult::outcome)
                .toList();
    }
}
