package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code pacewire bench}: what it prints, never how fast anything is. */
class BenchCommandTest {
    private static final String[] SHORT = {"--warmup", "0 s", "--measure", "1 ms", "--rounds", "3"};

    @Test
    void holdTellsEventsPerSecond() {
        CommandRun run = bench("hold", "--pending", "50");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("hold: 50 events pending, spacing exponential, cancelled 0 %\n")
                .containsPattern("(?m)^events/s +[0-9,]+ +[0-9,]+ +[0-9,]+$")
                .containsPattern("(?m)^bytes allocated per event +[0-9.]+ ")
                .containsPattern("(?m)^share of the time on a core +[0-9.]+ ")
                .containsPattern("(?m)^heap used after a collection: [0-9.]+ [kM]B$")
                .containsPattern("(?m)^Java [0-9.]+.*, collectors .+$");
    }

    @Test
    void holdAsJson() {
        JsonNode json = json("hold", "--pending", "50", "--spacing", "bimodal", "--cancel", "25 %", "--format", "json");

        assertThat(json.propertyNames())
                .containsExactly(
                        "benchmark",
                        "pending",
                        "spacing",
                        "cancelShare",
                        "eventsPerSecond",
                        "allocatedBytesPerEvent",
                        "eventsPerCpuSecond",
                        "cpuShare",
                        "heapUsedBytes",
                        "java");
        assertThat(json.get("pending").asInt()).isEqualTo(50);
        assertThat(json.get("spacing").asString()).isEqualTo("bimodal");
        assertThat(json.get("cancelShare").asDouble()).isEqualTo(0.25);
        assertThat(json.get("java").get("version").asString()).isEqualTo(System.getProperty("java.version"));
        requireSpread(json.get("eventsPerSecond"));
    }

    @Test
    void schedulersMeasuresAUsersPacketScheduler(@TempDir Path folder) throws IOException {
        String jar = PluginJar.in(folder).toString();

        JsonNode json = json(
                "schedulers", "--plugin", jar, "--scheduler", PluginJar.SCHEDULER, "--flows", "10", "--format", "json");

        assertThat(json.get("results")).hasSize(1);
        assertThat(json.get("results").get(0).get("scheduler").asString()).isEqualTo(PluginJar.SCHEDULER);
        requireSpread(json.get("results").get(0).get("nanosecondsPerPacket"));
    }

