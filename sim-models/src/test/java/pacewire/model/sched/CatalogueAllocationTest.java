package pacewire.model.sched;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** No packet scheduler makes an object for a packet: whether it sends it, refuses it or drops it later. */
class CatalogueAllocationTest {
    private static final int PACKETS = 20_000;
    private static final int FLOWS = 100;
    private static final DataRate LINE = DataRate.parse("1 Gbps");

    private final PacketSource source = new PacketSource();

    /** All with their usual parameters, and some that keep more for a flow where it is asked for. */
    static Stream<Arguments> all() {
        Map<String, Long> rate = Map.of("rate", DataRate.parse("10 Mbps").bitsPerSecond());
        return Stream.concat(
                PacketSchedulers.all().stream().map(spec -> Arguments.of(spec.name(), Map.of())),
                Stream.of(Arguments.of("carousel", rate)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    void whileFlowsAreBacklogged(String name, Map<String, Long> parameters) {
        PacketScheduler scheduler = create(name, parameters);
        for (int packet = 0; packet < 3 * FLOWS; packet++) {
            offer(scheduler, packet % FLOWS, 0);
        }

        assertAllocatesNothing(scheduler, 1);
    }

    /** Flows come and go: each packet finds its flow's queue empty. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    void whileFlowsComeAndGo(String name, Map<String, Long> parameters) {
        PacketScheduler scheduler = create(name, parameters);
        offer(scheduler, 0, 0);

        assertAllocatesNothing(scheduler, 1);
    }

    /** Twice as much comes as leaves: packets are refused, pushed out, dropped early or marked. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    void whileItIsOverloaded(String name, Map<String, Long> parameters) {
        PacketScheduler scheduler = create(name, parameters);
        for (int packet = 0; packet < 120_000; packet++) {
            offer(scheduler, packet % FLOWS, 0);
        }

        assertAllocatesNothing(scheduler, 2);
    }

    private PacketScheduler create(String name, Map<String, Long> parameters) {
        PacketScheduler scheduler = SchedulerSetup.of(
                        PacketSchedulers.find(name).orElseThrow(), parameters)
                .create(Ports.port(LINE, (packet, reason, nowPs) -> drop(packet)));
        for (int flow = 0; flow < FLOWS; flow += 2) {
            FlowMetrics weighted = new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1 + flow % 7);
            scheduler.openFlow(flow, weighted, null, 0);
        }
        return scheduler;
    }

    private void assertAllocatesNothing(PacketScheduler scheduler, int arrivalsForEachDeparture) {
        long now = serve(scheduler, arrivalsForEachDeparture, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        serve(scheduler, arrivalsForEachDeparture, now);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // An object for each packet would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(PACKETS);
    }

    /** Each packet that leaves is followed by others, at the end of its time on the line. */
    private long serve(PacketScheduler scheduler, int arrivalsForEachDeparture, long startPs) {
        long now = startPs;
        for (int served = 0; served < PACKETS; served++) {
            long ready = scheduler.readyAtPs(now);
            now = ready == PacketScheduler.NEVER ? now : ready;
            Packet packet = scheduler.dequeue(now);
            int flow = served % FLOWS;
            if (packet != null) {
                flow = packet.flow;
                now += packet.wireBytes() * 8L * SimTime.NANOSECOND;
                source.release(packet);
            }
            for (int packetNumber = 0; packetNumber < arrivalsForEachDeparture; packetNumber++) {
                offer(scheduler, (flow + packetNumber) % FLOWS, now);
            }
        }
        return now;
    }

    private void offer(PacketScheduler scheduler, int flow, long nowPs) {
        Packet packet = source.bare(flow, 1000);
        packet.priority = (byte) (flow % 8);
        packet.ecn = flow % 2 == 0 ? Ecn.ECT_0 : Ecn.NOT_CAPABLE;
        packet.eligiblePs = nowPs + SimTime.MICROSECOND * (1L + flow);
        if (scheduler.enqueue(packet, nowPs) != Verdict.Accepted.ACCEPTED) {
            drop(packet);
        }
    }

    private void drop(Packet packet) {
        source.release(packet);
    }
}
