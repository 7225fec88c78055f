package pacewire.model.sched;

import java.util.Arrays;

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

    private static final int FIRST_CAPACITY = 16;

    /** A flow is fetched so many places before its first packet is, and its place in the table as many before that. */
    private static final int PLACES_BETWEEN_FETCHES = 8;

    /** No slot. */
    private static final int NONE = Integer.MAX_VALUE;

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

    /**
     * For the slot of each strict flow that waits, its place among those that are through: deadline and tie-break. When the gate
     * opens, hundreds go through at once; here they do without a look at each flow and packet, whose memory is far.
     */
    private long[] places = new long[2 * FIRST_CAPACITY];

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
            keepPlace(flow, first);
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
            int slot = waiting.firstSlot();
            waiting.removeFirst();
            released.add(slot, places[2 * slot], places[2 * slot + 1]);
        }
        while (waitingElastic.firstKey() <= nowPs) {
            ScheduledFlow flow = flows.at(waitingElastic.firstSlot());
            withdraw(flow);
            release(flow, flow.first());
        }
    }

    /**
     * A packet that is likely to leave so many places behind the first, of those that are through and of the strict ones that
     * wait; null when none is known.
     */
    @Nullable
    Packet packetAhead(int places) {
        prefetchPlace(places + 3 * PLACES_BETWEEN_FETCHES);
        int furthest = slotAhead(places + 2 * PLACES_BETWEEN_FETCHES);
        if (furthest != NONE) {
            flows.prefetch(furthest);
        }
        int further = slotAhead(places + PLACES_BETWEEN_FETCHES);
        if (further != NONE) {
            flows.at(further).prefetchRest();
        }
        int slot = slotAhead(places);
        return slot == NONE ? null : flows.at(slot).firstIfAny();
    }

    private int slotAhead(int places) {
        int through = released.size();
        FlowQueue queue = places < through ? released : waiting;
        int inQueue = places < through ? places : places - through;
        return queue.isKnownAhead(inQueue) ? queue.slotAhead(inQueue) : NONE;
    }

    private void prefetchPlace(int placesAhead) {
        int behindGate = placesAhead - released.size();
        if (behindGate >= 0 && waiting.isKnownAhead(behindGate)) {
            sumOfReads += places[2 * waiting.slotAhead(behindGate)];
        }
    }

    /** Lets a flow through whose first packet is eligible. */
    void release(ScheduledFlow flow, Packet first) {
        released.add(flow.slot, deadlinePs(flow, first), tieBreak(flow, first));
    }

    private void keepPlace(ScheduledFlow flow, Packet first) {
        int place = 2 * flow.slot;
        if (place >= places.length) {
            places = Arrays.copyOf(places, Math.max(2 * places.length, place + 2));
        }
        places[place] = deadlinePs(flow, first);
        places[place + 1] = tieBreak(flow, first);
    }

    /** By which the first packet of a flow is due, counted from when it came if that was late. */
    private static long deadlinePs(ScheduledFlow flow, Packet first) {
        long countedFromPs = flow.isStrict() ? Math.max(first.eligiblePs, first.readyPs) : flow.share().guaranteedPs;
        return ScheduledFlow.later(countedFromPs, flow.tolerancePs);
    }

    private static long tieBreak(ScheduledFlow flow, Packet first) {
        long priorityBelowHighest = (long) FlowMetrics.HIGHEST_PRIORITY - flow.priority;
        return priorityBelowHighest << PRIORITY_SHIFT | first.heldOrder;
    }

    /** Takes out the flow whose packet is due first; only when open. */
    ScheduledFlow takeFirst() {
        ScheduledFlow flow = flows.at(released.firstSlot());
        released.removeFirst();
        return flow;
    }
}
