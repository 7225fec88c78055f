package pacewire.model.nic;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A NIC that launches packets at the instants they name, on a line of 10 Gbps: 1172.8 ns for each packet. */
class NicLaunchTimeTest {
    private static final long NS = SimTime.NANOSECOND;

    /** Launch times on a grid of 32 ns: 6400 ns is on it; 6401 ns is not, and 6432 ns is the next of it. */
    @Test
    void aPacketLeavesOnTheFirstPointOfTheGridThatIsNotBeforeItsInstant() {
        NicBench bench = launching(32 * NS);
        bench.nic.queues().get(0).post(timed(bench, 6400 * NS), 0);
        bench.runUntil(10_000 * NS);
        bench.nic.queues().get(0).post(timed(bench, 16_001 * NS), 10_000 * NS);
        bench.runUntil(20_000 * NS);

        // 16,001 ns are 500.03 steps of 32 ns: the 501st is at 16,032 ns.
        assertThat(bench.log)
                .containsExactly("6400000 departed #0", "7572800 wire #0", "16032000 departed #1", "17204800 wire #1");
        assertThat(bench.nic.timedLaunches()).isEqualTo(2);
        assertThat(bench.nic.lateLaunches()).isZero();
    }

    /** Fetched at 500 ns, a packet whose instant was 100 ns leaves at once, and is counted. */
    @Test
    void aPacketThatComesTooLateLeavesAtOnce() {
        NicBench bench = launching(NS);
        bench.nic.queues().get(0).post(timed(bench, 100 * NS), 0);
        bench.runUntil(10_000 * NS);

        assertThat(bench.log).containsExactly("500000 departed #0", "1672800 wire #0");
        assertThat(bench.nic.lateLaunches()).isEqualTo(1);
    }

    /** Instants nearer to each other than a packet is long: the second leaves right behind the first, 172.8 ns late. */
    @Test
    void aPacketWhoseInstantFindsTheLineBusyFollowsWithoutAGap() {
        NicBench bench = launching(NS);
        bench.nic.queues().get(0).post(timed(bench, 5000 * NS), 0);
        bench.nic.queues().get(0).post(timed(bench, 6000 * NS), 0);
        bench.runUntil(10_000 * NS);

        assertThat(bench.log)
                .containsExactly("5000000 departed #0", "6172800 wire #0", "6172800 departed #1", "7345600 wire #1");
        assertThat(bench.nic.timedLaunches()).isEqualTo(2);
        assertThat(bench.nic.lateLaunches()).isEqualTo(1);
    }

    /** The ring is first in, first out: what names no instant waits behind what does. */
    @Test
    void whatStandsBehindAHeldPacketWaitsAsWell() {
        NicBench bench = launching(NS);
        bench.nic.queues().get(0).post(timed(bench, 5000 * NS), 0);
        bench.post();
        bench.runUntil(10_000 * NS);

        assertThat(bench.log)
                .containsExactly("5000000 departed #0", "6172800 wire #0", "6172800 departed #1", "7345600 wire #1");
        assertThat(bench.nic.timedLaunches()).isEqualTo(1);
    }

    /** Without the offload the packet leaves when it is fetched, before its instant. */
    @Test
    void aNicWithoutLaunchTimesTakesNoNotice() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.nic.queues().get(0).post(timed(bench, 5000 * NS), 0);
        bench.runUntil(10_000 * NS);

        assertThat(bench.log).containsExactly("500000 departed #0", "1672800 wire #0");
        assertThat(bench.nic.timedLaunches()).isZero();
    }

    /** Made and posted at 0, fetched at 500 ns, launched at 5024 ns: the wait between is the timer's. */
    @Test
    void theWaitForTheLaunchIsTheTimersAndNotTheRings() {
        long[] parts = new long[3];
        NicBench bench = launching(32 * NS);
        Packet packet = timed(bench, 5000 * NS);
        bench.nic.queues().get(0).post(packet, 0);
        bench.at(5100 * NS, () -> {
            parts[0] = packet.spentPs(DelayPart.RING);
            parts[1] = packet.spentPs(DelayPart.TIMER);
            parts[2] = packet.spentInTotalPs();
        });
        bench.runUntil(5100 * NS);

        assertThat(parts).containsExactly(500 * NS, 4524 * NS, 5024 * NS);
    }

    @Test
    void aGridWithoutStepsIsRefused() {
        assertThatThrownBy(() -> new NicOptions.Launch(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resolution of launch times: 0 ps is less than 1");
    }

    private static Packet timed(NicBench bench, long instantPs) {
        Packet packet = bench.packet(NicBench.PAYLOAD);
        packet.eligiblePs = instantPs;
        packet.isLaunchTimed = true;
        return packet;
    }

    private static NicBench launching(long resolutionPs) {
        return new NicBench(new NicSettings(
                NicBench.TEN_GBPS,
                4,
                4,
                NicBench.DMA_PS,
                100 * SimTime.SECOND,
                1_000_000,
                NicOptions.PLAIN.withLaunch(new NicOptions.Launch(resolutionPs))));
    }
}
