package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.DiskModel;

import static org.assertj.core.api.Assertions.assertThat;

class DiskInterruptTest {
    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();
    private final Core core =
            new Cpu(1, simulation, MachineProfiles.find("linux-6").orElseThrow(), (thread, nowPs) -> {}).core(0);
    private final DiskInterrupt interrupt =
            new DiskInterrupt(core, MachineProfiles.find("linux-6").orElseThrow(), this::note);

    @Test
    void aReadIsThereAfterTheInterruptAndItsWork() {
        disk(100, SimTime.MICROSECOND).read(0, 1000, interrupt, 7);
        simulation.runUntil(SimTime.SECOND);

        // 100 us of access, 1 us of transfer; 2 us to wake the core, 0.6 us of interrupt and 3 us for the read.
        assertThat(log).containsExactly("#7 at 106600 ns");
        assertThat(core.usage(simulation.nowPs()).busyPs()).isEqualTo(3_600 * SimTime.NANOSECOND);
    }

    @Test
    void completionsThatComeMeanwhileShareTheInterrupt() {
        Disk disk = disk(100, SimTime.MICROSECOND);
        // More than the ring holds at first.
        for (int tag = 0; tag < 40; tag++) {
            disk.read(0, 1000, interrupt, tag);
        }
        simulation.runUntil(SimTime.SECOND);

        // One completion each microsecond from 101 us on, and 3 us of work for each: the core never rests between.
        assertThat(log)
                .hasSize(40)
                .startsWith("#0 at 106600 ns", "#1 at 109600 ns")
                .endsWith("#39 at 223600 ns");
        assertThat(core.usage(simulation.nowPs()).busyPs()).isEqualTo(120_600 * SimTime.NANOSECOND);
    }

    @Test
    void aReadAfterAPauseIsAnInterruptOfItsOwn() {
        Disk disk = disk(100, SimTime.MICROSECOND);
        disk.read(0, 1000, interrupt, 1);
        simulation.runUntil(SimTime.MILLISECOND);
        disk.read(0, 1000, interrupt, 2);
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("#1 at 106600 ns", "#2 at 1106600 ns");
    }

    private Disk disk(long accessUs, long transferPsPerThousandBytes) {
        DiskModel model = new DiskModel(
                "test",
                "A disk of round numbers",
                64,
                new Distributions.Constant(accessUs * SimTime.MICROSECOND),
                false,
                DataRate.slowestCarrying(1000, transferPsPerThousandBytes),
                "made up");
        return new Disk(simulation, model, new RandomStreams(1).stream("disk"));
    }

    private void note(int tag, long nowPs) {
        log.add("#" + tag + " at " + nowPs / SimTime.NANOSECOND + " ns");
    }
}
