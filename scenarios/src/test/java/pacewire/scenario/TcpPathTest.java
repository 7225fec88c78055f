package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Files over TCP on the way from the server's page cache to one client: long fat paths, and segmentation offload. */
class TcpPathTest {
    /** 1 Gbit/s and 50 ms there and back: 6.25 MB are on their way when the line is full. */
    private static final List<String> LONG_FAT_PATH = List.of(
            "expect=[]",
            "server.files=[{name: film, size: 3 GB}]",
            "clients.readers.count=1",
            "clients.readers.arrivals={type: constant, interval: 1 ms}",
            "clients.readers.requests={files: [film]}",
            "clients.readers.access={rate: 1 Gbps, delay: 24 ms, queue: {type: fifo, limit: 100000 packets}}");

    private static final double LINE_BYTES_PER_SECOND = 125_000_000;

    /** Of 1538 bytes on the line, 1460 are payload. */
    @Test
    void windowsThatAreLargeEnoughFillTheLine() throws ScenarioException {
        double bytesPerSecond = bytesPerSecond("network.tcpWindow=16 MiB");

        assertThat(bytesPerSecond)
                .isCloseTo(LINE_BYTES_PER_SECOND * 1460 / 1538, within(0.001 * LINE_BYTES_PER_SECOND));
    }

    /** By default: 4 MiB of send buffer, which a writer fills again when a third of it is free, in each 50 ms and a little more. */
    @Test
    void windowsAsLinuxHasThemByDefaultAreFilledToTwoThirdsOfTheSendBuffer() throws ScenarioException {
        double bytesInARoundTrip = bytesPerSecond("network.tcpWindow=3 MiB") / 20;

        assertThat(bytesInARoundTrip).isBetween(0.98 * (4 << 20) * 2 / 3, 1.0 * (3 << 20));
    }

    /** 65,535 bytes in 50 ms; 44 full segments, and what a unit of one byte more does not allow. */
    @Test
    void windowsThatAreNotScaledCarryWhatTheirFieldHoldsInARoundTrip() throws ScenarioException {
        double bytesInARoundTrip = bytesPerSecond("network.tcpWindow=65535 B") / 20;

        assertThat(bytesInARoundTrip).isBetween(0.9 * 44 * 1460, 1.0 * 65_535);
    }

    /** What the NIC makes takes no CPU time: each segment, and each way through the driver of those behind the first. */
    @Test
    void whoMakesTheSegmentsChangesWhatItCostsAndNotWhatArrives() throws ScenarioException {
        RunResult nic = run(List.of("duration=1 s", "expect=[]"));
        RunResult kernel = run(List.of("duration=1 s", "expect=[]", "server.nic.tso=false"));

        assertThat(kernel.groups().get(0).completed())
                .isEqualTo(50)
                .isEqualTo(nic.groups().get(0).completed());
        assertThat(kernel.server().bytesSent()).isEqualTo(nic.server().bytesSent());
        assertThat(kernel.server().cpuBusyPs()).isGreaterThan(nic.server().cpuBusyPs() * 7 / 6);
    }

    /** Between the second and the third second, when slow start is over. */
    private static double bytesPerSecond(String window) throws ScenarioException {
        return delivered("3 s", window) - delivered("2 s", window);
    }

    private static long delivered(String duration, String window) throws ScenarioException {
        List<String> overrides = new ArrayList<>(LONG_FAT_PATH);
        overrides.add("duration=" + duration);
        overrides.add(window);
        return run(overrides).groups().get(0).bytesDelivered();
    }

    private static RunResult run(List<String> overrides) throws ScenarioException {
        Path library = Path.of(Objects.requireNonNull(System.getProperty("pacewire.root")), "scenarios", "library");
        Scenario scenario =
                ScenarioReader.read(library.resolve("files-over-tcp.yaml"), overrides, OptionalLong.empty());
        return ScenarioRunner.run(scenario, RunObserver.NONE);
    }
}
