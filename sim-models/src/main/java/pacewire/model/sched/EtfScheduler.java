package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.NamedInstant;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Earliest TxTime first: packets leave in the order of the instants that their senders name (SO_TXTIME; {@link
 * Packet#eligiblePs} here), each at its instant, or {@code delta} before, which is what the way to the line takes. Follows
 * Linux {@code net/sched/sch_etf.c}:
 *
 * <ul>
 *   <li>a packet that comes after its instant, or whose instant is before that of one that has left, is dropped;
 *   <li>a packet that is still there after its instant is dropped when its turn comes;
 *   <li>in deadline mode the instant is the latest one, and the first packet leaves as soon as there is somebody to take it.
 * </ul>
 *
 * <p>A packet that leaves {@code delta} before its instant carries it on to the NIC, which holds it until then if it can
 * launch packets at an instant (tc-etf's {@code offload}; the NIC's own setting switches it here). In deadline mode Linux
 * writes the present instant into the packet, so that the NIC holds nothing.
 *
 * <p>Equal instants leave in order of arrival. Deviations: the window opens at {@code instant - delta}, where Linux opens it
 * a nanosecond later ({@code ktime_after}); the socket's clock is not checked, as there is one; a packet that names no instant is dropped as Linux drops it, unless {@code unnamed} says that it takes the
 * present one.
 */
public final class EtfScheduler implements PacketScheduler {
    private static final int DEADLINE = 1;
    private static final int NOW = 1;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("etf")
            .summary("Earliest TxTime first: each packet leaves at the instant that its sender names.")
            .source("Linux net/sched/sch_etf.c; tc-etf(8)")
            .parameters(
                    ParameterSpec.choice(
                            "mode",
                            List.of("strict", "deadline"),
                            "leave at the instant, or as soon as possible until it"),
                    // Linux: delta 0 by default, a signed 32-bit number of nanoseconds that must not be negative.
                    ParameterSpec.quantity(
                            "delta",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            Integer.MAX_VALUE * SimTime.NANOSECOND,
                            "how long before its instant a packet leaves"),
                    ParameterSpec.choice(
                            "unnamed", List.of("drop", "now"), "what becomes of packets that name no instant"),
                    ParameterSpec.optionalQuantity(
                            "limit", Quantity.PACKETS, 1, Integer.MAX_VALUE, "most packets held; Linux has no limit"))
            .claims(EtfScheduler::claims)
            .madeBy((setup, environment) -> new EtfScheduler(setup.parameters(), environment.drops()));

    /** Before any instant: nothing has left. */
    private static final long NONE_LEFT = Long.MIN_VALUE;

    private final PacketHeap held = new PacketHeap();
    private final DropListener drops;
    private final boolean isDeadlineMode;
    private final boolean takesUnnamed;
    private final long deltaPs;
    private final long limitPackets;
    /** The instant of the packet that left last. */
    private long lastInstantPs = NONE_LEFT;

    private EtfScheduler(ParameterValues parameters, DropListener drops) {
        this.drops = drops;
        isDeadlineMode = parameters.value("mode") == DEADLINE;
        takesUnnamed = parameters.value("unnamed") == NOW;
        deltaPs = parameters.value("delta");
        limitPackets = parameters.valueOr("limit", Integer.MAX_VALUE);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        long deltaPs = parameters.value("delta");
        long limit = parameters.valueOr("limit", Integer.MAX_VALUE);
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.DeadlineOrder(packet -> packet.heldSincePs, packet -> packet.eligiblePs),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.ScalesWithTheLine(),
                new Claim.FlowNumbersAreNames(),
                new Claim.BlindToFlows(),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        if (parameters.value("mode") != DEADLINE) {
            claims.add(new Claim.NeverEarly(packet -> packet.eligiblePs - deltaPs, 0));
        }
        if (parameters.value("unnamed") != NOW) {
            claims.add(new Claim.TakesOnlyTimed());
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        boolean isNamed = packet.eligiblePs != Packet.UNSCHEDULED;
        if (isNamed && isMeantOtherwise(packet.namedInstant)) {
            return DropReason.OTHER_TIMING;
        }
        // What names no instant goes as soon as what was let through ahead of its instant is gone, and is never too
        // late.
        long instantPs = isNamed || !takesUnnamed ? packet.eligiblePs : Math.max(nowPs, lastInstantPs);
        if (instantPs < nowPs || instantPs < lastInstantPs) {
            return DropReason.TOO_LATE;
        }
        if (held.size() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        packet.heldSincePs = nowPs;
        packet.eligiblePs = instantPs;
        packet.isLaunchTimed = isNamed && !isDeadlineMode;
        packet.deadlinePs = isNamed ? instantPs : NEVER;
        held.add(packet, instantPs);
        return Verdict.Accepted.ACCEPTED;
    }

    /** Linux {@code is_packet_valid}: the socket's mode must be that of the packet scheduler. What comes from no socket has none. */
    private boolean isMeantOtherwise(byte meaning) {
        return meaning == (isDeadlineMode ? NamedInstant.DEPARTURE : NamedInstant.DEADLINE);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        while (held.firstRank() < nowPs && held.first().deadlinePs < nowPs) {
            drops.dropped(held.removeFirst(), DropReason.TOO_LATE, nowPs);
        }
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        Packet packet = held.removeFirst();
        lastInstantPs = packet.eligiblePs;
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        if (held.isEmpty()) {
            return NEVER;
        }
        return isDeadlineMode ? nowPs : Math.max(nowPs, held.firstRank() - deltaPs);
    }

    @Override
    public void reset(DropListener dropped, long nowPs) {
        held.dropAll(dropped, nowPs);
        lastInstantPs = NONE_LEFT;
    }

    @Override
    public int packetCount() {
        return held.size();
    }

    @Override
    public long byteCount() {
        return held.bytes();
    }
}
