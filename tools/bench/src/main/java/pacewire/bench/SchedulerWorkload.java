package pacewire.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

/**
 * One packet scheduler alone. It holds a packet of every flow, or as many packets as it takes; each packet that leaves is
 * offered again, a packet interval later in the schedule of its flow. Time passes as on a line: a packet's time for each
 * that leaves, and on to the next one that may leave when none may now.
 *
 * <p>Every flow asks for strict pacing and names the instant of each packet; packet schedulers that know no metrics take no
 * notice. Parameters are the defaults, but for limits in packets, which are raised to what the flows need.
 */
public final class SchedulerWorkload implements Workload {
    /** Packets that {@link #advance} lets go. */
    public static final int PACKETS_AT_A_TIME = 1024;

    private static final int PAYLOAD_BYTES = 1400;
    private static final DataRate LINE = DataRate.parse("10 Gbps");
    /** Share of the line that all flows take, so that a paced flow's packets are due before they are late. */
    private static final long LOAD_PERCENT = 64;

    /** What a flow tolerates at the least: a dozen packets of others. */
    private static final long LEAST_JITTER_PS = 15 * SimTime.MICROSECOND;

    /** How packet schedulers call the most packets that they hold. */
    private static final Pattern LIMIT = Pattern.compile("limit|maxPackets");

    /** Packets refused one after the other, with none held, from which on the packet scheduler takes none at all. */
    private static final int MOST_REFUSED = 100_000;

    /** Idle times double until then: the average of adaptive RED has a time constant of a second. */
    private static final long LONGEST_IDLE_PS = SimTime.SECOND;

    private static final int MOST_DOUBLINGS = 20;

    private final PacketScheduler scheduler;
    private final PacketPool pool = new PacketPool();
    private final long[] idealPs;
    private final long[] sequences;
    private final long intervalPs;
    private final long packetPs;
    private final int held;
    private long nowPs;
    private long departed;
    private long refused;
    private int nextFlow;

    /**
     * Opens the flows and offers a packet of each.
     *
     * @param flows at least 1
     * @throws WorkloadException when a flow is not admitted, or no packet is taken
     */
    public SchedulerWorkload(SchedulerSpec spec, int flows) {
        scheduler = setup(spec, flows)
                .create(SchedulerEnvironment.routerPort(
                        LINE, (packet, reason, nowPs) -> pool.release(packet), "port", new RandomStreams(1)));
        int wireBytes = packet(0).wireBytes();
        packetPs = LINE.psForBytesUp(wireBytes);
        intervalPs = flows * packetPs / LOAD_PERCENT * 100;
        idealPs = new long[flows];
        sequences = new long[flows];
        openFlows(wireBytes);
        Chance chance = new Chance();
        for (int flow = 0; flow < flows; flow++) {
            idealPs[flow] = (long) (intervalPs * chance.nextShare());
            offer(packet(flow), flow);
        }
        held = scheduler.packetCount();
        requireTaken();
    }

    /** The defaults, with room for two packets of every flow. */
    private static SchedulerSetup setup(SchedulerSpec spec, int flows) {
        Map<String, Long> raised = new LinkedHashMap<>();
        for (ParameterSpec parameter : spec.parameters()) {
            String usual = parameter.defaultText();
            boolean isLimit = parameter.quantity() == Quantity.PACKETS
                    && LIMIT.matcher(parameter.name()).matches();
            if (isLimit && usual != null) {
                long needed = Math.max(parameter.parse(usual), 2L * flows);
                raised.put(parameter.name(), Math.min(needed, parameter.largest()));
            }
        }
        return SchedulerSetup.of(spec, raised);
    }

    /**
     * Lets as many packets go as two intervals of all flows have, so that the order in which they were opened is forgotten
     * and a packet scheduler that remembers who follows whom has seen it.
     *
     * @param checkpoint called now and then; what it throws ends the work
     */
    public void settle(Runnable checkpoint) {
        long end = departed + 2L * idealPs.length;
        while (departed < end) {
            advance();
            checkpoint.run();
        }
    }

