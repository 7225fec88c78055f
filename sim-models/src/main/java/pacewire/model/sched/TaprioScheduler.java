package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * Time-aware shaper (IEEE 802.1Qbv, now 802.1Q-2018, 8.6.8.4) as in Linux {@code taprio}: traffic classes with a gate each,
 * opened and closed by a {@link GateSchedule}. Of the classes whose gate is open for long enough, that of the highest number
 * sends. Long enough: the whole packet, with all that it takes on the wire (802.1Q asks for the entire frame to be sent before
 * the gate closes; Linux needs {@code stab overhead} for the bytes beside it), which makes a guard band as long as the packet
 * that waits.
 *
 * <p>{@code window = gate} counts until the gate closes, as the standard does; {@code entry} counts until the entry ends, as
 * Linux does in software. Linux also gives each entry a budget of bytes, which it charges for attempts that fail as well; there
 * is none here: the line is what limits bytes.
 *
 * <p>Another list may be pending (the administrative one of 802.1Q), with its own base time; {@code cycleTimeExtension} says
 * whether the cycle before it is cut off there or the one before that goes on, as {@code cycle-time-extension} of
 * {@code tc-taprio(8)}.
 *
 * <p>A packet longer than its class's {@code maxSdu}, or than any window of it, is dropped when it comes, as it could never
 * leave; so is one of a class whose gate never opens.
 */
public final class TaprioScheduler implements PacketScheduler {
    /** Linux: TC_MAX_QUEUE; and as many priorities. */
    static final int CLASSES = 16;

    private static final int ALL_GATES = (1 << CLASSES) - 1;
    private static final int ENTRY_BY_ENTRY = 1;
    /** Nearly six days before the beginning and as many after: instants and cycles stay in range. */
    private static final long FARTHEST_BASE_PS = 500_000 * SimTime.SECOND;

    private static final TableSpec ENTRIES = new TableSpec(
            "entries",
            List.of(
                    ParameterSpec.quantity(
                            "gates", Quantity.NUMBER, "65535", 0, ALL_GATES, "open gates: bit c for traffic class c"),
                    ParameterSpec.quantity(
                            "duration", Quantity.TIME, "1 ms", 1, 1000 * SimTime.SECOND, "how long they are open")),
            "gate control list; if left out, all gates are always open");

    private static final TableSpec NEXT_ENTRIES = new TableSpec(
            "nextEntries",
            ENTRIES.columns(),
            "gate control list from nextBaseTime on; if left out, all gates are open then");

    private static final TableSpec PRIORITIES = new TableSpec(
            "priorities",
            List.of(
                    ParameterSpec.quantity("priority", Quantity.NUMBER, "0", 0, CLASSES - 1, "a packet's priority"),
                    ParameterSpec.quantity("class", Quantity.NUMBER, "0", 0, CLASSES - 1, "the class it goes to")),
            "traffic classes of packets by their priority, where they are not the same number");

    private static final TableSpec LARGEST = new TableSpec(
            "maxSdus",
            List.of(
                    ParameterSpec.quantity("class", Quantity.NUMBER, "0", 0, CLASSES - 1, "a traffic class"),
                    ParameterSpec.quantity("size", Quantity.SIZE, "1500 B", 1, 1 << 20, "its largest IP packet")),
            "largest packets of traffic classes (queueMaxSDU), where there is a limit");

