package pacewire.model.measure;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

class MeterAllocationTest {
    private static final int PACKETS = 100_000;

    /** What the virtual machine allocates by itself meanwhile; far less than a byte a packet. */
    private static final long BYTES_ALLOWED = 16_384;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketPool pool = new PacketPool();
    private final GroupMeter group = new GroupMeter("viewers", 0, SimTime.SECOND, MeterDetail.CLIENT);
    private final ClientMeter client = group.addClient();
    private final RandomStream random = new RandomStreams(1).stream("delays");
    private long sequence;
    private long nowPs;

    @Test
    void aPacketsWholeLifeAllocatesNothing() {
        passPackets();
        long before = threads.getCurrentThreadAllocatedBytes();
        passPackets();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(BYTES_ALLOWED);
        assertThat(group.packetsDelivered()).isEqualTo(2 * PACKETS);
    }

    private void passPackets() {
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = pool.take(nowPs);
            packet.sequence = sequence++;
            packet.payloadBytes = 1000;
            packet.idealPs = nowPs;
            group.created(packet);
            packet.departurePs = nowPs + random.nextLong(1000);
            group.departed(packet);
            long arrivalPs = packet.departurePs + random.nextLong(1000);
            packet.spend(DelayPart.PROPAGATION, arrivalPs);
            group.delivered(packet, arrivalPs, client);
            pool.release(packet);
            nowPs += 2000;
        }
    }
}
