package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;

/**
 * A flow as {@link JitterEdfScheduler} keeps it: its packets, and where its schedules stand. The objects stay in their
 * slots of {@link FlowTable} and are written anew for each flow, hence the plain fields.
 */
final class ScheduledFlow {
    /**
     * How far an elastic flow may fall behind its schedule at maxRate and still catch up: wake-ups, rings and others on the line
     * cost it some microseconds at every packet, and without this it would never reach maxRate. It bounds the burst.
     */
    private static final long CATCH_UP_PS = SimTime.MILLISECOND;

    /** What was promised to the flow. */
    enum Kind {
        /** Nothing: never opened. */
        PLAIN,
        /** Each packet at its place in the ideal schedule, within the tolerance. */
        STRICT,
        /** A rate at least, a rate at most, or one of them. */
        ELASTIC
    }

    final int slot;
    final PacketFifo queue = new PacketFifo();

    int number;
    Kind kind = Kind.PLAIN;
    boolean isClosing;
    /** What admission counts for it; null when nothing is guaranteed. */
    @Nullable
    DemandCurve curve;

    int priority;
    int weight;

    /** From eligible to deadline, for a flow with a guarantee. */
    long tolerancePs;
    /** The part of the tolerance that may pass in waiting for others. */
    long wakeUpTolerancePs;
    /** Schedule at minRate: when the next packet has its guaranteed turn. */
    long guaranteedPs;
    /** Schedule at maxRate: when the next packet may take spare capacity. */
    long unboundPs;
    /** The first packet's latest end of service, by which guaranteed packets are ordered. */
    long orderPs;
    /** The first packet's order of arrival. */
    long firstOrder;

    /** Start-time fair queueing: tags of the packet served last and of the first one waiting. */
    long finishTag;

    long startTag;
    /** Part of a tag step that is not in the finish tag yet, in units of 1/weight. */
    long tagRemainder;

    private @Nullable ByteClock minClock;
    private @Nullable DataRate maxRate;

    ScheduledFlow(int slot) {
        this.slot = slot;
    }

    /** Makes it a flow that nothing is known of. */
    void reset(int newNumber) {
        number = newNumber;
        kind = Kind.PLAIN;
        isClosing = false;
        curve = null;
        priority = FlowMetrics.BEST_EFFORT.priority();
        weight = FlowMetrics.BEST_EFFORT.weight();
        tolerancePs = 0;
        wakeUpTolerancePs = 0;
        guaranteedPs = 0;
        unboundPs = 0;
        orderPs = 0;
        firstOrder = 0;
        finishTag = 0;
        startTag = 0;
        tagRemainder = 0;
        minClock = null;
        maxRate = null;
    }

    void open(Kind newKind, FlowMetrics metrics) {
        kind = newKind;
        priority = metrics.priority();
        weight = metrics.weight();
        DataRate minRate = metrics.minRate();
        minClock = minRate == null ? null : new ByteClock(minRate);
        maxRate = metrics.maxRate();
    }

    void guarantee(DemandCurve newCurve, long newTolerancePs, long newWakeUpTolerancePs) {
        curve = newCurve;
        tolerancePs = newTolerancePs;
        wakeUpTolerancePs = newWakeUpTolerancePs;
    }

    boolean isOpen() {
        return kind != Kind.PLAIN;
    }

    boolean hasGuarantee() {
        return curve != null;
    }

    boolean sharesSpareCapacity() {
        return kind != Kind.STRICT;
    }

    /** The packet that leaves next; only when there is one. */
    Packet first() {
        Packet first = queue.peek();
        if (first == null) {
            throw new IllegalStateException("flow " + number + " has no packet");
        }
        return first;
    }

    /** An elastic flow saves no credit while it has nothing to send. */
    void arriveAtIdle(long nowPs) {
        guaranteedPs = Math.max(guaranteedPs, nowPs);
        unboundPs = Math.max(unboundPs, nowPs);
    }

    /**
     * Moves the schedules of an elastic flow on when a packet of it leaves.
     *
     * <p>At minRate the next turn comes one packet time after this one's turn, or after this departure when it was earlier:
     * spare service counts for the guarantee, so that nothing is paid twice, but is not held against the flow later (unlike
     * Zhang's Virtual Clock, SIGCOMM 1990). At maxRate the schedule runs on from its own last turn, or from {@link #CATCH_UP_PS}
     * before this departure when that is later; the time is rounded up, so that the rate is never exceeded.
     */
    void depart(Packet packet, long nowPs) {
        if (minClock != null) {
            guaranteedPs = Math.min(guaranteedPs, nowPs) + minClock.advance(packet.payloadBytes);
        }
        if (maxRate != null) {
            unboundPs = Math.max(unboundPs, nowPs - CATCH_UP_PS) + maxRate.psForBytesUp(packet.payloadBytes);
        }
    }

    /** A sum of an instant and a tolerance that stays within time. */
    static long later(long instantPs, long durationPs) {
        return instantPs > SimTime.NEVER - durationPs ? SimTime.NEVER : instantPs + durationPs;
    }
}
