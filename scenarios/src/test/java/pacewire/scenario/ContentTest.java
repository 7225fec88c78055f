package pacewire.scenario;

import java.io.IOException;
import java.math.BigDecimal;
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
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients have in the end is what the server's files hold. */
class ContentTest {
    private static final String SCENARIO = """
            scenario: Content
            duration: 20 s
            server:
              scheduler: %s
              application: {type: %s}
              files:
                - {name: "clip-{1..4}", size: 100_001 B}
            clients:
              - group: viewers
                count: 5
                arrivals: {type: constant, interval: 1 ms}
                requests: {files: ["clip-*"], perRequest: 3, maxRate: 2 Mbps}
                access: {rate: 20 Mbps, delay: 5 ms, loss: %s, jitter: {type: uniform, min: 0 ms, max: 9 ms}, reorder: true}
            """;

    @TempDir
    Path folder;

    static Stream<String> applications() {
        return Applications.all().stream().map(ApplicationSpec::name);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void everyApplicationSendsWhatTheFilesHold(String application) throws Exception {
        RunResult result = run(application, "0 %");
        assertThat(counts(result)).isEqualTo("right 5, wrong 0, incomplete 0");
        assertThat(result.transfers())
                .extracting(RunResult.TransferResult::content)
                .containsOnly(RunResult.Content.RIGHT);
    }

    @Test
    void whatIsLostIsMissing() throws Exception {
        // 3 x 72 datagrams each, of which one in ten is lost: all come with a chance of 0.9^216, about 10^-10.
        assertThat(counts(run("transmit", "10 %"))).isEqualTo("right 0, wrong 0, incomplete 5");
    }

    @Test
    void aTransferOfWhichSomethingIsUnderWayCountsNowhere() throws Exception {
        Path file = file("transmit", "0 %");
        // 300,003 bytes at 2 Mbps take 1.2 s.
        Scenario scenario = ScenarioReader.read(file, List.of("duration=1 s"), OptionalLong.empty());
        RunResult result = ScenarioRunner.run(scenario, RunObserver.NONE);
        assertThat(counts(result)).isEqualTo("right 0, wrong 0, incomplete 0");
        assertThat(result.transfers())
                .extracting(RunResult.TransferResult::content)
                .containsOnlyNulls();
    }

    private RunResult run(String application, String loss) throws Exception {
        Scenario scenario = ScenarioReader.read(file(application, loss), List.of(), OptionalLong.empty());
        return ScenarioRunner.run(scenario, RunObserver.NONE);
    }

    private Path file(String application, String loss) throws IOException {
        String text =
                SCENARIO.formatted(Applications.find(application).orElseThrow().scheduler(), application, loss);
        return Files.writeString(folder.resolve("content.yaml"), text);
    }

    private static String counts(RunResult result) {
        Metrics metrics = Metrics.of(result);
        return "right " + count(metrics, "right") + ", wrong " + count(metrics, "wrong") + ", incomplete "
                + count(metrics, "incomplete");
    }

    private static BigDecimal count(Metrics metrics, String state) {
        return metrics.value("groups.viewers.content." + state).orElseThrow();
    }
}