    public static final SchedulerSpec SPEC = SchedulerSpec.named("taprio")
            .summary("Time-aware shaper: traffic classes send while their gates are open, by a cyclic list.")
            .source("IEEE 802.1Q-2018, 8.6.8.4 and 8.6.9 (802.1Qbv); Linux net/sched/sch_taprio.c")
            .parameters(
                    ParameterSpec.quantity(
                            "baseTime",
                            Quantity.TIME,
                            "0 ps",
                            -FARTHEST_BASE_PS,
                            FARTHEST_BASE_PS,
                            "when the cycle begins for the first time; before, all gates are open"),
                    ParameterSpec.optionalQuantity(
                            "cycleTime",
                            Quantity.TIME,
                            1,
                            1_000_000 * SimTime.SECOND,
                            "length of the cycle; that of the entries together if left out"),
                    ParameterSpec.optionalQuantity(
                            "nextBaseTime",
                            Quantity.TIME,
                            0,
                            FARTHEST_BASE_PS,
                            "when the list of nextEntries takes the place of this one; never if left out"),
                    ParameterSpec.optionalQuantity(
                            "nextCycleTime",
                            Quantity.TIME,
                            1,
                            1_000_000 * SimTime.SECOND,
                            "length of its cycle; that of its entries together if left out"),
                    ParameterSpec.quantity(
                            "cycleTimeExtension",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            1_000_000 * SimTime.SECOND,
                            "by how much the last whole cycle may go on until the next list begins, rather than one be cut off"),
                    ParameterSpec.choice(
                            "window", List.of("gate", "entry"), "send until the gate closes, or until the entry ends"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .tables(ENTRIES, PRIORITIES, LARGEST, NEXT_ENTRIES)
            .checkedBy(TaprioScheduler::problem)
            .claims(TaprioScheduler::claims)
            .madeBy(TaprioScheduler::new);

    private final PacketFifo[] queues = new PacketFifo[CLASSES];
    private final int[] classes;
    private final long[] largestBytes;
    private final GateSchedule gates;
    private final DataRate lineRate;
    private final long limitPackets;
    private int packets;
    private long bytes;

    TaprioScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        for (int trafficClass = 0; trafficClass < CLASSES; trafficClass++) {
            queues[trafficClass] = new PacketFifo();
        }
        classes = classes(setup);
        largestBytes = largestBytes(setup);
        gates = gates(setup);
        lineRate = environment.lineRate();
        limitPackets = setup.parameters().value("limit");
    }

    private static int[] classes(SchedulerSetup setup) {
        int[] classes = new int[CLASSES];
        for (int priority = 0; priority < CLASSES; priority++) {
            classes[priority] = priority;
        }
        for (ParameterValues row : setup.rows(PRIORITIES.name())) {
            classes[(int) row.value("priority")] = (int) row.value("class");
        }
        return classes;
    }

    private static long[] largestBytes(SchedulerSetup setup) {
        long[] largest = new long[CLASSES];
        Arrays.fill(largest, Long.MAX_VALUE);
        for (ParameterValues row : setup.rows(LARGEST.name())) {
            largest[(int) row.value("class")] = row.value("size");
        }
        return largest;
    }

    private static Optional<String> problem(SchedulerSetup setup) {
        boolean hasTime = setup.parameters().asMap().containsKey("nextBaseTime");
        boolean hasMore = !setup.rows(NEXT_ENTRIES.name()).isEmpty()
                || setup.parameters().asMap().containsKey("nextCycleTime")
                || setup.parameters().value("cycleTimeExtension") > 0;
        return hasMore && !hasTime
                ? Optional.of("'nextBaseTime' is missing: when the list of nextEntries begins")
                : Optional.empty();
    }

    private static boolean hasNext(SchedulerSetup setup) {
        return setup.parameters().asMap().containsKey("nextBaseTime");
    }

    private static GateSchedule gates(SchedulerSetup setup) {
        GateSchedule first = gates(setup, ENTRIES, "baseTime", "cycleTime");
        return hasNext(setup)
                ? first.followedBy(
                        gates(setup, NEXT_ENTRIES, "nextBaseTime", "nextCycleTime"),
                        setup.parameters().value("cycleTimeExtension"))
                : first;
    }

    private static GateSchedule gates(SchedulerSetup setup, TableSpec list, String baseTime, String cycleTime) {
        List<ParameterValues> rows = setup.rows(list.name());
        if (rows.isEmpty()) {
            rows = List.of(ParameterValues.defaults(list.columns()));
        }
        int[] masks = rows.stream().mapToInt(row -> (int) row.value("gates")).toArray();
        long[] durations = rows.stream().mapToLong(row -> row.value("duration")).toArray();
        long sum = 0;
        for (long duration : durations) {
            sum = Math.addExact(sum, duration);
        }
        ParameterValues parameters = setup.parameters();
        return new GateSchedule(
                masks,
                durations,
                parameters.value(baseTime),
                parameters.valueOr(cycleTime, sum),
                parameters.value("window") == ENTRY_BY_ENTRY);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        GateSchedule gates = gates(setup);
        int[] classes = classes(setup);
        // Before the first base time all gates are open, and from the next one on there is another list.
        boolean isPeriodic = !hasNext(setup) && setup.parameters().value("baseTime") <= 0;
        long limit = setup.parameters().value("limit");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.Gated(
                        (packet, fromPs, toPs) -> gates.isOpenThroughout(classes[packet.priority], fromPs, toPs)),
                new Claim.TimeGrid(isPeriodic ? gates.cyclePs() : SimTime.NEVER),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.BlindToFlows(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (setup.rows(LARGEST.name()).isEmpty()) {
            claims.add(new Claim.ScalesWithTheLine());
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        int trafficClass = classes[packet.priority];
        long longestPs = gates.longestOpenPs(trafficClass);
        if (longestPs == 0) {
            return DropReason.NO_CLASS;
        }
        if (packet.ipBytes() > largestBytes[trafficClass] || durationPs(packet) > longestPs) {
            return DropReason.TOO_LARGE;
        }
        if (packets >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        queues[trafficClass].add(packet);
        packets++;
        bytes += packet.ipBytes();
        return Verdict.Accepted.ACCEPTED;
    }

    /** Time on the line, rounded up: the packet must be off it when the gate closes. */
    private long durationPs(Packet packet) {
        return lineRate.psForBytesUp(packet.wireBytes());
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        for (int trafficClass = CLASSES - 1; trafficClass >= 0; trafficClass--) {
            if (readyAtPs(trafficClass, nowPs) == nowPs) {
                Packet packet = queues[trafficClass].poll();
                if (packet != null) {
                    packets--;
                    bytes -= packet.ipBytes();
                }
                return packet;
            }
        }
        return null;
    }

    @Override
    public long readyAtPs(long nowPs) {
        long readyPs = NEVER;
        for (int trafficClass = CLASSES - 1; trafficClass >= 0 && readyPs > nowPs; trafficClass--) {
            readyPs = Math.min(readyPs, readyAtPs(trafficClass, nowPs));
        }
        return readyPs;
    }

    private long readyAtPs(int trafficClass, long nowPs) {
        Packet first = queues[trafficClass].peek();
        return first == null ? NEVER : gates.earliestPs(trafficClass, nowPs, durationPs(first));
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        for (PacketFifo queue : queues) {
            queue.dropAll(drops, nowPs);
        }
        packets = 0;
        bytes = 0;
    }

    @Override
    public int packetCount() {
        return packets;
    }

    @Override
    public long byteCount() {
        return bytes;
    }
}
