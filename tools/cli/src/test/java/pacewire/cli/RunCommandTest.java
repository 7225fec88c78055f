package pacewire.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class RunCommandTest {
    private static final String FAILING = "expect=[{metric: groups.viewers.requests, atLeast: 3}]";

    @TempDir
    private Path folder;

    private Path scenario;
    private Path results;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
        results = folder.resolve("results");
    }

    @Test
    void aRunPrintsATableAndSaysWhereTheResultsAre() throws IOException {
        CommandRun run = run();

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("Two viewers: transmit over jitter-edf on linux-6")
                .endsWith("results: " + results + "\nreport:  " + results.resolve("report.html") + "\n");
        assertThat(filesIn(results)).contains("summary.json", "transfers.csv", "run.lock.json", "performance.json");
    }

    @Test
    void asJsonItPrintsTheSummaryAndTheExpectations() {
        JsonNode tree = json(run("--format", "json"));

        assertThat(tree.get("results").asString()).isEqualTo(results.toString());
        assertThat(tree.at("/summary/groups/viewers/clients").asInt()).isEqualTo(2);
        assertThat(tree.at("/expectations")).hasSize(2);
        assertThat(tree.at("/expectations/0/metric").asString()).isEqualTo("groups.viewers.contracts.kept");
        assertThat(tree.at("/expectations/0/equals").asString()).isEqualTo("2");
        assertThat(tree.at("/expectations/0/measured").asString()).isEqualTo("2");
        assertThat(tree.at("/expectations/0/held").asBoolean()).isTrue();
    }

    @Test
    void theSummaryPrintedIsTheSummaryWritten() throws IOException {
        JsonNode printed = json(run("--format", "json")).get("summary");

        assertThat(printed).isEqualTo(new JsonMapper().readTree(Files.readString(results.resolve("summary.json"))));
    }

    @Test
    void quietPrintsNothing() {
        CommandRun run = run("--quiet");

        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void aFailedExpectationEndsWith1AndIsNamedInTheTable() {
        CommandRun run = run("--set", FAILING);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAILED: groups.viewers.requests atLeast 3; measured: 2");
        assertThat(run.err()).isEqualTo("pacewire: 1 of 1 expectations failed\n");
    }

    @Test
    void aFailedExpectationIsNamedOnStandardErrorWhenThereIsNoTable() {
        CommandRun run = run("--set", FAILING, "--quiet");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
                pacewire: expected groups.viewers.requests atLeast 3; measured 2
                pacewire: 1 of 1 expectations failed
                """);
    }

    @Test
    void seedAndOverridesReachTheRun() {
        JsonNode tree =
                json(run("--seed", "7", "--set", "clients.viewers.count=3", "--set", "expect=[]", "--format", "json"));

        assertThat(tree.at("/summary/seed").asLong()).isEqualTo(7);
        assertThat(tree.at("/summary/groups/viewers/clients").asInt()).isEqualTo(3);
    }

    @Test
    void aWrongFileEndsWith2AndEveryProblemIsLocated() throws IOException {
        Path wrong = SmallScenario.in(folder, "wrong.yaml", "count: 2", "count: 0");

        CommandRun run = CommandRun.of("run", wrong.toString(), "--out", results.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        // "count" is the 12th line, its value the 12th column.
        assertThat(run.err()).startsWith(wrong + ":12:12: clients[0].count: ");
        assertThat(results).doesNotExist();
    }

    @Test
    void aMissingFileEndsWith2() {
        CommandRun run = CommandRun.of("run", folder.resolve("none.yaml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith(folder.resolve("none.yaml") + ": ");
    }

    @Test
    void aWrongOverrideEndsWith2AndIsQuoted() {
        CommandRun run = run("--set", "server.cores=none");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("--set server.cores=none: server.cores: ");
    }

    @Test
    void anOutputFolderThatCannotBeMadeEndsWith3BeforeTheRun() throws IOException {
        Files.writeString(results, "a file is in the way");

        CommandRun run = run();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("pacewire: cannot write " + results + ": ")
                .doesNotContain("\tat ");
    }

    @Test
    void anInterruptedRunEndsWith3AndLeavesNoFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(out, err, false, () -> 0, () -> true);

        int code = Pacewire.run(console, "run", scenario.toString(), "--out", results.toString());

        assertThat(code).isEqualTo(3);
        assertThat(out.size()).isEqualTo(0);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("pacewire: interrupted\n");
        assertThat(filesIn(results)).isEmpty();
    }

    @Test
    void twoRunsLeaveTheSameSummaryByteForByte() throws IOException {
        Path other = folder.resolve("other");
        run("--quiet");
        CommandRun.of("run", scenario.toString(), "--out", other.toString(), "--quiet");

        assertThat(other.resolve("summary.json")).hasSameBinaryContentAs(results.resolve("summary.json"));
        assertThat(other.resolve("run.lock.json")).hasSameBinaryContentAs(results.resolve("run.lock.json"));
    }

    private CommandRun run(String... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("run", scenario.toString(), "--out", results.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) {
        assertThat(run.err()).isEmpty();
        return new JsonMapper().readTree(run.out());
    }

    private static Stream<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
