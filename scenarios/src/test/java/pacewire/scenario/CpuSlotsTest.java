package pacewire.scenario;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.CpuSeries;

import static org.assertj.core.api.Assertions.assertThat;

class CpuSlotsTest {
    @Test
    void workIsSpreadOverTheSlotsThatItLiesIn() {
        // 200 slots of 10.
        CpuSlots slots = new CpuSlots(2, 2000);

        slots.hardInterruptBegins(0, "nic", 5);
        slots.softInterruptsBegin(0, false, 8);
        slots.hardInterruptEnds(0, 9);
        slots.softInterruptsEnd(0, 31);
        slots.softInterruptsBegin(1, false, 1995);

        CpuSeries series = slots.series(2000);
        assertThat(series.slotPs()).isEqualTo(10);
        assertThat(series.busyPs()[0]).startsWith(5, 10, 10, 1, 0);
        assertThat(series.busyPs()[1]).endsWith(0, 5);
        assertThat(series.share(0, 0)).isEqualTo(0.5);
    }

    @Test
    void theSlotsSumToTheTimeThatTheCoresWorked() throws ScenarioException {
        Path file = Path.of(System.getProperty("pacewire.root"), "scenarios", "library", "application-pacing.yaml");
        RunResult result = ScenarioRunner.run(
                ScenarioReader.read(
                        file,
                        List.of("duration=1 s", "warmUp=0 s", "expect=[]", "clients.viewers.count=20"),
                        OptionalLong.empty()),
                RunObserver.NONE);

        long busyPs = Arrays.stream(result.cpu().busyPs())
                .flatMapToLong(Arrays::stream)
                .sum();
        assertThat(busyPs).isEqualTo(result.server().cpuBusyPs()).isPositive();
    }
}
