package pacewire.bench.calibrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class FiguresTest {
    /** Its copies begin with 30 ns, and its context switch takes 1 us. */
    private static final MachineProfile LINUX = MachineProfiles.find("linux-6").orElseThrow();

    private final Map<String, Measurement> found = new LinkedHashMap<>();

    @Test
    void theMiddleOfTheRoundsCounts() {
        assertThat(new Measurement("", "", new double[] {9, 1, 2}).median()).isEqualTo(2);
        assertThat(new Measurement("", "", new double[] {1, 2, 4, 9}).median()).isEqualTo(3);
    }

    @Test
    void partsOfASumAreWhatIsLeftOfItBehindTheOthers() {
        measureEverything();
        Figures figures = new Figures(found, List.of(), LINUX);

        assertThat(figures.costs())
                .extracting(Cost::item, Cost::value)
                .containsExactly(
                        cost(CostItem.SYSCALL, 100),
                        // 16 KiB take 1500 ns more than 1 KiB: 100 ns for each of 15 KiB
                        cost(CostItem.COPY_PER_KIB_L1, 100),
                        // 300 - 100 do not grow: 64 KiB take 9600 more, 2 MiB 409,600, 64 MiB 26,214,400
                        cost(CostItem.COPY_PER_KIB_L2, 150),
                        cost(CostItem.COPY_PER_KIB_L3, 200),
                        cost(CostItem.COPY_PER_KIB, 400),
                        // 300 - 100 - 30 - 100
                        cost(CostItem.PAGE_LOOKUP, 70),
                        // 1366.71875 - 100 - (30 + 1400 / 1024 of 100)
                        cost(CostItem.UDP_SEND, 1100),
                        // 2200 - 2 of 100
                        cost(CostItem.FILE_OPEN, 2000),
                        cost(CostItem.THREAD_CREATION, 9900),
                        // 1700 - 2 of 100 - 1000
                        cost(CostItem.THREAD_WAKEUP, 500),
                        // 51,500 - (1700 - 200)
                        cost(CostItem.USER_TIMER_SLACK, 50_000));
    }

    @Test
    void noFigureIsBelowZero() {
        measureEverything();
        put(Figures.WAKE_UP, 10);

        assertThat(new Figures(found, List.of(), LINUX).costs())
                .filteredOn(cost -> cost.item() == CostItem.THREAD_WAKEUP)
                .extracting(Cost::value)
                .containsExactly(0L);
    }

    @Test
    void everyFigureIsEitherMeasuredOrNot() {
        measureEverything();
        Figures figures = new Figures(found, List.of(), LINUX);

        assertThat(figures.notMeasured())
                .hasSize(CostItem.values().length - figures.costs().size());
        assertThat(figures.notMeasured()).contains(CostItem.INTERRUPT, CostItem.NIC_FETCH);
    }

    private static Tuple cost(CostItem item, long nanos) {
        return tuple(item, nanos * SimTime.NANOSECOND);
    }

    private void measureEverything() {
        put(Figures.SYSCALL, 100);
        put(Figures.read(1024), 300);
        put(Figures.read(16_384), 1800);
        put(Figures.read(65_536), 9800);
        put(Figures.read(2 << 20), 409_800);
        put(Figures.read(64 << 20), 26_214_600);
        put(Figures.OPEN, 2200);
        put(Figures.THREAD, 10_000);
        put(Figures.WAKE_UP, 1700);
        put(Figures.oversleep(1), 51_500);
        put(Figures.DATAGRAM, 1366.71875);
    }

    private void put(String name, double nanos) {
        found.put(name, new Measurement(name, "how", new double[] {nanos}));
    }
}
