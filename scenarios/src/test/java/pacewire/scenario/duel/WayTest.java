package pacewire.scenario.duel;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.result.RunResult.GroupResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Twenty viewers who tolerate 2 ms, served in the ways that leave the pace to the packet scheduler. */
class WayTest {
    private static final List<String> TWENTY_VIEWERS = List.of(
            "duration=3 s",
            "warmUp=0 s",
            "expect=[]",
            "clients.viewers.count=20",
            "clients.viewers.requests.bytes=1 MB");

    @Test
    void pacingRateIsSetUpSoThatNothingIsEarly() throws ScenarioException {
        GroupResult viewers = run("pacing-rate");

        assertThat(viewers.contractsKept()).isEqualTo(20);
        assertThat(viewers.departureErrorPs().min()).isNotNegative();
    }

    @Test
    void txtimeHasANicThatLaunchesAtTheInstant() throws ScenarioException {
        GroupResult viewers = run("txtime");

        assertThat(viewers.contractsKept()).isEqualTo(20);
        assertThat(viewers.departureErrorPs().min()).isNotNegative();
        // The NIC's grid is 32 ns.
        assertThat(viewers.departureErrorPs().percentile(50)).isLessThan(32_000);
    }

    @Test
    void etfRefusesInstantsThatMeanSomethingElseToTheSender() throws ScenarioException {
        List<String> overrides = new java.util.ArrayList<>(TWENTY_VIEWERS);
        overrides.add("server.application={type: txtime, mode: deadline}");
        overrides.add("server.scheduler={type: etf, delta: 200 us, unnamed: now}");
        GroupResult viewers = ScenarioRunner.run(scenario(overrides), RunObserver.NONE)
                .groups()
                .get(0);

        assertThat(viewers.packetsDropped().get("otherTiming"))
                .isEqualTo(viewers.packetsSent())
                .isPositive();
        assertThat(viewers.content().right()).isZero();
    }

    @Test
    void whatTheScenarioSaysStaysAsItIs() throws ScenarioException {
        assertThat(Way.find("transmit").orElseThrow().overrides(scenario(TWENTY_VIEWERS)))
                .isEmpty();
    }

    private static GroupResult run(String application) throws ScenarioException {
        List<String> overrides = new java.util.ArrayList<>(TWENTY_VIEWERS);
        overrides.addAll(Way.find(application).orElseThrow().overrides(scenario(TWENTY_VIEWERS)));
        return ScenarioRunner.run(scenario(overrides), RunObserver.NONE)
                .groups()
                .get(0);
    }

    private static Scenario scenario(List<String> overrides) throws ScenarioException {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "video-on-demand.yaml");
        return ScenarioReader.read(file, overrides, OptionalLong.empty());
    }
}
