package pacewire.model.sched;

import java.lang.management.ManagementFactory;
import java.util.Objects;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

class JitterEdfAllocationTest {
    private static final int PACKETS = 200_000;
    private static final int STRICT = 100;
    private static final int ELASTIC = 50;
    private static final long INTERVAL = SimTime.MILLISECOND;

    private final PacketSource source = new PacketSource();
    private final JitterEdfScheduler scheduler = new JitterEdfScheduler(
            SchedulerSetup.defaults(JitterEdfScheduler.SPEC), Ports.port(DataRate.parse("10 Gbps")));

    @Test
    void packetsOfAllKindsOfFlowsAllocateNothing() {
        openFlows();
        long now = serve(PACKETS, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        serve(PACKETS, now);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // An object for each packet would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(PACKETS);
    }

    private void openFlows() {
        DataRate rate = DataRate.parse("10 Mbps");
        TrafficEnvelope envelope = TrafficEnvelope.paced(1538, rate);
        FlowMetrics strict = new FlowMetrics(rate, rate, 2 * SimTime.MILLISECOND, FlowMetrics.NONE, 0, 1);
        FlowMetrics elastic =
                new FlowMetrics(rate, DataRate.parse("50 Mbps"), FlowMetrics.NONE, FlowMetrics.NONE, 0, 3);
        for (int flow = 0; flow < STRICT + ELASTIC; flow++) {
            Admission answer = scheduler.openFlow(flow, flow < STRICT ? strict : elastic, envelope, 0);
            assertThat(answer).isEqualTo(Admission.ADMITTED);
            offer(flow, flow * SimTime.MICROSECOND, 0);
        }
    }

    /** Each packet that leaves is followed by the next of its flow, and by one of a plain flow with a new number. */
    private long serve(int packets, long startPs) {
        long now = startPs;
        for (int served = 0; served < packets; served++) {
            now = scheduler.readyAtPs(now);
            Packet packet = Objects.requireNonNull(scheduler.dequeue(now));
            int flow = packet.flow;
            long next = packet.idealPs + INTERVAL;
            source.release(packet);
            if (flow < STRICT + ELASTIC) {
                offer(flow, next, now);
                offer(STRICT + ELASTIC + served, 0, now);
            }
        }
        return now;
    }

    private void offer(int flow, long idealPs, long nowPs) {
        Packet packet = flow < STRICT ? source.ideal(flow, idealPs, 1472) : source.plain(flow, 1472);
        scheduler.enqueue(packet, nowPs);
    }
}
