package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code pacewire strace} prints, as whole texts. */
class StraceTest {
    private static List<String> strace(String process, long fromPs, long toPs, String... overrides) {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "video-on-demand.yaml");
        List<String> lines = new ArrayList<>();
        try {
            Scenario scenario = ScenarioReader.read(file, List.of(overrides), OptionalLong.empty());
            ScenarioRunner.strace(scenario, new StraceQuery(process, fromPs, toPs), lines::add);
        } catch (ScenarioException wrong) {
            throw new AssertionError(wrong.problems().toString(), wrong);
        }
        return lines;
    }

    @Test
    void theServerListensThenSleepsInTransmitUntilItIsDone() {
        List<String> lines = strace(
                "server",
                0,
                60 * SimTime.MILLISECOND,
                "clients.viewers.count=1",
                "clients.viewers.arrivals={type: constant, interval: 1 s}",
                "clients.viewers.access={rate: 50 Mbps, delay: 15 ms}");

        // Three trips of 16 ms and the serialisations between them bring the connection and its request.
        assertThat(String.join("\n", lines) + "\n").isEqualTo("""
                [pid 1000] 0.000003400 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3 <0.000000200>
                [pid 1000] 0.000003600 bind(3, {sa_family=AF_INET, sin_port=htons(554), sin_addr=inet_addr("10.0.0.1")}, 16) = 0 <0.000000200>
                [pid 1000] 0.000003800 listen(3, 4096) = 0 <0.000000200>
                [pid 1000] 0.000004000 accept4(3, {sa_family=AF_INET, sin_port=htons(49152), sin_addr=inet_addr("10.0.0.2")}, [16], SOCK_CLOEXEC) = 4 <0.048102607>
                [pid 1000] 0.048106607 clone(flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 1001 <0.000010200>
                [pid 1001] 0.048120207 recvfrom(4, "TRANSFER\\nport: 5004\\nminRate: 500"..., 1024, 0, NULL, NULL) = 117 <0.000000234>
                [pid 1001] 0.048120441 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5 <0.000000200>
                [pid 1001] 0.048120641 connect(5, {sa_family=AF_INET, sin_port=htons(5004), sin_addr=inet_addr("10.0.0.2")}, 16) = 0 <0.000000200>
                [pid 1000] 0.048116807 accept4(3, NULL, NULL, SOCK_CLOEXEC <unfinished ...>
                [pid 1001] 0.048120841 transmit(5, [{"movie-22", 5000000}], 1, {min_rate=5 Mbps, max_rate=5 Mbps, max_jitter=2 ms, priority=0, weight=1} <unfinished ...>
                """);
    }

    @Test
    void anotherProcessHasNoCalls() {
        assertThat(strace("client", 0, 60 * SimTime.MILLISECOND)).isEmpty();
    }

    @Test
    void callsOutsideTheWindowAreLeftOut() {
        List<String> lines = strace("server", SimTime.MILLISECOND, 2 * SimTime.MILLISECOND);

        // By then the server waits for its first client.
        assertThat(lines).singleElement().asString().endsWith("accept4(3, NULL, NULL, SOCK_CLOEXEC <unfinished ...>");
    }
}
