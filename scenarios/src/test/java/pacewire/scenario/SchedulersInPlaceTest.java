package pacewire.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Packet schedulers that drop, in the server and in access links: what they drop is accounted for, by their reasons. */
class SchedulersInPlaceTest {
    /** Eight viewers of 5 Mbps within a quarter of a second: 1 MB each, 1.6 s long, in 715 datagrams. */
    private static final String SCENARIO = """
            scenario: Lines that are too narrow
            seed: 1
            duration: 4 s
            server:
              machine: linux-6
              cores: 4
              storage: {type: nvme, pageCache: 1 GB, warm: true}
              nic: {rate: 1 Gbps, ring: 64}
              scheduler: {type: fifo}
              application: {type: sleep-sendto}
              files:
                - {name: clip, size: 1 MB}
            clients:
              - group: viewers
                count: 8
                arrivals: {type: poisson, rate: 40/s}
                requests: {files: [clip], minRate: 5 Mbps, maxRate: 5 Mbps}
                access: {rate: 50 Mbps, delay: 5 ms}
            network:
              core: {rate: 1 Gbps, delay: 1 ms}
            expect: []
            """;

    private static final int DATAGRAMS = 8 * 715;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"codel", "fq_codel", "cake"})
    void anAccessLinkOfFourFifthsOfTheRateDropsEarlyAndKeepsItsQueueShort(String type) throws IOException {
        GroupResult fifo = behindAccess("{type: fifo}");
        GroupResult managed = behindAccess("{type: " + type + "}");

        assertThat(drops(managed)).containsOnlyKeys("early");
        assertThat(drops(fifo)).isEmpty();
        // A fifth of 1.6 s of media waits at the end in the fifo: 400 ms at 4 Mbps, half of that for the median packet.
        assertThat(fifo.oneWayDelayPs().percentile(50)).isGreaterThan(200 * SimTime.MILLISECOND);
        assertThat(managed.oneWayDelayPs().percentile(50)).isLessThan(190 * SimTime.MILLISECOND);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"codel", "fq_codel", "cake"})
    void aServerThatHasThreeQuartersOfTheRateDropsEarly(String type) throws IOException {
        GroupResult fifo = behindServer("30 Mbps", "{type: fifo}");
        GroupResult managed = behindServer("30 Mbps", "{type: " + type + "}");

        assertThat(drops(managed)).containsOnlyKeys("early");
        assertThat(managed.departureErrorPs().max())
                .isLessThan(fifo.departureErrorPs().max());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"{type: fq_codel, limit: 100 packets}", "{type: cake, memoryLimit: 200 kB}"})
    void whatIsPushedOutOfAFullServerIsTold(String scheduler) throws IOException {
        assertThat(drops(behindServer("30 Mbps", scheduler))).containsOnlyKeys("early", "pushedOut");
    }

    @Test
    void aClassOfHtbBorrowsUpToItsCeilAndItsLeafDropsTheRest() throws IOException {
        GroupResult viewers = behindServer("100 Mbps", """
                {type: htb, classes: [{name: line, rate: 30 Mbps, classes: [
                  {name: media, match: {group: viewers}, rate: 20 Mbps, ceil: 30 Mbps,
                   queue: {type: fifo, limit: 50 packets}},
                  {name: rest, rate: 10 Mbps}]}]}""".replace("\n", " "));

        assertThat(drops(viewers)).containsOnlyKeys("queueFull");
        // 30 Mbps carry 2558 datagrams of 1466 bytes each second, for 1.6 s and a quarter at most.
        assertThat(viewers.packetsDelivered()).isBetween(4093L, 4733L);
        // 50 of them take 19.5 ms.
        assertThat(viewers.departureErrorPs().max()).isLessThan(22 * SimTime.MILLISECOND);
    }

    @Test
    void htbOverCodelInAnAccessLinkDropsEarly() throws IOException {
        GroupResult viewers = behindAccess("""
                {type: htb, classes: [{name: line, rate: 3 Mbps, classes: [
                  {name: media, match: {group: viewers}, rate: 2 Mbps, ceil: 3 Mbps, queue: {type: codel}},
                  {name: rest, rate: 1 Mbps}]}]}""".replace("\n", " "));

        assertThat(drops(viewers)).containsOnlyKeys("early");
    }

    @Test
    void packetsThatNoClassTakesGoPastAllClassesAndThoseBeyondTheBucketAreDropped() throws IOException {
        GroupResult past =
                behindServer("100 Mbps", "{type: htb, classes: [{name: other, match: {dscp: 46}, rate: 1 Mbps}]}");
        GroupResult tooLarge = behindServer("100 Mbps", "{type: tbf, rate: 50 Mbps, burst: 1000 B}");

        assertThat(drops(past)).isEmpty();
        assertThat(drops(tooLarge)).containsOnlyKeys("tooLarge");
    }

    private GroupResult behindAccess(String queue) throws IOException {
        return run("clients.viewers.access.rate=4 Mbps", "clients.viewers.access.queue=" + queue);
    }

    private GroupResult behindServer(String rate, String scheduler) throws IOException {
        return run("server.nic.rate=" + rate, "server.scheduler=" + scheduler);
    }

    /** Runs it, and sees that the books balance. */
    private GroupResult run(String... changes) throws IOException {
        Path file = Files.writeString(folder.resolve("narrow.yaml"), SCENARIO);
        GroupResult viewers;
        try {
            Scenario scenario = ScenarioReader.read(file, List.of(changes), OptionalLong.empty());
            viewers = ScenarioRunner.run(scenario, RunObserver.NONE).groups().get(0);
        } catch (ScenarioException wrong) {
            throw new AssertionError(wrong.problems().toString(), wrong);
        }
        long dropped =
                drops(viewers).values().stream().mapToLong(Long::longValue).sum();
        assertThat(viewers.packetsSent()).isEqualTo(DATAGRAMS);
        assertThat(viewers.packetsInFlight()).isZero();
        assertThat(viewers.packetsDelivered() + dropped).isEqualTo(DATAGRAMS);
        return viewers;
    }

    private static Map<String, Long> drops(GroupResult group) {
        Map<String, Long> drops = new TreeMap<>(group.packetsDropped());
        drops.values().removeIf(count -> count == 0);
        return drops;
    }
}
