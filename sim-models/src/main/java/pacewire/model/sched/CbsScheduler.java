package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * Credit-based shaper (IEEE 802.1Qav, now 802.1Q-2018, 8.6.8.2): a class sends while its credit is not negative. Credit falls
 * by sendSlope while the class sends and rises by idleSlope while its packets wait or it is negative; a class without packets
 * loses what it has above zero. Classes go by strict priority, above all packets of other priorities (best effort).
 *
 * <p>{@code flavour = standard} is that, exactly ({@link CreditQueue}). {@code linux} is {@code net/sched/sch_cbs.c} in
 * software: time counts only while credit is negative, so that a class earns nothing while it waits behind others from zero
 * on, and a debt of before an idle time may have become credit, up to hiCredit, when a packet comes. Its amounts are exact here.
 *
 * <p>sendSlope is idleSlope less the line's rate. hiCredit and loCredit bound the credit where they are given, as in Linux; by
 * the standard they follow from what else is sent ({@link CreditSlopes}).
 */
public final class CbsScheduler implements PacketScheduler {
    private static final int LINUX = 1;
    private static final int PRIORITIES = 16;

    /** 802.1Q-2018, table 34-1 and 34.3.1: class A has priority 3, and 75 % of the line unless told otherwise. */
    private static final int CLASS_A = 3;

    private static final TableSpec CLASSES = new TableSpec(
            "classes",
            List.of(
                    ParameterSpec.quantity(
                            "priority",
                            Quantity.NUMBER,
                            "3",
                            0,
                            PRIORITIES - 1,
                            "priority of its packets; higher first"),
                    ParameterSpec.quantity(
                            "idleSlope",
                            Quantity.RATE,
                            "20 Mbps",
                            1,
                            DataRate.LARGEST_BITS_PER_SECOND,
                            "rate at which it earns credit: its part of the line"),
                    ParameterSpec.optionalQuantity(
                            "hiCredit", Quantity.SIZE, 0, CreditQueue.MOST_CREDIT_BYTES, "most credit, in wire bytes"),
                    ParameterSpec.optionalQuantity(
                            "loCredit",
                            Quantity.SIZE,
                            -CreditQueue.MOST_CREDIT_BYTES,
                            0,
                            "least credit, in wire bytes; not positive")),
            "shaped classes; one of priority 3 with 75 % of the line if left out");

    public static final SchedulerSpec SPEC = SchedulerSpec.named("cbs")
            .summary("Credit-based shaper: classes send while they have credit, by priority, above best effort.")
            .source("IEEE 802.1Q-2018, 8.6.8.2 and Annex L (802.1Qav); Linux net/sched/sch_cbs.c")
            .parameters(
                    ParameterSpec.choice("flavour", List.of("standard", "linux"), "when credit is earned"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .tables(CLASSES)
            .checkedBy(CbsScheduler::problem)
            .claims(CbsScheduler::claims)
            .madeBy(CbsScheduler::new);

    /** Highest priority first. */
    private final CreditQueue[] classes;

    private final @Nullable CreditQueue[] classOfPriority = new CreditQueue[PRIORITIES];
    private final PacketFifo bestEffort = new PacketFifo();
    private final DataRate lineRate;
    private final long limitPackets;
    private int packets;
    private long bytes;

    CbsScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        lineRate = environment.lineRate();
        limitPackets = setup.parameters().value("limit");
        List<CreditQueue> made = new ArrayList<>();
        long reserved = 0;
        for (ParameterValues row : rows(setup, environment)) {
            CreditQueue queue = newClass(row, setup.parameters().value("flavour") == LINUX);
            classOfPriority[queue.priority()] = queue;
            reserved += row.value("idleSlope");
            made.add(queue);
        }
        if (reserved > lineRate.bitsPerSecond()) {
            throw new UnfitSetupException("the idleSlopes of all classes are " + Quantity.RATE.format(reserved)
                    + ", more than the line's " + lineRate);
        }
        made.sort(Comparator.comparingInt(CreditQueue::priority).reversed());
        classes = made.toArray(CreditQueue[]::new);
    }

    private static Optional<String> problem(SchedulerSetup setup) {
        boolean[] isTaken = new boolean[PRIORITIES];
        for (ParameterValues row : setup.rows(CLASSES.name())) {
            int priority = (int) row.value("priority");
            if (isTaken[priority]) {
                return Optional.of("two classes have priority " + priority);
            }
            isTaken[priority] = true;
        }
        return Optional.empty();
    }

    private static List<ParameterValues> rows(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<ParameterValues> rows = setup.rows(CLASSES.name());
        long threeQuarters = Math.max(1, environment.lineRate().bitsPerSecond() / 4 * 3);
        return rows.isEmpty() ? List.of(classA(threeQuarters)) : rows;
    }

    private static ParameterValues classA(long idleSlopeBps) {
        Map<String, Long> given = new LinkedHashMap<>();
        given.put("priority", (long) CLASS_A);
        given.put("idleSlope", idleSlopeBps);
        return ParameterValues.of(CLASSES.columns(), given);
    }

    private static CreditQueue newClass(ParameterValues row, boolean isLinux) {
        return new CreditQueue(
                (int) row.value("priority"),
                row.value("idleSlope"),
                row.valueOr("hiCredit", CreditQueue.MOST_CREDIT_BYTES),
                row.valueOr("loCredit", -CreditQueue.MOST_CREDIT_BYTES),
                isLinux);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = setup.parameters().value("limit");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.BlindToFlows(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (setup.rows(CLASSES.name()).isEmpty()) {
            claims.add(new Claim.ScalesWithTheLine());
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        CreditQueue queue = classOfPriority[packet.priority];
        if (queue == null) {
            bestEffort.add(packet);
        } else if (packet.wireBytes() > CreditQueue.MOST_CREDIT_BYTES) {
            return DropReason.TOO_LARGE;
        } else {
            queue.add(packet, nowPs);
        }
        packets++;
        bytes += packet.ipBytes();
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        Packet packet = takeShaped(nowPs);
        if (packet == null) {
            packet = bestEffort.poll();
        }
        if (packet != null) {
            packets--;
            bytes -= packet.ipBytes();
        }
        return packet;
    }

    private @Nullable Packet takeShaped(long nowPs) {
        for (CreditQueue queue : classes) {
            Packet first = queue.packets().peek();
            if (first != null && queue.readyAtPs(nowPs) == nowPs) {
                return queue.send(nowPs, lineRate.psForBytesUp(first.wireBytes()));
            }
        }
        return null;
    }

    @Override
    public long readyAtPs(long nowPs) {
        long readyPs = bestEffort.isEmpty() ? NEVER : nowPs;
        for (CreditQueue queue : classes) {
            if (!queue.packets().isEmpty()) {
                readyPs = Math.min(readyPs, queue.readyAtPs(nowPs));
            }
        }
        return readyPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        bestEffort.dropAll(drops, nowPs);
        for (CreditQueue queue : classes) {
            queue.packets().dropAll(drops, nowPs);
            queue.reset();
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
