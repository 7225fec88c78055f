package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * The gate of {@link JitterEdfScheduler}, behind which flows with a guarantee wait for others to share wake-ups, and what is
 * through it. It must open when the first of those who wait has used up its share of the tolerance, and is open as long as
 * one is through.
 */
final class WakeUpGate {
    /** Orders of arrival reach 2^60, the priority stands above them. */
    private static final int PRIORITY_SHIFT = 60;

    /** Fewer are in the processor's caches anyway. */
    private static final int LEAST_FLOWS_TO_READ_AHEAD = 1024;

    private final FlowTable<ScheduledFlow> flows;
    /**
     * Strict flows whose first packet waits, by its eligible time. Tie-break: the instant by which the gate must open for it;
     * among packets of one eligible time any order will do, and here it is found without a queue of its own.
     */
    private final FlowQueue waiting = new FlowQueue();
    /** Elastic flows that wait for their guaranteed turn, by that; each may be withdrawn. */
    private final FlowHeap waitingElastic = new FlowHeap();
    /** The same by the instant by which the gate must open. */
    private final FlowHeap openingsElastic = new FlowHeap();
    /** Flows whose first packet is through, by deadline. */
    private final FlowQueue released = new FlowQueue();

    /** Keeps the compiler from leaving out what is read ahead of time. */
    @SuppressWarnings("UnusedVariable") // written, so that what is read must be read
    private long sumOfReads;

    /** None of the strict flows there ever were waits less for others. */
    private long leastWakeUpTolerancePs = SimTime.NEVER;

    WakeUpGate(FlowTable<ScheduledFlow> flows) {
        this.flows = flows;
    }

    boolean isOpen() {
        return !released.isEmpty();
    }

    /** When it must open, if before a bound; otherwise the bound. Only when it is closed. */
    long opensPs(long boundPs) {
        return waiting.leastTieBreak(Math.min(boundPs, openingsElastic.firstKey()), leastWakeUpTolerancePs);
    }

    /** A flow's first packet waits for its eligible time, and for others. */
    void await(ScheduledFlow flow, Packet first, long eligiblePs) {
        long opensPs = ScheduledFlow.later(eligiblePs, flow.wakeUpTolerancePs);
        if (flow.isStrict()) {
            leastWakeUpTolerancePs = Math.min(leastWakeUpTolerancePs, flow.wakeUpTolerancePs);
            waiting.add(flow.slot, eligiblePs, opensPs);
        } else {
            waitingElastic.add(flow.slot, eligiblePs, first.heldOrder);
            openingsElastic.add(flow.slot, opensPs, first.heldOrder);
        }
    }

    /** An elastic flow that waits takes spare capacity instead. */
    void withdraw(ScheduledFlow flow) {
        waitingElastic.remove(flow.slot);
        openingsElastic.remove(flow.slot);
    }

    /** Lets all through that are eligible. */
    void releaseEligible(long nowPs) {
        while (waiting.firstKey() <= nowPs) {
            readAhead();
            ScheduledFlow flow = flows.at(waiting.firstSlot());
            waiting.removeFirst();
            release(flow, flow.first());
        }
        while (waitingElastic.firstKey() <= nowPs) {
            ScheduledFlow flow = flows.at(waitingElastic.firstSlot());
            withdraw(flow);
            release(flow, flow.first());
        }
    }

    /**
     * A gate that opens lets hundreds of flows through, whose memory is read a few places ahead, so that the waits for it
     * overlap: the flow first, then its packet.
     */
    private void readAhead() {
        if (waiting.size() >= LEAST_FLOWS_TO_READ_AHEAD) {
            ScheduledFlow far = flowAhead(waiting, 8);
            ScheduledFlow near = flowAhead(waiting, 4);
            sumOfReads += (far == null ? 0 : far.tolerancePs + (far.hasPackets() ? 1 : 0))
                    + (near == null ? 0 : near.first().eligiblePs + near.first().heldOrder);
        }
    }

    private @Nullable ScheduledFlow flowAhead(FlowQueue queue, int places) {
        return queue.isKnownAhead(places) ? flows.at(queue.slotAhead(places)) : null;
    }

    /**
     * A packet that is likely to leave so many places behind the first, of those that are through and of the strict ones that
     * wait; null when none is known.
     */
    @Nullable
    Packet packetAhead(int places) {
        int through = released.size();
        ScheduledFlow flow = places < through ? flowAhead(released, places) : flowAhead(waiting, places - through);
        return flow == null ? null : flow.first();
    }

    /** Lets a flow through whose first packet is eligible. */
    void release(ScheduledFlow flow, Packet first) {
        long countedFromPs = flow.isStrict() ? Math.max(first.eligiblePs, first.readyPs) : flow.share().guaranteedPs;
        long priorityBelowHighest = (long) FlowMetrics.HIGHEST_PRIORITY - flow.priority;
        released.add(
                flow.slot,
                ScheduledFlow.later(countedFromPs, flow.tolerancePs),
                priorityBelowHighest << PRIORITY_SHIFT | first.heldOrder);
    }

    /** Takes out the flow whose packet is due first; only when open. */
    ScheduledFlow takeFirst() {
        ScheduledFlow flow = flows.at(released.firstSlot());
        released.removeFirst();
        return flow;
    }
}
