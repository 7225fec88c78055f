package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Where a flow stands that is not strict: its schedules at minRate and maxRate, and its place among those who share {@link
 * SpareCapacity}.
 */
final class SpareShare {
    /**
     * How far an elastic flow may fall behind its schedule at maxRate and still catch up: wake-ups, rings and others on the line
     * cost it some microseconds at every packet, and without this it would never reach maxRate. It bounds the burst.
     */
    private static final long CATCH_UP_PS = SimTime.MILLISECOND;

    int weight = FlowMetrics.BEST_EFFORT.weight();
    /** Schedule at minRate: when the next packet has its guaranteed turn. */
    long guaranteedPs;
    /** Schedule at maxRate: when the next packet may take spare capacity. */
    long unboundPs;

    /** Start-time fair queueing: tags of the packet served last and of the first one waiting. */
    long finishTag;

    long startTag;
    /** Part of a tag step that is not in the finish tag yet, in units of 1/weight. */
    long tagRemainder;

    private @Nullable ByteClock minClock;
    private @Nullable DataRate maxRate;

    /** Makes it that of a flow that nothing is known of. */
    void reset() {
        weight = FlowMetrics.BEST_EFFORT.weight();
        guaranteedPs = 0;
        unboundPs = 0;
        finishTag = 0;
        startTag = 0;
        tagRemainder = 0;
        minClock = null;
        maxRate = null;
    }

    void open(FlowMetrics metrics) {
        weight = metrics.weight();
        DataRate minRate = metrics.minRate();
        minClock = minRate == null ? null : new ByteClock(minRate);
        maxRate = metrics.maxRate();
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
}
