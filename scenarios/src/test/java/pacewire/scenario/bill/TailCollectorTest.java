package pacewire.scenario.bill;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;

import static org.assertj.core.api.Assertions.assertThat;

class TailCollectorTest {
    private static final List<String> SHORT =
            List.of("duration=1500 ms", "warmUp=200 ms", "expect=[]", "clients.viewers.count=20");

    @Test
    void theLateAreLateForWhatTheirBillsSay() throws ScenarioException {
        BillCollector.Billed billed = BillCollector.run(scenario(), BillQuery.worst(1), RunObserver.NONE);
        TailCollector.Collected collected = TailCollector.run(scenario(), RunObserver.NONE);

        assertThat(collected.groups()).isEqualTo(billed.bills().groups()).hasSize(1);
        assertThat(collected.groups().get(0).tails()).hasSize(6);
        assertThat(collected.result().digests()).isEqualTo(billed.result().digests());
    }

    private static Scenario scenario() throws ScenarioException {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "application-pacing.yaml");
        return ScenarioReader.read(file, SHORT, OptionalLong.empty());
    }
}
