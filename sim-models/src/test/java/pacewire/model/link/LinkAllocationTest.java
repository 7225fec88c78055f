package pacewire.model.link;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.event.Simulation;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.FifoScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class LinkAllocationTest {
    private static final int PACKETS = 100_000;
    /** 1538 bytes at 10 Gbps. */
    private static final long SLOT_PS = 1_230_400;

    @ParameterizedTest(name = "reordering {0}")
    @ValueSource(booleans = {false, true})
    void aPacketOnItsWayAllocatesNothing(boolean mayReorder) {
        Circle circle = new Circle(mayReorder);
        circle.simulation.runUntil(SimTime.SECOND / 10);
        long arrivedBefore = circle.arrived;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        circle.simulation.runUntil(circle.simulation.nowPs() + PACKETS * SLOT_PS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(circle.arrived - arrivedBefore).isGreaterThan(PACKETS / 2);
        // An object for each packet would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** A hundred packets that go round and round. */
    private static final class Circle {
        final Simulation simulation = new Simulation();
        final PacketPool pool = new PacketPool();
        final Link link;
        long arrived;

        Circle(boolean mayReorder) {
            RandomStreams streams = new RandomStreams(1);
            link = new Link(
                    simulation,
                    new FifoScheduler(1000, Long.MAX_VALUE),
                    new RateSerialiser(DataRate.parse("10 Gbps")),
                    20 * SimTime.MICROSECOND,
                    List.of(
                            new PacketLoss(streams.stream("loss"), 0),
                            new DelayVariation(
                                    streams.stream("variation"),
                                    new Distributions.Uniform(0, SimTime.MICROSECOND),
                                    mayReorder)),
                    this::goRoundAgain,
                    (packet, reason, nowPs) -> pool.release(packet));
            for (int i = 0; i < 100; i++) {
                Packet packet = pool.take(0);
                packet.payloadBytes = LinkBench.FULL_PAYLOAD;
                link.accept(packet, 0);
            }
        }

        private void goRoundAgain(Packet packet, long nowPs) {
            arrived++;
            pool.release(packet);
            Packet again = pool.take(nowPs);
            again.payloadBytes = LinkBench.FULL_PAYLOAD;
            link.accept(again, nowPs);
        }
    }
}
