package pacewire.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.core.units.SimTime;
import pacewire.model.link.CapacityTrace;
import pacewire.model.os.storage.FrameTrace;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Recordings of the real world are read whole. Expected figures were counted with line tools on the files. */
class RecordedInputTest {
    private static final Path DATA = Path.of(System.getProperty("pacewire.root"))
            .resolve("../shared/data")
            .normalize();

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheRecordings() {
        assumeTrue(Files.isDirectory(DATA), "no recordings beside the project");
    }

    private Scenario read(String file, String requests, String arrivals, String link) throws Exception {
        String text = """
                scenario: Recorded
                duration: 10 s
                server:
                  scheduler: {type: jitter-edf}
                  application: {type: transmit}
                  files:
                    - {name: movie, %s}
                clients:
                  - group: viewers
                    count: 10
                    arrivals: {%s}
                    requests: {%s}
                    access: {%s, delay: 20 ms}
                """.formatted(file, arrivals, requests, link);
        Path scenario = Files.writeString(folder.resolve("recorded.yaml"), text);
        return ScenarioReader.read(scenario, List.of(), OptionalLong.empty());
    }

    @Test
    void aRecordedVideoIsReadWithEveryFrame() throws Exception {
        Path video = DATA.resolve("video-chat-h264-1080p-2000k.frames.txt");
        Scenario scenario = read(
                "frames: " + video, "files: [movie], maxJitter: 5 ms", "type: poisson, rate: 1/s", "rate: 50 Mbps");
        FrameTrace frames =
                Objects.requireNonNull(scenario.server().files().get(0).frames());
        // awk '!/^%/ {n++; s += $5; t = $4} END {print n, s, t}'
        assertThat(frames.frames()).isEqualTo(7200);
        assertThat(scenario.server().files().get(0).sizeBytes()).isEqualTo(59_549_398);
        assertThat(frames.startPs()[7199]).isEqualTo(240_044_765 * SimTime.MICROSECOND);
    }

    @Test
    void aRecordedLinkIsReadWithEveryOpportunity() throws Exception {
        Scenario scenario = read(
                "size: 1 MB",
                "files: [movie]",
                "type: poisson, rate: 1/s",
                "capacityTrace: " + DATA.resolve("lte-att-driving-2016.down.mahi"));
        CapacityTrace trace = Objects.requireNonNull(
                Objects.requireNonNull(scenario.clients().get(0).access()).capacity());
        // wc -l; tail -1
        assertThat(trace.opportunityPs()).hasSize(45_604);
        assertThat(trace.periodPs()).isEqualTo(120_002 * SimTime.MILLISECOND);
    }

    @Test
    void anAccessLogIsReadWithEveryRequest() throws Exception {
        Path log = DATA.resolve("web-access-10k.clf.log");
        Scenario scenario =
                read("size: 1 MB", "priority: 1", "type: access-log, file: " + log + ", speedUp: 100", "rate: 50 Mbps");
        Scenario all = readAll();
        // The count of the group takes the first ten in the order of time; all paths are served either way.
        assertThat(((Scenario.Arrivals.AccessLog) scenario.clients().get(0).arrivals()).requests())
                .hasSize(10);
        Scenario.Arrivals.AccessLog arrivals =
                (Scenario.Arrivals.AccessLog) all.clients().get(0).arrivals();
        assertThat(arrivals.requests()).hasSize(10_000);
        assertThat(arrivals.requests().get(0).atPs()).isZero();
        // cut -d'"' -f2 | cut -d' ' -f2 | sort -u | wc -l gives 1498; and 'movie' before them.
        assertThat(all.server().files()).hasSize(1499);
        assertThat(scenario.server().files()).hasSize(1499);
        // From 17 May 10:05:00 to 20 May 21:05:59 are 298,859 s, a hundredth of which is 2,988.59 s.
        assertThat(arrivals.requests().get(9_999).atPs()).isEqualTo(2_988_590 * SimTime.MILLISECOND);
        long zeroByteAnswers = arrivals.requests().stream()
                .filter(request -> request.bytes() == 0)
                .count();
        // grep -cE '" [0-9]{3} (-|0)( |$)'
        assertThat(zeroByteAnswers).isEqualTo(669);
    }

    @Test
    void aRunFollowsAVideoALinkAndALogAtOnce() throws Exception {
        String text = """
                scenario: All recordings
                duration: 5 s
                server:
                  scheduler: {type: jitter-edf}
                  application: {type: transmit}
                  files:
                    - {name: talk, frames: DATA/video-chat-h264-360p-400k.frames.txt}
                clients:
                  - group: talkers
                    count: 3
                    arrivals: {type: constant, interval: 100 ms}
                    requests: {files: [talk], bytes: 100 kB, maxJitter: 5 ms}
                    playout: {buffer: 200 ms}
                    access: {capacityTrace: DATA/lte-att-driving-2016.down.mahi, delay: 20 ms}
                  - group: readers
                    count: 100
                    arrivals: {type: access-log, file: DATA/web-access-10k.clf.log, speedUp: 200}
                    access: {rate: 50 Mbps, delay: 10 ms}
                """.replace("DATA", DATA.toString());
        Path file = Files.writeString(folder.resolve("all.yaml"), text);
        Scenario scenario = ScenarioReader.read(file, List.of(), OptionalLong.empty());
        RunResult result = ScenarioRunner.run(scenario, RunObserver.NONE);
        GroupResult talkers = result.groups().get(0);
        GroupResult readers = result.groups().get(1);
        // 100 kB of a video of 400 kbps on average are some 2 s: every talker is done after 5 s.
        assertThat(talkers.completed()).isEqualTo(3);
        assertThat(talkers.contractsKept()).isEqualTo(3);
        assertThat(talkers.packetsSent())
                .isEqualTo(talkers.packetsDelivered() + dropped(talkers) + talkers.packetsInFlight());
        // As many come as the log has in the first 5 s at 200 times its speed: the first 1000 s.
        Scenario.Arrivals.AccessLog log =
                (Scenario.Arrivals.AccessLog) scenario.clients().get(1).arrivals();
        long due = log.requests().stream()
                .filter(request -> request.atPs() < 4_900 * SimTime.MILLISECOND)
                .count();
        assertThat(due).isGreaterThan(10);
        assertThat(readers.requests()).isGreaterThanOrEqualTo(due);
        assertThat(readers.completed()).isPositive();
        assertThat(readers.packetsSent())
                .isEqualTo(readers.packetsDelivered() + dropped(readers) + readers.packetsInFlight());
    }

    private static long dropped(GroupResult group) {
        return group.packetsDropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Scenario readAll() throws Exception {
        return ScenarioReader.read(
                Files.writeString(
                        folder.resolve("all.yaml"),
                        Files.readString(folder.resolve("recorded.yaml")).replace("    count: 10\n", "")),
                List.of(),
                OptionalLong.empty());
    }
}