    @Test
    void pathTellsPacketsPerSecondAndWhatAPacketCosts() {
        CommandRun run = bench("path", "--transfers", "20");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.out())
                .startsWith("path: 20 transfers of 320 Mbps on 10 Gbps, transmit over jitter-edf (set up in ")
                .containsPattern("(?m)^packets/s +[0-9]")
                .containsPattern("(?m)^events per packet +[0-9]")
                .containsPattern("(?m)^bytes allocated per packet +[0-9]");
    }

    @Test
    void pathAsJson() {
        JsonNode json = json(
                "path",
                "--transfers",
                "20",
                "--rate",
                "1 Mbps",
                "--line",
                "1 Gbps",
                "--application",
                "sleep-sendto",
                "--scheduler",
                "fifo",
                "--set",
                "server.cores=3",
                "--format",
                "json");

        assertThat(json.get("transfers").asInt()).isEqualTo(20);
        assertThat(json.get("rate").asString()).isEqualTo("1 Mbps");
        assertThat(json.get("line").asString()).isEqualTo("1 Gbps");
        assertThat(json.get("application").asString()).isEqualTo("sleep-sendto");
        assertThat(json.get("scheduler").asString()).isEqualTo("fifo");
        assertThat(json.get("set").get(0).asString()).isEqualTo("server.cores=3");
        requireSpread(json.get("packetsPerSecond"));
        requireSpread(json.get("eventsPerSecond"));
        assertThat(json.get("eventsPerPacket").get("median").asDouble()).isGreaterThan(1);
        assertThat(json.get("allocatedBytesPerPacket").get("median").asDouble()).isNotNegative();
        assertThat(json.get("heapUsedBytes").asLong()).isPositive();
    }

    @Test
    void theMeasuredScenarioCanBeSeen() {
        CommandRun run = CommandRun.of("bench", "path", "--transfers", "7", "--print-scenario");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.out()).contains("count: 7").contains("{type: jitter-edf}");
    }

    @Test
    void anyScenarioCanBeMeasured() {
        JsonNode json = json(
                "path",
                "--scenario",
                Objects.requireNonNull(System.getProperty("pacewire.root")) + "/scenarios/library/video-on-demand.yaml",
                "--set",
                "clients.viewers.count=30",
                "--format",
                "json");

        assertThat(json.get("transfers").asInt()).isEqualTo(30);
        assertThat(json.get("scenario").asString()).endsWith("video-on-demand.yaml");
        requireSpread(json.get("packetsPerSecond"));
    }

    @Test
    void anotherProgramIsComparedInTurns() {
        JsonNode json =
                json("path", "--transfers", "10", "--against", "echo '{\"packets_per_s\": 1000}'", "--format", "json");

        JsonNode against = json.get("against");
        assertThat(against.get("command").asString()).startsWith("echo");
        assertThat(against.get("perSecond").get("median").asDouble()).isEqualTo(1000);
        double ours = json.get("packetsPerSecond").get("median").asDouble();
        assertThat(against.get("ratio").get("median").asDouble()).isEqualTo(ours / 1000);
        requireSpread(against.get("cpuRatio"));
    }

    @Test
    void theComparisonStandsInTheTable() {
        CommandRun run = bench("hold", "--pending", "5", "--against", "echo '{\"events_per_s\": 2}'");

        assertThat(run.out())
                .containsPattern("(?m)^the other program +2[.0]* +2[.0]* +2[.0]*$")
                .containsPattern("(?m)^ratio to it +[0-9]");
    }

    @Test
    void everyPacketSchedulerHasItsRow() {
        CommandRun run = bench("schedulers", "--flows", "1,20");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.out()).startsWith("ns per packet, flows:");
        for (SchedulerSpec spec : PacketSchedulers.all()) {
            assertThat(run.out()).containsPattern("(?m)^" + Pattern.quote(spec.name()) + " +[0-9.,]+ +[0-9.,]+$");
        }
    }

    @Test
    void schedulersAsJson() {
        JsonNode json = json("schedulers", "--scheduler", "fifo", "--flows", "3,5", "--format", "json");

        assertThat(json.get("results")).hasSize(2);
        JsonNode second = json.get("results").get(1);
        assertThat(second.get("scheduler").asString()).isEqualTo("fifo");
        assertThat(second.get("flows").asInt()).isEqualTo(5);
        requireSpread(second.get("nanosecondsPerPacket"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hold --pending 0 | --pending is 0; it must be 1 to 100000000",
                "hold --rounds 0 | --rounds is 0; it must be 1 to 1000",
                "hold --spacing expo | there is no spacing 'expo'",
                "hold --cancel 3 | '3' has no unit",
                "hold --cancel 101% | '101%' is not a share from 0 % to 100 %",
                "hold --measure 2 | '2' has no unit",
                "path --transfers 0 | --transfers is 0; it must be 1 to 10000000",
                "path --transfers many | 'many' is not an int",
                "path --application sendfile | there is no application 'sendfile'",
                "path --scheduler fifi | there is no packet scheduler 'fifi'; did you mean 'fifo'?",
                "path --rate 5 | '5' has no unit",
                "path --set server.coers=1 | coers",
                "path --scenario none.yaml | there is no such file",
                "path --transfers 10 --rate 2Gbps | EBUSY",
                "schedulers --flows 0 | --flows is 0; it must be 1 to 10000000",
                "schedulers --scheduler fifi | there is no packet scheduler 'fifi'; did you mean 'fifo'?",
                "holdd | there is no command 'holdd'"
            })
    void wrongInputIsExplained(String arguments, String explanation) {
        CommandRun run = CommandRun.of(("bench " + arguments).split(" ", -1));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(explanation);
    }

    @Test
    void aProgramThatFailsEndsTheBenchmark() {
        CommandRun run = bench("hold", "--against", "false");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("pacewire: the program 'false' ended with exit code 1\n");
    }

    @Test
    void withoutABenchmarkTheirListIsPrinted() {
        CommandRun run = CommandRun.of("bench");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("hold").contains("path").contains("schedulers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "path", "schedulers"})
    void eachBenchmarkExplainsItself(String name) {
        CommandRun run = CommandRun.of("bench", name, "--help");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.out()).contains("Usage: pacewire bench " + name).contains("--warmup=T");
    }

    private static CommandRun bench(String... arguments) {
        String[] all = new String[arguments.length + 1 + SHORT.length];
        all[0] = "bench";
        all[1] = arguments[0];
        System.arraycopy(SHORT, 0, all, 2, SHORT.length);
        System.arraycopy(arguments, 1, all, 2 + SHORT.length, arguments.length - 1);
        return CommandRun.of(all);
    }

    private static JsonNode json(String... arguments) {
        CommandRun run = bench(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(0);
        return new JsonMapper().readTree(run.out());
    }

    private static void requireSpread(JsonNode spread) {
        double median = spread.get("median").asDouble();
        assertThat(spread.get("least").asDouble()).isPositive().isLessThanOrEqualTo(median);
        assertThat(spread.get("greatest").asDouble()).isGreaterThanOrEqualTo(median);
    }
}
