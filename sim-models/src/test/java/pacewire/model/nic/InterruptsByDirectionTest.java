package pacewire.model.nic;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each direction with a delay and a number of frames of its own, or adapting; DMA takes no time. */
class InterruptsByDirectionTest {
    private static final long US = SimTime.MICROSECOND;

    /** Frames wait 5 us and packets sent 20 us: the frame's interrupt comes at 5 us, though a packet was sent at 1.17 us. */
    @Test
    void eachDirectionWaitsItsOwnTime() {
        NicBench bench = moderated(new Coalescing(5 * US, 100), new Coalescing(20 * US, 100));
        bench.post();
        bench.arrive();
        bench.runUntil(4 * US);
        assertThat(bench.log).noneMatch(line -> line.contains("interrupt"));
        bench.runUntil(50 * US);

        assertThat(bench.log).contains("5000000 interrupt");
        assertThat(bench.nic.interrupts()).isEqualTo(1);
    }

    /** Two frames and one completion are three pieces of work, but no direction has its three. */
    @Test
    void eachDirectionCountsItsOwnWork() {
        NicBench bench = moderated(new Coalescing(50 * US, 3), new Coalescing(50 * US, 3));
        bench.post();
        bench.arrive();
        bench.arrive();
        bench.runUntil(10 * US);
        assertThat(bench.nic.interrupts()).isZero();
        bench.arrive();
        bench.runUntil(11 * US);

        assertThat(bench.log).last().isEqualTo("10000000 interrupt");
    }

    /** All completions reaped, the transmit timer stops; the frame still waits, and interrupts at its own 20 us. */
    @Test
    void takingOneDirectionsWorkLeavesTheOthersTimer() {
        NicBench bench = moderated(new Coalescing(20 * US, 100), new Coalescing(5 * US, 100));
        bench.post();
        bench.arrive();
        bench.at(2 * US, bench::reap);
        bench.runUntil(50 * US);

        assertThat(bench.log).filteredOn(line -> line.contains("interrupt")).containsExactly("20000000 interrupt");
    }

    /** What the driver is told: where nothing is given for a direction, the machine's figures hold. */
    @Test
    void aDirectionWithoutASettingIsAsTheMachine() {
        NicBench bench = moderated(null, new Coalescing(5 * US, 7));
        NicQueue queue = bench.nic.queues().get(0);

        assertThat(queue.transmitCoalescing()).isEqualTo(new Coalescing(5 * US, 7));
        assertThat(queue.receiveCoalescing()).isEqualTo(new Coalescing(SimTime.SECOND, 1000));
    }

    /**
     * A frame every 2 us, polled at once: 64 interrupts make a sample. The first traffic leaves the second setting, 8 us, to the
     * left, to 1 us.
     */
    @Test
    void adaptiveInterruptsFollowTheTraffic() {
        NicBench bench = bench(NicOptions.Interrupts.ADAPTIVE);
        NicQueue queue = bench.nic.queues().get(0);
        bench.onInterrupt = nowPs -> bench.at(nowPs, () -> {
            bench.receiveAll();
            queue.enableInterrupt(nowPs);
        });
        for (int i = 0; i < 1000; i++) {
            bench.at(2L * i * US, bench::arrive);
        }
        assertThat(queue.receiveCoalescing()).isEqualTo(new Coalescing(8 * US, 256));
        bench.runUntil(660 * US);

        assertThat(queue.receiveCoalescing()).isEqualTo(new Coalescing(US, 256));
    }

    @Test
    void interruptsThatAdaptHaveNoSettings() {
        assertThatThrownBy(() -> new NicOptions.Interrupts(new Coalescing(US, 1), null, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interrupts that adapt cannot be set as well");
        assertThatThrownBy(() -> new Coalescing(-1, 1)).hasMessage("interrupt delay: -1 ps is negative");
        assertThatThrownBy(() -> new Coalescing(0, 0)).hasMessage("frames of an interrupt: 0 is less than 1");
    }

    private static NicBench moderated(
            @org.jspecify.annotations.Nullable Coalescing receive,
            @org.jspecify.annotations.Nullable Coalescing transmit) {
        return bench(new NicOptions.Interrupts(receive, transmit, false));
    }

    private static NicBench bench(NicOptions.Interrupts interrupts) {
        return new NicBench(new NicSettings(
                NicBench.TEN_GBPS, 16, 16, 0, SimTime.SECOND, 1000, NicOptions.PLAIN.withInterrupts(interrupts)));
    }
}
