package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SweepCommandTest {
    private static final String JITTER = "clients.viewers.requests.maxJitter";

    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
    }

    @Test
    void aTableAPageAndTheUsualFiguresComeOfAKeyAndItsValues() {
        CommandRun run = run("--vary", JITTER + "=1 ms,2 ms", "--out", out("results"));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("cpuUsPerMegabyte", "departureErrorUs", "\n1 ms ", "\n2 ms ", "sweep.html");
        assertThat(folder.resolve("results/sweep.html")).isNotEmptyFile();
        assertThat(folder.resolve("results/sweep.csv")).content().contains("groups.viewers.refused");
        assertThat(folder.resolve("results/charts/server-cpuUsPerMegabyte.png")).isNotEmptyFile();
    }

    @Test
    void theFiguresAreThoseOfSummaryJson() {
        CommandRun run = run(
                "--vary",
                "clients.viewers.count=1,3",
                "--metric",
                "groups.viewers.bytesDelivered",
                "--format",
                "json",
                "--out",
                out("results"));
        JsonNode points = JsonMapper.builder().build().readTree(run.out()).get("points");

        // 100 kB for each viewer.
        assertThat(points.get(0)
                        .get("metrics")
                        .get("groups.viewers.bytesDelivered")
                        .get("mean")
                        .doubleValue())
                .isEqualTo(100_000);
        assertThat(points.get(1)
                        .get("metrics")
                        .get("groups.viewers.bytesDelivered")
                        .get("mean")
                        .doubleValue())
                .isEqualTo(300_000);
        assertThat(points.get(1).get("values").get("clients.viewers.count").stringValue())
                .isEqualTo("3");
    }

    @Test
    void theSameSweepLeavesTheSameFiguresWhateverRunsAtATime() {
        run("--vary", JITTER + "=1 ms,2 ms,3 ms", "--replications", "2", "--jobs", "1", "--out", out("one"));
        run("--vary", JITTER + "=1 ms,2 ms,3 ms", "--replications", "2", "--jobs", "4", "--out", out("four"));

        assertThat(folder.resolve("one/sweep.json")).hasSameTextualContentAs(folder.resolve("four/sweep.json"));
    }

    @Test
    void wrongKeysValuesAndMetricsAreRefusedWithWhatIsAllowed() {
        assertRefused(
                "clients[0].requests.maxJitter: '9 parsec' has the unit 'parsec'", "--vary", JITTER + "=1 ms,9 parsec");
        assertRefused("clients.spectators", "--vary", "clients.spectators.count=1,2");
        assertRefused("--vary 'server.cores' is not a key and its values", "--vary", "server.cores");
        assertRefused("names a value twice", "--vary", "server.cores=1,1");
        assertRefused("--vary names one key twice", "--vary", "server.cores=1,2", "--vary", "server.cores=3,4");
        assertRefused("--replications is 0, not 1 to 1000", "--vary", "server.cores=1", "--replications", "0");
        assertRefused(
                "--metric groups.viewers.contract.kept: a run of this scenario has no such metric; did you mean"
                        + " 'groups.viewers.contracts.kept'?",
                "--vary",
                "server.cores=1,2",
                "--metric",
                "groups.viewers.contract.kept");
        assertRefused(
                "--metric groups.viewers.contracts: this is no single number: add one of kept, broken",
                "--vary",
                "server.cores=1,2",
                "--metric",
                "groups.viewers.contracts");
        assertRefused("Missing required option: '--vary");
    }

    private void assertRefused(String message, String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(2);
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of("sweep", scenario.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
