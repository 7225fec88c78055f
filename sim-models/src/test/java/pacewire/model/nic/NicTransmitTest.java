package pacewire.model.nic;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NicTransmitTest {
    private static final long MICROSECOND = SimTime.MICROSECOND;

    /** 1466 bytes of 8 bits at 3 bits per nanosecond: 3909.333 ns, a third of a picosecond left over. */
    private static final DataRate THREE_GBPS = DataRate.parse("3 Gbps");

    @Test
    void aPacketLeavesOneDmaLatencyAfterItsPostAndReachesTheWireWhenItIsSerialised() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.at(MICROSECOND, bench::post);

        bench.runUntil(SimTime.SECOND);

        // 1 us + 500 ns; then (1428 + 38) * 8 bits at 10 Gbps = 1172.8 ns.
        assertThat(bench.log).containsExactly("1500000 departed #0", "2672800 wire #0");
    }

    @Test
    void packetsInTheRingFollowEachOtherWithoutAGap() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.post();
        bench.post();
        bench.post();

        bench.runUntil(SimTime.SECOND);

        // 500 ns, then steps of 1172.8 ns.
        assertThat(bench.log)
                .containsExactly(
                        "500000 departed #0",
                        "1672800 wire #0",
                        "1672800 departed #1",
                        "2845600 wire #1",
                        "2845600 departed #2",
                        "4018400 wire #2");
    }

    @Test
    void aPacketPostedOneDmaLatencyBeforeTheLineIsFreeLeavesWithoutAGap() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.post();
        // The line is free at 500 + 1172.8 ns; 500 ns before it is 1172.8 ns.
        bench.at(1_172_800, bench::post);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log)
                .containsExactly("500000 departed #0", "1672800 wire #0", "1672800 departed #1", "2845600 wire #1");
    }

    @Test
    void aPacketPostedAPicosecondLaterThanThatLeavesAPicosecondLater() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.post();
        bench.at(1_172_801, bench::post);

        bench.runUntil(SimTime.SECOND);

        assertThat(bench.log)
                .containsExactly("500000 departed #0", "1672800 wire #0", "1672801 departed #1", "2845601 wire #1");
    }

    @Test
    void aByteTakesTwentyPicosecondsAt400Gbps() {
        NicBench bench = NicBench.transmitting(DataRate.parse("400 Gbps"), 4);
        bench.post();
        bench.nic.queues().get(0).post(bench.packet(NicBench.PAYLOAD + 1), 0);

        bench.runUntil(SimTime.SECOND);

        // 1466 * 20 ps = 29,320 ps; 1467 * 20 ps = 29,340 ps.
        assertThat(bench.log)
                .containsExactly("500000 departed #0", "529320 wire #0", "529320 departed #1", "558660 wire #1");
    }

    @Test
    void theRemainderOfADivisionIsCarriedThroughABusyPeriod() {
        NicBench bench = NicBench.transmitting(THREE_GBPS, 4);
        bench.post();
        bench.post();
        bench.post();

        bench.runUntil(SimTime.SECOND);

        // From 500,000 ps on: 3,909,333.33, 7,818,666.67 and exactly 11,728,000 ps. Rounded times would end at
        // 11,727,999.
        assertThat(bench.log)
                .containsExactly(
                        "500000 departed #0",
                        "4409333 wire #0",
                        "4409333 departed #1",
                        "8318666 wire #1",
                        "8318666 departed #2",
                        "12228000 wire #2");
    }

    @Test
    void theRemainderIsForgottenOverAnIdleGap() {
        NicBench bench = NicBench.transmitting(THREE_GBPS, 4);
        bench.post();
        bench.at(10 * MICROSECOND, bench::post);
        bench.at(10 * MICROSECOND, bench::post);

        bench.runUntil(SimTime.SECOND);

        // The second busy period takes 7,818,666.67 ps; with the first one's third of a picosecond it would be 667.
        assertThat(bench.log).last().isEqualTo((10_500_000 + 7_818_666) + " wire #2");
    }

    @Test
    void aPacketReadyAtTheVeryInstantTheLineBecomesFreeProlongsTheBusyPeriod() {
        NicBench bench = new NicBench(new NicSettings(THREE_GBPS, 4, 4, 0, SimTime.SECOND, 1000));
        // The post comes in an event of its own, when the line has already found its ring empty.
        bench.onWire = nowPs -> bench.at(nowPs, bench::post);
        bench.post();

        bench.runUntil(11_728_000);

        assertThat(bench.log)
                .containsExactly(
                        "0 departed #0",
                        "3909333 wire #0",
                        "3909333 departed #1",
                        "7818666 wire #1",
                        "7818666 departed #2",
                        "11728000 wire #2",
                        "11728000 departed #3");
    }

    @Test
    void aShortPacketIsPaddedToTheLeastFrame() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.nic.queues().get(0).post(bench.packet(0), 0);

        bench.runUntil(SimTime.SECOND);

        // 28 bytes are padded to 46; with 38 of overhead 84 bytes, the 67.2 ns of a minimum frame slot at 10 Gbps.
        assertThat(bench.log).containsExactly("500000 departed #0", "567200 wire #0");
    }

    @Test
    void theDelayAccountChargesTheRingUntilTheFetchTheLineUntilTheFirstBitAndSerialisationUntilTheLast() {
        List<Packet> sent = new ArrayList<>();
        Nic nic = nicWithWire(sent);
        NicBench makes = NicBench.transmitting(NicBench.TEN_GBPS, 4);

        nic.queues().get(0).post(makes.packet(NicBench.PAYLOAD), 0);
        nic.queues().get(0).post(makes.packet(NicBench.PAYLOAD), 0);
        simulation.runUntil(SimTime.SECOND);

        // Both are fetched after 500 ns; then the second waits for the first, 1466 bytes at 800 ps.
        assertThat(sent).extracting(packet -> packet.spentPs(DelayPart.RING)).containsExactly(500_000L, 500_000L);
        assertThat(sent).extracting(packet -> packet.spentPs(DelayPart.LINE)).containsExactly(0L, 1_172_800L);
        assertThat(sent)
                .extracting(packet -> packet.spentPs(DelayPart.SERIALISATION))
                .containsExactly(1_172_800L, 1_172_800L);
        assertThat(sent).extracting(Packet::spentInTotalPs).containsExactly(1_672_800L, 2_845_600L);
    }

    @Test
    void aDescriptorStaysInUseUntilItsCompletionIsReaped() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 2);
        bench.post();
        bench.post();
        assertThat(bench.nic.queues().get(0).freeDescriptors()).isZero();

        bench.runUntil(10 * MICROSECOND);
        assertThat(bench.nic.queues().get(0).freeDescriptors()).isZero();
        assertThat(bench.nic.queues().get(0).completedDescriptors()).isEqualTo(2);
        assertThat(bench.nic.packetsHeld()).isZero();

        bench.log.clear();
        assertThat(bench.reap()).isEqualTo(2);
        assertThat(bench.log)
                .containsExactly("10000000 completed flow 7 #0 1428 B", "10000000 completed flow 7 #1 1428 B");
        assertThat(bench.nic.queues().get(0).freeDescriptors()).isEqualTo(2);
        assertThat(bench.nic.queues().get(0).completedDescriptors()).isZero();
        assertThat(bench.reap()).isZero();
    }

    @Test
    void onlyPacketsSentInFullAreReaped() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 3);
        bench.post();
        bench.post();
        bench.post();

        // The first ends at 1672.8 ns, the second is on the line then.
        bench.runUntil(1_672_800);

        assertThat(bench.nic.queues().get(0).completedDescriptors()).isEqualTo(1);
        assertThat(bench.nic.packetsHeld()).isEqualTo(2);
        assertThat(bench.reap()).isEqualTo(1);
        assertThat(bench.nic.queues().get(0).freeDescriptors()).isEqualTo(1);
    }

    @Test
    void aPostIntoAFullRingIsAnError() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 1);
        bench.post();

        assertThatThrownBy(bench::post)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the transmit ring is full: packet 1 (flow 7 #1, 1400 B)");
    }

    @Test
    void theSinkOfCompletionsMayPostIntoTheDescriptorJustFreed() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 1);
        bench.post();
        bench.runUntil(2 * MICROSECOND);

        int reaped = bench.nic.queues().get(0).reap((flow, sequence, ipBytes, nowPs) -> bench.post(), 2 * MICROSECOND);
        bench.runUntil(SimTime.SECOND);

        assertThat(reaped).isEqualTo(1);
        assertThat(bench.log)
                .containsExactly("500000 departed #0", "1672800 wire #0", "2500000 departed #1", "3672800 wire #1");
    }

    @Test
    void theRingIsUsedRoundAndRound() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 3);
        List<Long> completed = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            bench.post();
            bench.post();
            bench.runUntil((round + 1) * 10L * MICROSECOND);
            bench.nic
                    .queues()
                    .get(0)
                    .reap((flow, sequence, ipBytes, nowPs) -> completed.add(sequence), bench.simulation.nowPs());
        }

        assertThat(completed).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(bench.nic.queues().get(0).freeDescriptors()).isEqualTo(3);
    }

    @Test
    void whatWasSentIsCountedInFramesAndIpBytes() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.post();
        bench.nic.queues().get(0).post(bench.packet(0), 0);
        bench.post();

        // 500 + 1172.8 + 67.2 ns: the third is on the line.
        bench.runUntil(1_740_000);

        assertThat(bench.nic.framesSent()).isEqualTo(2);
        assertThat(bench.nic.bytesSent()).isEqualTo(1428 + 28);
        assertThat(bench.nic.packetsHeld()).isEqualTo(1);
        assertThat(bench.pool.outstanding()).isEqualTo(1);
    }

    @Test
    void aNicWithoutAHostCannotSend() {
        Simulation alone = new Simulation();
        NicBench makes = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        Nic nic = new Nic(alone, settings(), (packet, nowPs) -> {}, (packet, reason, nowPs) -> {});
        nic.queues().get(0).post(makes.packet(0), 0);

        assertThatThrownBy(() -> alone.runUntil(SimTime.SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the NIC has no host");
    }

    @Test
    void aNicHasOneHost() {
        Nic nic = nicWithWire(new ArrayList<>());

        assertThatThrownBy(() -> nic.attach(new SilentHost()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the NIC has a host already");
    }

    private final Simulation simulation = new Simulation();

    private Nic nicWithWire(List<Packet> sent) {
        Nic nic = new Nic(simulation, settings(), (packet, nowPs) -> sent.add(packet), (packet, reason, nowPs) -> {});
        nic.attach(new SilentHost());
        return nic;
    }

    private static NicSettings settings() {
        return new NicSettings(NicBench.TEN_GBPS, 4, 4, NicBench.DMA_PS, SimTime.SECOND, 1000);
    }

    private static final class SilentHost implements Nic.Host {
        @Override
        public void interrupt(int queue, long nowPs) {
            throw new AssertionError("an interrupt at " + nowPs);
        }

        @Override
        public void departed(Packet packet, long nowPs) {
            assertThat(packet.departurePs).isEqualTo(nowPs);
        }
    }
}
