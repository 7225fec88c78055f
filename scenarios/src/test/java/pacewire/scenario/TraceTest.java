package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.core.trace.TracePoint;
import pacewire.model.os.SyscallTracer;
import pacewire.model.topology.World;

import static org.assertj.core.api.Assertions.assertThat;

/** The way of every packet of a short transfer, as a whole log. */
class TraceTest {
    @Test
    void fourDatagramsLeaveInTimeAndArriveAtTheClient() throws Exception {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "video-on-demand.yaml");
        Scenario scenario = ScenarioReader.read(
                file,
                List.of(
                        "clients.viewers.count=1",
                        "clients.viewers.arrivals={type: constant, interval: 1 s}",
                        "clients.viewers.requests.bytes=5600 B",
                        "clients.viewers.access={rate: 50 Mbps, delay: 15 ms}"),
                OptionalLong.empty());
        List<String> log = new ArrayList<>();
        World world = new World(1, (timePs, point, packet, value) -> {
            if (point != TracePoint.DROPPED) {
                log.add(point.key() + " " + packet + " at " + timePs + ": " + value);
            }
        });
        ScenarioWiring.wire(scenario, world, SyscallTracer.NONE);

        world.simulation().runUntil(scenario.durationPs());

        // 1,400 bytes at 5 Mbps: 2.24 ms from one departure to the next, each a quarter of 2 ms late and the latency of
        // timer, CPU and DMA. On the way: 1,466 bytes at 10 Gbps twice (1,172.8 ns), at 50 Mbps once (234.56 us), and
        // 16 ms of wire: 16,236,905,600 ps. Around them the segments of the control connection that the server sends.
        // The first datagram is made with the call; each of the others when the one before it leaves the packet
        // scheduler, 1.88 us before its departure.
        assertThat(String.join("\n", log) + "\n").isEqualTo("""
                departed 1 at 16037277200: 0
                delivered 1 at 32050851600: 16013574400
                created 3 at 48124059207: 1400
                created 4 at 48627360000: 1400
                departed 3 at 48629240000: 505180793
                created 5 at 50867360000: 1400
                departed 4 at 50869240000: 505180793
                created 6 at 53107360000: 1400
                departed 5 at 53109240000: 505180793
                departed 6 at 55349240000: 505180793
                departed 7 at 55378293069: 0
                departed 8 at 55379763069: 0
                delivered 3 at 64866145600: 16236905600
                delivered 4 at 67106145600: 16236905600
                delivered 5 at 69346145600: 16236905600
                delivered 6 at 71586145600: 16236905600
                delivered 7 at 71602305600: 16224012531
                delivered 8 at 71615745600: 16235982531
                departed 11 at 87639582800: 0
                delivered 11 at 103653157200: 16013574400
                """);
    }
}
