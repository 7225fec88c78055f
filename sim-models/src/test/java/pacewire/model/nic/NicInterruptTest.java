package pacewire.model.nic;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NicInterruptTest {
    private static final long MICROSECOND = SimTime.MICROSECOND;

    @Test
    void anInterruptComesAtOnceWhenThereIsNoDelay() {
        NicBench bench = NicBench.interrupting(0, 100);
        bench.at(MICROSECOND, bench::arrive);

        // The arrival and the end of its DMA: the interrupt is part of that event.
        bench.simulation.step();
        bench.simulation.step();

        assertThat(bench.log).containsExactly("1000000 interrupt");
        assertThat(bench.nic.interrupts()).isEqualTo(1);
    }

    @Test
    void anInterruptComesWhenTheFrameCompletesTheNumber() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1, 2, 3);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("3000000 interrupt");
    }

    @Test
    void anInterruptComesADelayAfterTheFirstFrameAndLaterFramesDoNotPutItOff() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1, 9);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("11000000 interrupt");
    }

    @Test
    void packetsSentAndFramesReceivedCountTogether() {
        NicBench bench = NicBench.interrupting(SimTime.MILLISECOND, 3);
        bench.post();
        bench.post();
        arriveAtMicroseconds(bench, 2);

        bench.runUntil(SimTime.SECOND);

        // Sent in full at 1172.8 ns and 2345.6 ns, received at 2 us: the second completion is the third piece of work.
        assertThat(bench.log)
                .containsExactly(
                        "0 departed #0",
                        "1172800 wire #0",
                        "1172800 departed #1",
                        "2345600 wire #1",
                        "2345600 interrupt");
    }

    @Test
    void theLineGoesOnBeforeTheKernelHearsOfACompletion() {
        NicBench bench = NicBench.interrupting(0, 1);
        bench.post();
        bench.post();

        bench.runUntil(1_172_800);

        assertThat(bench.log)
                .containsExactly("0 departed #0", "1172800 wire #0", "1172800 departed #1", "1172800 interrupt");
    }

    @Test
    void noFurtherInterruptComesWhileTheKernelPolls() {
        NicBench bench = NicBench.interrupting(0, 1);
        arriveAtMicroseconds(bench, 1, 2, 3, 4);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("1000000 interrupt");
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(4);
    }

    @Test
    void theNextFrameInterruptsAgainOnceThePollIsDone() {
        NicBench bench = NicBench.interrupting(0, 1);
        arriveAtMicroseconds(bench, 1, 2, 7);
        bench.at(5 * MICROSECOND, () -> {
            bench.receiveAll();
            bench.nic.queues().get(0).enableInterrupt(5 * MICROSECOND);
        });

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("1000000 interrupt", "7000000 interrupt");
        assertThat(bench.nic.interrupts()).isEqualTo(2);
    }

    @Test
    void workLeftByThePollStartsTheDelayWhenItIsDone() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1, 2, 3, 4);
        bench.at(20 * MICROSECOND, () -> {
            bench.pool.release(bench.take());
            bench.pool.release(bench.take());
            bench.nic.queues().get(0).enableInterrupt(20 * MICROSECOND);
        });

        bench.runUntil(SimTime.SECOND);

        // Two frames are left at 20 us, fewer than three: 10 us later.
        assertThat(bench.log).containsExactly("3000000 interrupt", "30000000 interrupt");
    }

    @Test
    void enoughWorkLeftByThePollInterruptsWhenItIsDone() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1, 2, 3);
        bench.at(20 * MICROSECOND, () -> bench.nic.queues().get(0).enableInterrupt(20 * MICROSECOND));

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("3000000 interrupt", "20000000 interrupt");
    }

    @Test
    void unmaskingTwiceChangesNothing() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1);
        bench.at(5 * MICROSECOND, () -> bench.nic.queues().get(0).enableInterrupt(5 * MICROSECOND));

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("11000000 interrupt");
    }

    @Test
    void workThatIsPolledBeforeTheDelayIsOverDoesNotInterrupt() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        arriveAtMicroseconds(bench, 1, 8);
        bench.at(5 * MICROSECOND, bench::receiveAll);

        bench.runUntil(SimTime.SECOND);

        // The frame at 8 us is a first one again.
        assertThat(bench.log).containsExactly("18000000 interrupt");
    }

    @Test
    void completionsThatAreReapedBeforeTheDelayIsOverDoNotInterrupt() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        bench.post();
        bench.at(5 * MICROSECOND, bench::reap);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log).containsExactly("0 departed #0", "1172800 wire #0", "5000000 completed flow 7 #0 1428 B");
        assertThat(bench.nic.interrupts()).isZero();
    }

    @Test
    void theTimerGoesOnWhileSomeWorkIsLeft() {
        NicBench bench = NicBench.interrupting(10 * MICROSECOND, 3);
        bench.post();
        arriveAtMicroseconds(bench, 3);
        bench.at(5 * MICROSECOND, bench::receiveAll);

        bench.runUntil(SimTime.SECOND);

        // The completion of 1172.8 ns started it and is still pending.
        assertThat(bench.log).containsExactly("0 departed #0", "1172800 wire #0", "11172800 interrupt");
    }

    @Test
    void aHostMayPollAndUnmaskWithinTheInterrupt() {
        NicBench bench = NicBench.interrupting(0, 1);
        bench.onInterrupt = nowPs -> {
            bench.reap();
            bench.receiveAll();
            if (nowPs < 2 * MICROSECOND) {
                bench.post();
            }
            bench.nic.queues().get(0).enableInterrupt(nowPs);
        };
        bench.post();
        bench.post();

        bench.runUntil(SimTime.SECOND);

        // The packet posted at 1172.8 ns follows the second one without a gap.
        assertThat(bench.log)
                .containsExactly(
                        "0 departed #0",
                        "1172800 wire #0",
                        "1172800 departed #1",
                        "1172800 interrupt",
                        "1172800 completed flow 7 #0 1428 B",
                        "2345600 wire #1",
                        "2345600 departed #2",
                        "2345600 interrupt",
                        "2345600 completed flow 7 #1 1428 B",
                        "3518400 wire #2",
                        "3518400 interrupt",
                        "3518400 completed flow 7 #2 1428 B");
    }

    @Test
    void aNicWithoutAHostCannotInterrupt() {
        Simulation alone = new Simulation();
        NicBench makes = NicBench.interrupting(0, 1);
        Nic nic = new Nic(
                alone,
                new NicSettings(NicBench.TEN_GBPS, 1, 1, 0, 0, 1),
                (packet, nowPs) -> {},
                (packet, reason, nowPs) -> {});
        nic.accept(makes.packet(0), 0);

        assertThatThrownBy(() -> alone.runUntil(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the NIC has no host to interrupt");
    }

    private static void arriveAtMicroseconds(NicBench bench, long... times) {
        for (long time : times) {
            bench.at(time * MICROSECOND, bench::arrive);
        }
    }
}
