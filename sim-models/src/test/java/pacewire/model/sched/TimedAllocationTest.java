package pacewire.model.sched;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class TimedAllocationTest {
    private static final int PACKETS = 50_000;

    private final PacketSource source = new PacketSource();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"tbf", "leaky-bucket", "edf", "jitter-edd", "rcsp", "stop-and-go", "etf", "taprio", "cbs"})
    void packetsAllocateNothing(String name) {
        PacketScheduler scheduler = SchedulerSetup.defaults(
                        PacketSchedulers.find(name).orElseThrow())
                .create(Ports.port(DataRate.parse("1 Gbps")));
        for (int packet = 0; packet < 100; packet++) {
            offer(scheduler, packet, 0);
        }
        long now = serve(scheduler, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        serve(scheduler, now);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // An object for each packet would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** Each packet that leaves is followed by another of the flow. */
    private long serve(PacketScheduler scheduler, long startPs) {
        long now = startPs;
        for (int served = 0; served < PACKETS; served++) {
            now = scheduler.readyAtPs(now);
            Packet packet = scheduler.dequeue(now);
            if (packet == null) {
                throw new AssertionError("ready at " + now + ", but nothing leaves");
            }
            int flow = packet.flow;
            source.release(packet);
            offer(scheduler, flow, now);
        }
        return now;
    }

    private void offer(PacketScheduler scheduler, int flow, long nowPs) {
        Packet packet = source.bare(flow, 1000);
        packet.priority = (byte) (flow % 8);
        packet.eligiblePs = nowPs + SimTime.MICROSECOND * (1L + flow);
        scheduler.enqueue(packet, nowPs);
    }
}
