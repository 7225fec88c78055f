package pacewire.model.link;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinkTest {
    private static final DataRate TEN_GBPS = DataRate.parse("10 Gbps");

    private final LinkBench bench = new LinkBench();

    @Test
    void aPacketArrivesAfterItsSerialisationAndThePropagation() {
        Link link = bench.link(LinkBench.fifo(10), new RateSerialiser(TEN_GBPS), SimTime.MILLISECOND);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);

        bench.run();

        // 1500 bytes and 38 of Ethernet at 0.8 ns each: 1230.4 ns.
        assertThat(bench.log).containsExactly("#0 at 1001230.4 ns: queue 0 ps, wire 1230.4 ns, way 1 ms");
    }

    @Test
    void packetsSentTogetherLeaveOneBehindTheOther() {
        Link link = bench.link(LinkBench.fifo(10), new RateSerialiser(TEN_GBPS), 0);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);
        // 1 byte of payload: padded to 46 bytes, 84 on the wire: 67.2 ns.
        bench.sendAt(link, 1, 0);

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "#0 at 1230.4 ns: queue 0 ps, wire 1230.4 ns, way 0 ps",
                        "#1 at 2460.8 ns: queue 1230.4 ns, wire 1230.4 ns, way 0 ps",
                        "#2 at 2.528 us: queue 2460.8 ns, wire 67.2 ns, way 0 ps");
    }

    @Test
    void aPacketThatMeetsAFullQueueIsDroppedAtItsArrival() {
        Link link = bench.link(LinkBench.fifo(2), new RateSerialiser(TEN_GBPS), 0);
        for (int i = 0; i < 4; i++) {
            bench.sendAt(link, LinkBench.FULL_PAYLOAD, 100);
        }

        bench.run();

        // The first is on the wire, two wait, the fourth finds no room.
        assertThat(bench.log.get(0)).isEqualTo("#3 dropped at 100 ps: queueFull");
        assertThat(bench.arrivedSequences).containsExactly(0L, 1L, 2L);
        assertThat(bench.pool.outstanding()).isZero();
    }

    @Test
    void aLongBusyPeriodEndsAtItsExactInstant() {
        // A byte takes 2666.67 ps at 3 Gbps: rounding each packet would lose up to 1 ps each.
        DataRate rate = DataRate.parse("3 Gbps");
        Link link = bench.link(LinkBench.fifo(2000), new RateSerialiser(rate), 0);
        for (int i = 0; i < 1000; i++) {
            bench.sendAt(link, LinkBench.FULL_PAYLOAD, 7);
        }

        bench.run();

        assertThat(bench.arrivals.get(999)).isEqualTo(7 + rate.psForBytes(1000 * 1538));
    }

    @Test
    void aBusyPeriodStartsWithoutARemainderOfTheOneBefore() {
        DataRate rate = DataRate.parse("3 Gbps");
        Link link = bench.link(LinkBench.fifo(10), new RateSerialiser(rate), 0);
        // 84 bytes: 224,000 ps exactly. 85 bytes: 226,666.67 ps, the remainder of which must not reach the second.
        bench.sendAt(link, 19, 0);
        bench.sendAt(link, 19, SimTime.MICROSECOND);

        bench.run();

        assertThat(bench.arrivals).containsExactly(226_666L, 1_226_666L);
    }

    @Test
    void packetsHeldCountsTheQueueTheWireAndTheWay() {
        Link link = bench.link(LinkBench.fifo(10), new RateSerialiser(TEN_GBPS), SimTime.MILLISECOND);
        for (int i = 0; i < 3; i++) {
            bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);
        }

        bench.simulation.runUntil(1_300_000);

        // The first is on its way, the second on the wire, the third waits.
        assertThat(link.packetsHeld()).isEqualTo(3);
        assertThat(link.packetsQueued()).isEqualTo(1);
        assertThat(link.busyUntilPs()).isEqualTo(2_460_800);
        bench.run();
        assertThat(link.packetsHeld()).isZero();
    }

    @Test
    void howeverManyPacketsAreOnTheWayOneArrivalIsPending() {
        Link link = bench.link(LinkBench.fifo(1000), new RateSerialiser(TEN_GBPS), SimTime.SECOND);
        for (int i = 0; i < 1000; i++) {
            bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);
        }

        bench.simulation.runUntil(SimTime.SECOND / 2);

        assertThat(link.packetsHeld()).isEqualTo(1000);
        assertThat(bench.simulation.eventsPending()).isEqualTo(1);
    }

    @Test
    void aQueueThatHoldsPacketsBackIsAskedAgainWhenItIsReady() {
        Link link = bench.link(new GateQueue(5 * SimTime.MICROSECOND), new RateSerialiser(TEN_GBPS), 0);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, 0);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, SimTime.MICROSECOND);
        bench.sendAt(link, LinkBench.FULL_PAYLOAD, 6 * SimTime.MICROSECOND);

        bench.run();

        // The gate opens every 5 us for one packet: at 5, 10 and 15 us.
        assertThat(bench.log)
                .containsExactly(
                        "#0 at 6230.4 ns: queue 5 us, wire 1230.4 ns, way 0 ps",
                        "#1 at 11230.4 ns: queue 9 us, wire 1230.4 ns, way 0 ps",
                        "#2 at 16230.4 ns: queue 9 us, wire 1230.4 ns, way 0 ps");
    }

    @Test
    void aQueueThatClaimsToBeReadyAndGivesNothingIsAnError() {
        PacketScheduler liar = new GateQueue(0) {
            @Override
            public @Nullable Packet dequeue(long nowPs) {
                return null;
            }
        };
        Link link = bench.link(liar, new RateSerialiser(TEN_GBPS), 0);
        bench.sendAt(link, 1, 0);

        assertThatThrownBy(bench::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the queue says it is ready, and neither gives a packet nor drops one");
    }

    @Test
    void aNegativePropagationIsRefused() {
        assertThatThrownBy(() -> bench.link(LinkBench.fifo(1), new RateSerialiser(TEN_GBPS), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a propagation delay of -1 ps");
    }

    @Test
    void theDelayAccountOfEveryPacketIsBalanced() {
        Link link = bench.link(LinkBench.fifo(100), new RateSerialiser(DataRate.parse("7 Mbps")), 12_345);
        for (int i = 0; i < 50; i++) {
            bench.sendAt(link, 100 + 20 * i, i * 100L * SimTime.MICROSECOND);
        }

        bench.run();

        assertThat(bench.arrivals).hasSize(50);
        assertThat(bench.unbalancedAccounts).isEqualTo(List.of());
    }

    /** Lets one packet out at every multiple of an interval. */
    private static class GateQueue implements PacketScheduler {
        @Override
        public void reset(DropListener drops, long nowPs) {
            throw new AssertionError("nobody resets it");
        }

        private final PacketFifo held = new PacketFifo();
        private final long intervalPs;
        private long openPs;

        GateQueue(long intervalPs) {
            this.intervalPs = intervalPs;
            this.openPs = intervalPs;
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            held.add(packet);
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            if (nowPs < openPs) {
                return null;
            }
            openPs += intervalPs;
            return held.poll();
        }

        @Override
        public long readyAtPs(long nowPs) {
            return held.isEmpty() ? NEVER : Math.max(nowPs, openPs);
        }

        @Override
        public int packetCount() {
            return held.size();
        }

        @Override
        public long byteCount() {
            return held.bytes();
        }
    }
}
