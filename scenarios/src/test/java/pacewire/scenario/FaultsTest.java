package pacewire.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.SimTime;
import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What goes wrong at the server ends in an error or in time, and clients see it. */
class FaultsTest {
    private static final long MS = SimTime.MILLISECOND;

    private static final String VANISH = "{at: 2 s, type: clientVanishes, group: viewers, client: 0}";

    private static final String SCENARIO = """
            scenario: Faults
            duration: %s
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

    @ParameterizedTest
    @MethodSource("applications")
    void aNicThatStallsDelaysWhatIsDueAndTheTransfersEnd(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "", "{at: 2 s, type: nicStall, for: 500 ms}");
        assertThat(outcomes(result)).containsExactly(RunResult.Outcome.COMPLETED, RunResult.Outcome.COMPLETED);
        RunResult.GroupResult group = result.groups().get(0);
        assertThat(group.packetsInFlight()).isZero();
        // 1400 B at 2 Mbps are 5.6 ms: the first datagram of the stall was to leave in its first 5.6 ms, and with fq
        // some
        // datagrams before its time.
        long aheadPs = -Math.min(0, group.departureErrorPs().min());
        assertThat(aheadPs).isLessThan(60 * MS);
        assertThat(worstDepartureErrorPs(result)).isBetween(494 * MS - aheadPs, 600 * MS);
        if (application.name().equals("txtime")) {
            // What waits in etf when its instant passes is dropped; the application is told and goes on.
            long late = Objects.requireNonNull(group.packetsDropped().get("tooLate"));
            assertThat(late).isPositive();
            assertThat(group.packetsDelivered() + late).isEqualTo(group.packetsSent());
            assertThat(contents(result)).containsOnly(RunResult.Content.INCOMPLETE);
        } else {
            assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
        }
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aStormOfInterruptsCostsTimeAndNothingElse(ApplicationSpec application) throws Exception {
        RunResult calm = run(application, "", "{at: 29 s, type: memoryPressure}");
        RunResult result = run(application, "", "{at: 2 s, type: interruptStorm, every: 10 us, for: 100 ms}");
        assertThat(contents(result)).containsOnly(RunResult.Content.RIGHT);
        assertThat(outcomes(result)).containsExactly(RunResult.Outcome.COMPLETED, RunResult.Outcome.COMPLETED);
        // 100 ms / 10 us; a few are lost in one that waits still, and the NIC's may fall together otherwise than
        // before.
        assertThat(result.server().interrupts() - calm.server().interrupts()).isBetween(9_900L, 10_050L);
        assertThat(result.server().cpuBusyPs()).isGreaterThan(calm.server().cpuBusyPs());
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aClientThatVanishesLosesWhatIsSentToItAndTheOtherNothing(ApplicationSpec application) throws Exception {
        // A connection is given up after 15 retransmissions: 0.2 s doubled up to 120 s make 925 s.
        RunResult result = run(application, "", VANISH, "1000 s");
        RunResult.TransferResult gone = transferOf(result, 0);
        assertThat(gone.content()).isEqualTo(RunResult.Content.INCOMPLETE);
        if (application.name().equals("sendfile-tcp")) {
            assertThat(gone.outcome()).isEqualTo(RunResult.Outcome.FAILED);
            assertThat(gone.detail()).isEqualTo("ETIMEDOUT: Connection timed out");
        } else {
            // Nobody tells a sender of datagrams that they are lost.
            assertThat(gone.outcome()).isEqualTo(RunResult.Outcome.COMPLETED);
            assertThat(gone.bytes()).isEqualTo(1_000_000);
        }
        assertThat(result.groups().get(0).packetsDropped().get("noReceiver"))
                .isEqualTo(gone.packetsSent() - gone.packetsReceived())
                .isPositive();
        assertThat(result.groups().get(0).packetsInFlight()).isZero();

        RunResult.TransferResult other = transferOf(result, 1);
        assertThat(other.content()).isEqualTo(RunResult.Content.RIGHT);
        assertThat(other.outcome()).isEqualTo(RunResult.Outcome.COMPLETED);
    }

    @Test
    void aConnectionWhoseClientVanishedIsOpenWhileTheServerTriesAgain() throws Exception {
        RunResult result = run(Applications.find("sendfile-tcp").orElseThrow(), "", VANISH);
        assertThat(transferOf(result, 0).outcome()).isEqualTo(RunResult.Outcome.UNFINISHED);
        assertThat(transferOf(result, 0).content()).isNull();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aClientThatVanishesBeforeItComesNeverComes(ApplicationSpec application) throws Exception {
        RunResult result = run(application, "", "{at: 500 us, type: clientVanishes, group: viewers, client: 1}");
        assertThat(result.transfers())
                .extracting(RunResult.TransferResult::client)
                .containsExactly(0);
        assertThat(contents(result)).containsExactly(RunResult.Content.RIGHT);
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
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: nicStall, for: 6 s}"))
                .hasMessageContaining("faults[0].for");
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: interruptStorm, every: 1 ns}"))
                .hasMessageContaining("faults[0].every");
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: clientVanishes, group: viewer, client: 0}"))
                .hasMessageContaining("faults[0].group: found 'viewer'; this is a client group, one of: viewers");
        assertThatThrownBy(() -> run(transmit, "", "{at: 1 s, type: clientVanishes, group: viewers, client: 2}"))
                .hasMessageContaining("faults[0].client: found '2'; the group has 2 clients, from 0 on");
        assertThatThrownBy(() -> run(transmit, "", "{type: diskStall}")).hasMessageContaining("'at' is required");
    }

    private RunResult run(ApplicationSpec application, String storage, String fault) throws Exception {
        return run(application, storage, fault, "30 s");
    }

    private RunResult run(ApplicationSpec application, String storage, String fault, String duration) throws Exception {
        String text = SCENARIO.formatted(duration, storage, application.scheduler(), application.name(), fault);
        Path file = Files.writeString(folder.resolve("faults.yaml"), text);
        return ScenarioRunner.run(ScenarioReader.read(file, List.of(), OptionalLong.empty()), RunObserver.NONE);
    }

    private static RunResult.TransferResult transferOf(RunResult result, int client) {
        return result.transfers().stream()
                .filter(transfer -> transfer.client() == client)
                .findFirst()
                .orElseThrow();
    }

    private static long worstDepartureErrorPs(RunResult result) {
        return result.transfers().stream()
                .map(RunResult.TransferResult::contract)
                .mapToLong(contract ->
                        Objects.requireNonNull(Objects.requireNonNull(contract).worstDepartureErrorPs()))
                .max()
                .orElseThrow();
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
