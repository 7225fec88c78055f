package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

/** What the way of one system call claims, on the library's video on demand with forty viewers. */
class OneCallTest {
    private static final List<String> SMALLER = List.of(
            "clients.viewers.count=40",
            "clients.viewers.requests.perRequest=3",
            "clients.viewers.requests.bytes=200 kB",
            "duration=3 s",
            "warmUp=0 s",
            "expect=[]");
    private static RunResult result;
    private static List<String> calls;

    @BeforeAll
    static void run() throws ScenarioException {
        result = ScenarioRunner.run(scenario(), RunObserver.NONE);
        calls = new ArrayList<>();
        ScenarioRunner.strace(scenario(), new StraceQuery("server", 0, 3 * SimTime.SECOND), calls::add);
    }

    private static Scenario scenario() throws ScenarioException {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "video-on-demand.yaml");
        return ScenarioReader.read(file, SMALLER, OptionalLong.empty());
    }

    @Test
    void clientsAskOverAConnectionForFilesWithMetrics() {
        assertThat(result.server().syscalls()).containsEntry("transmit", 40L);
        assertThat(calls.stream().filter(call -> call.contains("recvfrom(")))
                .hasSize(40)
                .allMatch(call -> call.contains("TRANSFER") && call.contains("minRate"));
    }

    @Test
    void oneSystemCallSendsAllFilesOfARequest() {
        assertThat(calls.stream().filter(call -> call.contains("transmit(")))
                .hasSize(40)
                .allMatch(call -> call.matches(".*transmit\\(\\d+, \\[\\{.*}, \\{.*}, \\{.*}], 3, .*"));
        assertThat(result.server().syscalls()).containsEntry("sendto", 0L).containsEntry("read", 0L);
    }

    @Test
    void theThreadMakesNoOtherCallFromTheCallToItsCompletion() {
        // A thread's lines come in the order in which its calls return: whatever returns after transmit began began
        // behind
        // it.
        Map<String, String> last = new LinkedHashMap<>();
        for (String call : calls) {
            String thread = call.substring(0, call.indexOf(']') + 1);
            String before = last.put(thread, call);
            if (call.contains("transmit(")) {
                assertThat(before).contains("connect(");
            }
        }
        // 600 kB at 5 Mbps: the thread is in the call for 0.96 s less the last datagram, and so sleeps.
        assertThat(calls.stream().filter(call -> call.contains("transmit(") && call.contains("= 600000")))
                .hasSize(40)
                .allMatch(call -> secondsIn(call) > 0.95);
        assertThat(result.server().syscalls()).containsEntry("clock_nanosleep", 0L);
    }

    @Test
    void theToleratedJitterIsKeptForEveryTransferThatWasAdmitted() {
        assertThat(result.groups()).allSatisfy(group -> {
            assertThat(group.contractsKept()).isEqualTo(40);
            assertThat(group.contractsBroken()).isZero();
            assertThat(group.departureErrorPs().max()).isBetween(0L, 2 * SimTime.MILLISECOND);
        });
    }

    @Test
    void noByteOfAFilePassesThroughTheApplication() {
        assertThat(result.server().bytesCopiedToUser()).isZero();
        assertThat(result.server().bytesCopiedFromUser()).isZero();
        assertThat(result.groups().get(0).bytesDelivered()).isGreaterThan(20_000_000);
    }

    private static double secondsIn(String call) {
        return Double.parseDouble(call.substring(call.lastIndexOf('<') + 1, call.lastIndexOf('>')));
    }
}
