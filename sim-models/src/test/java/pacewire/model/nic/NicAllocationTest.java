package pacewire.model.nic;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class NicAllocationTest {
    private static final int PACKETS = 100_000;

    @Test
    void aPacketOnItsWayAllocatesNothing() {
        EndlessHost host = new EndlessHost();
        host.post();
        host.simulation.runUntil(SimTime.SECOND / 100);
        long framesBefore = host.nic.framesSent();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        // 1172.8 ns each.
        host.simulation.runUntil(host.simulation.nowPs() + PACKETS * 1_172_800L);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(host.nic.framesSent() - framesBefore).isEqualTo(PACKETS);
        // An object for each packet would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** Sends without end, and gets back every frame it sends. */
    private static final class EndlessHost implements Nic.Host {
        final Simulation simulation = new Simulation();
        final PacketPool pool = new PacketPool();
        final Nic nic = new Nic(
                simulation,
                new NicSettings(NicBench.TEN_GBPS, 8, 8, 0, 0, 1),
                this::comesBack,
                (packet, reason, nowPs) -> pool.release(packet));
        private final NicQueue.Completions postsTheNext = (flow, sequence, ipBytes, nowPs) -> post();

        EndlessHost() {
            nic.attach(this);
        }

        void post() {
            Packet packet = pool.take(simulation.nowPs());
            packet.payloadBytes = NicBench.PAYLOAD;
            nic.queues().get(0).post(packet, simulation.nowPs());
        }

        @Override
        public void interrupt(int queue, long nowPs) {
            nic.queues().get(0).reap(postsTheNext, nowPs);
            for (Packet packet = nic.queues().get(0).receive();
                    packet != null;
                    packet = nic.queues().get(0).receive()) {
                pool.release(packet);
            }
            nic.queues().get(0).enableInterrupt(nowPs);
        }

        @Override
        public void departed(Packet packet, long nowPs) {}

        private void comesBack(Packet packet, long nowPs) {
            nic.accept(packet, nowPs);
        }
    }
}
