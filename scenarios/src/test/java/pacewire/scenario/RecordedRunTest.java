package pacewire.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Runs on recordings of the real world: video, cellular links, and a web server's visitors, all in one scenario. */
class RecordedRunTest {
    private static final Path DATA = Path.of(System.getProperty("pacewire.root"))
            .resolve("../shared/data")
            .normalize();

    @TempDir
    Path folder;

    @Test
    void recordedVideoOverARecordedLinkBesideRecordedVisitors() throws Exception {
        assumeTrue(Files.isDirectory(DATA), "no recordings beside the project");
        String text = """
                scenario: All recordings at once
                duration: 8 s
                server:
                  machine: linux-6
                  cores: 2
                  storage: {type: sata-ssd, pageCache: 1 GB, warm: false}
                  nic: {rate: 1 Gbps, ring: 256}
                  scheduler: {type: jitter-edf}
                  application: {type: transmit}
                  files:
                    - {name: sharp, frames: %1$s/video-chat-h264-1080p-2000k.frames.txt}
                    - {name: small, frames: %1$s/video-chat-h264-360p-400k.frames.txt}
                clients:
                  - group: driving
                    count: 5
                    arrivals: {type: constant, interval: 50 ms}
                    requests: {files: [sharp, small], maxJitter: 2 ms}
                    playout: {buffer: 300 ms}
                    access: {capacityTrace: %1$s/lte-att-driving-2016.down.mahi, delay: 30 ms}
                  - group: standing
                    count: 5
                    arrivals: {type: constant, interval: 50 ms}
                    requests: {files: [small], maxJitter: 2 ms}
                    playout: {buffer: 300 ms}
                    access: {capacityTrace: %1$s/lte-verizon-short.down.mahi, delay: 30 ms}
                  - group: visitors
                    count: 400
                    arrivals: {type: access-log, file: %1$s/web-access-10k.clf.log, speedUp: 2000}
                    requests: {}
                    access: {rate: 200 Mbps, delay: 10 ms}
                """.formatted(DATA);
        Path file = Files.writeString(folder.resolve("recordings.yaml"), text);

        RunResult result =
                ScenarioRunner.run(ScenarioReader.read(file, List.of(), OptionalLong.empty()), RunObserver.NONE);

        GroupResult driving = result.groups().get(0);
        GroupResult standing = result.groups().get(1);
        GroupResult visitors = result.groups().get(2);
        assertThat(driving.contractsKept() + standing.contractsKept()).isEqualTo(10);
        assertThat(driving.departureErrorPs().max()).isBetween(0L, 2 * SimTime.MILLISECOND);
        assertThat(driving.packetsDelivered()).isPositive();
        assertThat(standing.packetsDelivered()).isPositive();
        assertThat(visitors.requests()).isEqualTo(400);
        assertThat(visitors.completed()).isPositive();
    }
}
