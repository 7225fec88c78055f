package pacewire.bench.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CalibrationTest {
    @TempDir
    private Path folder;

    @Test
    void everythingIsMeasuredInEveryRoundAndNoFileIsLeft() throws IOException {
        Map<String, Measurement> found = new Calibration(2, 1).run(folder);

        assertThat(found)
                .containsKeys(
                        "system call",
                        "read 1024 B",
                        "read 65536 B",
                        "file open",
                        "thread start",
                        "wake-up",
                        "oversleep p50",
                        "datagram");
        assertThat(found.values()).allSatisfy(one -> {
            assertThat(one.nanos()).hasSize(2);
            assertThat(one.least()).isNotNegative();
            assertThat(one.greatest()).isGreaterThanOrEqualTo(one.median());
        });
        assertThat(folder).isEmptyDirectory();
        Figures figures = new Figures(found, List.of(), MachineProfiles.all().get(0));
        assertThat(figures.notMeasured()).contains(CostItem.INTERRUPT);
    }

    @Test
    void nothingIsMeasuredInNoRoundsOrWithNoEffort() {
        assertThatThrownBy(() -> new Calibration(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Calibration(1, 101)).isInstanceOf(IllegalArgumentException.class);
    }
}
