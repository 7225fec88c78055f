package pacewire.model.nic;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class NicReceiveTest {
    private static final long MICROSECOND = SimTime.MICROSECOND;

    @Test
    void aFrameCountsAsReceivedOneDmaLatencyAfterItsLastBit() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.at(MICROSECOND, bench::arrive);

        bench.runUntil(1_499_999);
        assertThat(bench.nic.queues().get(0).receivedFrames()).isZero();
        assertThat(bench.nic.queues().get(0).receive()).isNull();
        assertThat(bench.nic.packetsHeld()).isEqualTo(1);

        bench.runUntil(1_500_000);
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(1);
        assertThat(bench.take().sequence).isZero();
        assertThat(bench.nic.packetsHeld()).isZero();
    }

    @Test
    void framesAreTakenInTheOrderOfTheirArrival() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.at(100_000, bench::arrive);
        bench.at(200_000, bench::arrive);
        bench.at(300_000, bench::arrive);

        // The DMA transfers of 500 ns overlap: the second frame is in memory at 700 ns, the third at 800 ns.
        bench.runUntil(700_000);
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(2);
        bench.runUntil(800_000);
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(3);

        assertThat(bench.take().sequence).isZero();
        assertThat(bench.take().sequence).isEqualTo(1);
        assertThat(bench.take().sequence).isEqualTo(2);
        assertThat(bench.nic.queues().get(0).receive()).isNull();
    }

    @Test
    void aFrameThatFindsNoDescriptorIsDropped() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 2);
        bench.at(MICROSECOND, bench::arrive);
        bench.at(MICROSECOND, bench::arrive);
        // The first two are still in DMA, and hold both descriptors.
        bench.at(MICROSECOND + 1, bench::arrive);
        // By now they are in memory, and nobody took them.
        bench.at(9 * MICROSECOND, bench::arrive);

        bench.runUntil(10 * MICROSECOND);

        assertThat(bench.log).containsExactly("1000001 dropped #2 RING_FULL", "9000000 dropped #3 RING_FULL");
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(2);
        assertThat(bench.pool.outstanding()).isEqualTo(2);
    }

    @Test
    void aFrameTakenMakesRoomForAnother() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 1);
        bench.arrive();
        bench.runUntil(MICROSECOND);
        assertThat(bench.take().sequence).isZero();

        bench.arrive();
        bench.runUntil(2 * MICROSECOND);

        assertThat(bench.log).isEmpty();
        assertThat(bench.take().sequence).isEqualTo(1);
    }

    @Test
    void theDelayAccountChargesTheRingUntilTheFrameIsTaken() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 1);
        bench.arrive();
        bench.runUntil(3 * MICROSECOND);

        Packet packet = bench.take();

        assertThat(packet.spentPs(DelayPart.RING)).isEqualTo(3 * MICROSECOND);
        assertThat(packet.spentInTotalPs()).isEqualTo(3 * MICROSECOND);
    }

    @Test
    void whatIsReceivedTakesNoTimeOfTheTransmitLine() {
        NicBench bench = NicBench.transmitting(NicBench.TEN_GBPS, 4);
        bench.post();
        bench.arrive();
        bench.at(MICROSECOND, bench::arrive);

        bench.runUntil(SimTime.SECOND);

        // Full duplex: as if it were alone.
        assertThat(bench.log).containsExactly("500000 departed #0", "1672800 wire #0");
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(2);
    }
}
