package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class DuelCommandTest {
    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
    }

    @Test
    void everyWayServesTheSameClientsAndStatesItsCosts() {
        JsonNode ways = json("--ways", "transmit,sleep-sendto").get("ways");

        assertThat(ways.size()).isEqualTo(2);
        JsonNode patented = ways.get(0).get("measures");
        JsonNode selfPaced = ways.get(1).get("measures");
        // Two viewers of 100 kB each; whoever reads and sends copies each byte twice.
        assertThat(mean(patented, "bytesDelivered")).isEqualTo(200_000);
        assertThat(mean(selfPaced, "bytesDelivered")).isEqualTo(200_000);
        assertThat(mean(patented, "bytesCopied")).isZero();
        assertThat(mean(selfPaced, "bytesCopied")).isEqualTo(400_000);
        assertThat(selfPaced
                        .get("syscalls")
                        .get("differenceToFirst")
                        .get("mean")
                        .doubleValue())
                .isEqualTo(mean(selfPaced, "syscalls") - mean(patented, "syscalls"))
                .isPositive();
        assertThat(ways.get(1).get("scheduler").stringValue()).isEqualTo("fq_codel");
    }

    @Test
    void oneReplicationHasNoInterval() {
        JsonNode way =
                json("--ways", "transmit", "--replications", "1").get("ways").get(0);

        assertThat(way.get("replications").intValue()).isEqualTo(1);
        assertThat(way.get("measures").get("cpuUsPerMb").get("halfWidth").isNull())
                .isTrue();
    }

    @Test
    void theSameDuelLeavesTheSameFiguresWhateverRunsAtATime() throws IOException {
        run("--ways", "transmit,sleep-sendto", "--jobs", "1", "--out", out("one"));
        run("--ways", "transmit,sleep-sendto", "--jobs", "4", "--out", out("four"));

        assertThat(folder.resolve("one/duel.json")).hasSameTextualContentAs(folder.resolve("four/duel.json"));
    }

    @Test
    void thePageHoldsEveryMachineAndWay() throws IOException {
        CommandRun run =
                run("--ways", "transmit,sleep-sendto", "--machines", "linux-6,solaris-10-2005", "--out", out("page"));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        String page = Files.readString(folder.resolve("page/duel.html"));
        assertThat(page).contains("<h2 id=\"linux-6\">", "<h2 id=\"solaris-10-2005\">", "Differences to transmit");
        assertThat(folder.resolve("page/charts/cpu-linux-6.png")).isNotEmptyFile();
        assertThat(folder.resolve("page/charts/departure-error-solaris-10-2005.png"))
                .isNotEmptyFile();
    }

    @Test
    void growthEndsBetweenAValueThatHoldsAndTheNextThatDoesNot() {
        // 2 viewers of 5 Mbps fit into 14 Mbps with their headers, 3 do not: the third is refused.
        JsonNode grown = json(
                        "--ways",
                        "transmit",
                        "--replications",
                        "1",
                        "--set",
                        "server.nic.rate=14 Mbps",
                        "--set",
                        "clients.viewers.requests.maxJitter=20 ms",
                        "--grow",
                        "clients.viewers.count=1..6")
                .get("growth")
                .get("ways")
                .get(0);

        assertThat(grown.get("largest").longValue()).isEqualTo(2);
        assertThat(grown.get("failing").longValue()).isEqualTo(3);
        assertThat(grown.get("ranOut").stringValue()).isEqualTo("admission");
    }

    @Test
    void whatAllHoldsForHasNoEnd() {
        CommandRun run = run("--ways", "transmit", "--replications", "1", "--grow", "clients.viewers.count=1..3");

        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("transmit +linux-6 +3 or more +0\\.750? +– +–");
    }

    @Test
    void wrongWaysMachinesAndRangesAreRefused() {
        assertRefused("there is no application 'transmt'; did you mean 'transmit'?", "--ways", "transmt");
        assertRefused("--ways names one twice: transmit, transmit", "--ways", "transmit,transmit");
        assertRefused("there is no machine profile 'linux'", "--machines", "linux");
        assertRefused("--replications is 0, not 1 to 1000", "--replications", "0");
        assertRefused("is not a number of the scenario and a range", "--grow", "clients.viewers.count=9");
        assertRefused("--grow goes from 9 to 9", "--grow", "clients.viewers.count=9..9");
        assertRefused("clients.spectators", "--grow", "clients.spectators.count=1..9");
    }

    private void assertRefused(String message, String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(2);
    }

    private static double mean(JsonNode measures, String key) {
        return measures.get(key).get("mean").doubleValue();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String... arguments) {
        CommandRun run = run(Stream.concat(Stream.of("--format", "json"), Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private CommandRun run(String... arguments) {
        boolean hasOut = Stream.of(arguments).anyMatch("--out"::equals);
        Stream<String> usual = hasOut ? Stream.empty() : Stream.of("--out", out("results"));
        return CommandRun.of(Stream.of(Stream.of("duel", scenario.toString()), Stream.of(arguments), usual)
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
