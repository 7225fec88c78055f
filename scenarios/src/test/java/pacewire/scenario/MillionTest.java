package pacewire.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;

/** The scenario of a million transfers with 2,000 of them, all there after 20 ms, for 150 ms: what it says and leaves out. */
class MillionTest {
    private static final Path FILE = Path.of(System.getProperty("pacewire.root"), "scenarios", "scale", "million.yaml");

    private static final List<String> SHORT = List.of(
            "duration=150 ms",
            "warmUp=50 ms",
            "clients.viewers.count=2000",
            "clients.viewers.arrivals={type: poisson, rate: 200/ms}");

    private static Scenario read(String... overrides) {
        List<String> all = new ArrayList<>(SHORT);
        all.addAll(List.of(overrides));
        try {
            return ScenarioReader.read(FILE, all, OptionalLong.empty());
        } catch (ScenarioException wrong) {
            throw new AssertionError(wrong.problems().toString(), wrong);
        }
    }

    @Test
    void everyTransferIsAdmittedAndKept() {
        GroupResult viewers =
                ScenarioRunner.run(read(), RunObserver.NONE).groups().get(0);

        assertThat(viewers.requests()).isEqualTo(2000);
        assertThat(viewers.refused()).isZero();
        assertThat(viewers.contractsKept()).isEqualTo(2000);
        // 1,400 bytes at 300 kbps: a datagram every 37.33 ms from each, in 100 ms two or three.
        assertThat(viewers.departureErrorPs().count()).isBetween(4_000L, 6_000L);
        assertThat(viewers.departureErrorPs().min()).isNotNegative();
        // All 2,000 frames of 1,466 bytes at once would take 58.6 us at 400 Gbps.
        assertThat(viewers.departureErrorPs().max()).isLessThan(59 * SimTime.MICROSECOND);
    }

    @Test
    void nothingIsKeptOfSingleClients() {
        RunResult result = ScenarioRunner.run(read(), RunObserver.NONE);

        assertThat(result.transfers()).isEmpty();
        assertThat(result.clients()).isEmpty();
    }

    @Test
    void theGroupHasTheSameFiguresAsWithDetailForEachClient() {
        RunResult coarse = ScenarioRunner.run(read(), RunObserver.NONE);
        RunResult fine = ScenarioRunner.run(read("detail=client"), RunObserver.NONE);

        assertThat(fine.transfers()).hasSize(2000);
        assertThat(fine.clients()).hasSize(2000);
        assertThat(coarse.digests()).isEqualTo(fine.digests());
        GroupResult coarseViewers = coarse.groups().get(0);
        GroupResult fineViewers = fine.groups().get(0);
        assertThat(coarseViewers.rfc3550JitterPs().mean())
                .isEqualTo(fineViewers.rfc3550JitterPs().mean());
        assertThat(coarseViewers.ipdvPs().max()).isEqualTo(fineViewers.ipdvPs().max());
        assertThat(coarseViewers.packetsDelivered()).isEqualTo(fineViewers.packetsDelivered());
        assertThat(coarseViewers.contractsKept()).isEqualTo(fineViewers.contractsKept());
    }

    /** On a machine that takes no time, an application that paces by itself is as even as the kernel. */
    @Test
    void anApplicationThatPacesByItselfRunsOnTheIdealMachineToo() {
        Scenario scenario = read("server.application={type: sleep-sendto}", "server.scheduler={type: fifo}");
        RunResult result = ScenarioRunner.run(scenario, RunObserver.NONE);
        GroupResult viewers = result.groups().get(0);

        assertThat(viewers.contractsKept()).isEqualTo(2000);
        assertThat(viewers.departureErrorPs().max()).isLessThan(59 * SimTime.MICROSECOND);
        assertThat(result.server().cpuBusyPs()).isZero();
    }
}
