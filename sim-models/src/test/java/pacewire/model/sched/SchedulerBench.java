package pacewire.model.sched;

import java.util.Locale;
import java.util.Objects;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

/**
 * What a packet and an admission cost in {@link JitterEdfScheduler}, by the number of flows. A program to run by hand; it
 * asserts nothing.
 */
final class SchedulerBench {
    private static final int ROUNDS = 5;
    private static final int PACKETS = 3_000_000;
    private static final long INTERVAL = 20 * SimTime.MILLISECOND;

    private SchedulerBench() {}

    public static void main(String[] args) {
        for (int flows : new int[] {200, 10_000}) {
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf(Locale.ROOT, "%6d strict flows: %5.0f ns a packet%n", flows, nsPerPacket(flows));
            }
        }
        for (int curves : new int[] {1, 500}) {
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf(Locale.ROOT, "%6d curves: %7.0f ns an admission%n", curves, nsPerAdmission(curves));
            }
        }
    }

    /** Enqueue and dequeue together: each packet that leaves is followed by the next of its flow, one interval later. */
    private static double nsPerPacket(int flows) {
        JitterEdfScheduler scheduler = scheduler();
        PacketSource source = new PacketSource();
        RandomStream random = new RandomStreams(1).stream("phases");
        for (int flow = 0; flow < flows; flow++) {
            open(scheduler, flow, 1000 * SimTime.MILLISECOND);
            scheduler.enqueue(source.ideal(flow, random.nextLong(INTERVAL), 1472), 0);
        }
        long now = 0;
        long start = System.nanoTime();
        for (int served = 0; served < PACKETS; served++) {
            now = scheduler.readyAtPs(now);
            Packet packet = Objects.requireNonNull(scheduler.dequeue(now));
            packet.idealPs += INTERVAL;
            scheduler.enqueue(packet, now);
        }
        return (double) (System.nanoTime() - start) / PACKETS;
    }

    private static double nsPerAdmission(int curves) {
        JitterEdfScheduler scheduler = scheduler();
        int flows = 5000;
        long start = System.nanoTime();
        for (int flow = 0; flow < flows; flow++) {
            open(scheduler, flow, (1000 + flow % curves) * SimTime.MILLISECOND);
        }
        return (double) (System.nanoTime() - start) / flows;
    }

    private static JitterEdfScheduler scheduler() {
        return new JitterEdfScheduler(
                SchedulerSetup.defaults(JitterEdfScheduler.SPEC), Ports.port(DataRate.parse("100 Gbps")));
    }

    private static void open(JitterEdfScheduler scheduler, int flow, long tolerancePs) {
        DataRate rate = DataRate.parse("1 Mbps");
        FlowMetrics metrics = new FlowMetrics(rate, rate, tolerancePs, FlowMetrics.NONE, 0, 1);
        if (!scheduler
                .openFlow(flow, metrics, TrafficEnvelope.paced(1538, rate), 0)
                .isAdmitted()) {
            throw new IllegalStateException("flow " + flow + " was refused");
        }
    }
}