    private void openFlows(int wireBytes) {
        DataRate wireRate = new DataRate(Math.max(1, DataRate.bitsPerSecond(wireBytes, intervalPs)));
        DataRate payloadRate = new DataRate(Math.max(1, DataRate.bitsPerSecond(PAYLOAD_BYTES, intervalPs)));
        long jitterPs = Math.max(LEAST_JITTER_PS, intervalPs / 2 * 3);
        FlowMetrics metrics = new FlowMetrics(payloadRate, payloadRate, jitterPs, FlowMetrics.NONE, 0, 1);
        TrafficEnvelope envelope = TrafficEnvelope.paced(wireBytes, wireRate);
        for (int flow = 0; flow < idealPs.length; flow++) {
            Admission admission = scheduler.openFlow(flow, metrics, envelope, nowPs);
            if (!admission.isAdmitted()) {
                throw new WorkloadException(
                        "flow " + flow + " of " + idealPs.length + " was refused: " + admission.reason());
            }
        }
    }

    @Override
    public void advance() {
        for (int i = 0; i < PACKETS_AT_A_TIME; i++) {
            Packet packet = next();
            nowPs += packetPs;
            departed++;
            offer(packet, held == idealPs.length ? packet.flow : rotate());
            if (scheduler.packetCount() < held) {
                // It dropped one itself, or refused this one: the next flow takes the place.
                int flow = rotate();
                offer(packet(flow), flow);
            }
        }
    }

    /** Takes the packet that leaves next, at the instant when it may. */
    private Packet next() {
        Packet packet = scheduler.dequeue(nowPs);
        for (int attempts = 0; packet == null; attempts++) {
            long readyPs = scheduler.readyAtPs(nowPs);
            if (readyPs == PacketScheduler.NEVER) {
                requireTaken(attempts);
                // The line is idle: queue management that has seen a long queue must see that, too, for as long as it
                // takes.
                nowPs += Math.min(LONGEST_IDLE_PS, packetPs << Math.min(attempts, MOST_DOUBLINGS));
                int flow = rotate();
                offer(packet(flow), flow);
            } else {
                nowPs = readyPs;
            }
            packet = scheduler.dequeue(nowPs);
        }
        return packet;
    }

    private void offer(Packet packet, int flow) {
        packet.flow = flow;
        packet.sequence = sequences[flow]++;
        packet.idealPs = idealPs[flow];
        packet.eligiblePs = idealPs[flow];
        packet.deadlinePs = idealPs[flow] + intervalPs;
        idealPs[flow] += intervalPs;
        if (scheduler.enqueue(packet, nowPs) != Verdict.Accepted.ACCEPTED) {
            refused++;
            pool.release(packet);
        }
    }

    private Packet packet(int flow) {
        Packet packet = pool.take(nowPs);
        packet.flow = flow;
        packet.payloadBytes = PAYLOAD_BYTES;
        return packet;
    }

    private int rotate() {
        int flow = nextFlow;
        nextFlow = flow + 1 == idealPs.length ? 0 : flow + 1;
        return flow;
    }

    private void requireTaken() {
        requireTaken(held == 0 ? MOST_REFUSED : 0);
    }

    private static void requireTaken(int attempts) {
        if (attempts >= MOST_REFUSED) {
            throw new WorkloadException("no packet was taken");
        }
    }

    /** Packets held at present. */
    public int packetsHeld() {
        return scheduler.packetCount();
    }

    /** Packets refused so far. */
    public long packetsRefused() {
        return refused;
    }

    @Override
    public long operations() {
        return departed;
    }

    @Override
    public long eventsFired() {
        return 0;
    }

    @Override
    public long nowPs() {
        return nowPs;
    }

    @Override
    public void requireSteady() {
        // Whoever takes no packets is found while it is at work.
    }
}
