package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.core.units.Quantity;
import pacewire.model.os.CpuUsage;
import pacewire.model.packet.DelayPart;
import pacewire.scenario.bill.BillCollector;
import pacewire.scenario.bill.BillQuery;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.Tail;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;

/** What tolerated jitter is worth in CPU time, and what other work on the cores does to either way of sending. */
class ToleranceTest {
    /** Twenty viewers on a fast line whose NIC interrupts at once, so that small tolerances can be admitted. */
    private static final List<String> TWENTY_VIEWERS = List.of(
            "duration=2 s",
            "warmUp=0 s",
            "expect=[]",
            "clients.viewers.count=20",
            "server.nic={rate: 100 Gbps, interrupts: {receive: {delay: 0 us, frames: 1}, transmit: {delay: 0 us, frames:"
                    + " 1}}}");

    /** Two threads for each of the four cores that never rest. */
    private static final String BUSY_CORES = "server.load=[{name: hog, threads: 8, busy: 100 %}]";

    private static final double PERCENTILE = 99.9;

    @Test
    void theMoreJitterIsToleratedTheLessCpuTimeAMegabyteTakesAndContractsHold() throws ScenarioException {
        List<Double> cpu = new ArrayList<>();
        for (String tolerance : List.of("50 us", "100 us", "300 us", "1 ms", "3 ms", "10 ms")) {
            List<String> overrides = new ArrayList<>(TWENTY_VIEWERS);
            overrides.add("clients.viewers.requests.maxJitter=" + tolerance);
            RunResult result = ScenarioRunner.run(scenario("video-on-demand", overrides), RunObserver.NONE);
            GroupResult viewers = result.groups().get(0);
            assertThat(viewers.contractsKept()).as("with %s", tolerance).isEqualTo(20);
            cpu.add((double) result.server().cpuBusyPs() / result.server().bytesSent());
        }
        assertThat(cpu).isSortedAccordingTo((a, b) -> Double.compare(b, a)).doesNotHaveDuplicates();
        assertThat(cpu.get(0)).isGreaterThan(2 * cpu.get(5));
    }

    @Test
    void withACoreOfItsOwnContractsHoldFromTenMicrosecondsToTenMillisecondsAndCpuTimeFalls() throws ScenarioException {
        List<Double> cpu = new ArrayList<>();
        for (String tolerance :
                List.of("10 us", "20 us", "50 us", "100 us", "200 us", "500 us", "1 ms", "2 ms", "5 ms", "10 ms")) {
            RunResult result = ScenarioRunner.run(
                    scenario(
                            "strict-tolerance",
                            List.of("expect=[]", "clients.monitors.requests.maxJitter=" + tolerance)),
                    RunObserver.NONE);
            GroupResult monitors = result.groups().get(0);
            assertThat(monitors.contractsKept()).as("with %s", tolerance).isEqualTo(6);
            assertThat(monitors.refused()).as("with %s", tolerance).isZero();
            assertThat(monitors.departureErrorPs().max())
                    .as("with %s", tolerance)
                    .isLessThanOrEqualTo(Quantity.TIME.parse(tolerance));
            cpu.add((double) result.server().cpuBusyPs() / result.server().bytesSent());
        }
        assertThat(cpu).isSortedAccordingTo((a, b) -> Double.compare(b, a)).doesNotHaveDuplicates();
        assertThat(cpu.get(0)).isGreaterThan(2 * cpu.get(9));
    }

    @Test
    void onlyTolerancesBelowTenTimesTheIdleStatesExitKeepTheCoreAwake() throws ScenarioException {
        // linux-6 leaves its idle state in 2 us.
        assertThat(pollingPs("19 us")).isPositive();
        assertThat(pollingPs("20 us")).isZero();
    }

    private static long pollingPs(String tolerance) throws ScenarioException {
        Scenario scenario =
                scenario("strict-tolerance", List.of("expect=[]", "clients.monitors.requests.maxJitter=" + tolerance));
        return ScenarioRunner.run(scenario, RunObserver.NONE).server().cpu().cores().stream()
                .mapToLong(CpuUsage.CoreUsage::pollingPs)
                .sum();
    }

    @Test
    void toleranceBelowWhatAWakeUpTakesIsRefusedAndNotBroken() throws ScenarioException {
        List<String> overrides = new ArrayList<>(TWENTY_VIEWERS);
        overrides.add("clients.viewers.requests.maxJitter=10 us");

        GroupResult viewers = ScenarioRunner.run(scenario("video-on-demand", overrides), RunObserver.NONE)
                .groups()
                .get(0);

        assertThat(viewers.refused()).isEqualTo(20);
        assertThat(viewers.contractsBroken()).isZero();
    }

    @Test
    void workOnEveryCoreMakesAThreadThatPacesItselfLateForTheRunQueue() throws ScenarioException {
        BillCollector.Billed billed = BillCollector.run(
                scenario("application-pacing", List.of("duration=3 s", "expect=[]", BUSY_CORES)),
                BillQuery.worst(1),
                RunObserver.NONE);

        assertThat(billed.result().groups().get(0).contractsBroken()).isGreaterThan(20);
        assertThat(tail(billed.bills()).mainCause()).contains(DelayPart.RUN_QUEUE);
    }

    @Test
    void workOnEveryCoreLeavesTheKernelsPacingWithinItsContracts() throws ScenarioException {
        BillCollector.Billed billed = BillCollector.run(
                scenario("video-on-demand", List.of("duration=3 s", "expect=[]", BUSY_CORES)),
                BillQuery.worst(1),
                RunObserver.NONE);

        GroupResult viewers = billed.result().groups().get(0);
        assertThat(viewers.contractsKept()).isEqualTo(200);
        assertThat(viewers.contractsBroken()).isZero();
        assertThat(tail(billed.bills()).shares()).doesNotContainKey(DelayPart.RUN_QUEUE);
    }

    private static Tail tail(Bills bills) {
        return bills.all().tails().stream()
                .filter(tail -> tail.percent() == PERCENTILE)
                .findFirst()
                .orElseThrow();
    }

    private static Scenario scenario(String name, List<String> overrides) throws ScenarioException {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", name + ".yaml");
        return ScenarioReader.read(file, overrides, OptionalLong.empty());
    }
}
