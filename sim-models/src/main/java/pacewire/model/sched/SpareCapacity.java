package pacewire.model.sched;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Who takes what no guarantee needs: flows of the highest priority first, and among them start-time fair queueing by
 * weight (Goyal, Vin and Cheng, "Start-time fair queueing", SIGCOMM 1996). A packet's start tag is the larger of virtual
 * time and its flow's last finish tag, its finish tag adds its wire bytes over the weight; the least start tag goes first,
 * and virtual time is the start tag of the packet taken last, or the largest finish tag once nothing waits. A flow below
 * its maxRate waits apart and takes its tag when it may go.
 *
 * <p>Tags are integers in units of 2^-12 byte at weight 1; each flow carries the remainder of the division by its weight,
 * so that no weight loses anything in the long run.
 */
final class SpareCapacity {
    private static final int TAG_BITS = 12;
    private static final int LEVELS = FlowMetrics.HIGHEST_PRIORITY + 1;
    /** A key is the level above a tag of 60 bits, which 281 TB at weight 1 use up. */
    private static final int LEVEL_SHIFT = 60;

    private static final long LARGEST_TAG = (1L << LEVEL_SHIFT) - 1;

    private final FlowTable<ScheduledFlow> flows;
    /** Flows that may go, by priority and start tag. */
    private final FlowHeap backlogged = new FlowHeap();
    /** Flows with packets that maxRate holds back, by the instant they may go. */
    private final FlowHeap heldBack = new FlowHeap();
    /** Plain flows without packets whose finish tag lies ahead of virtual time: forgetting them would give them credit. */
    private final FlowHeap lingering = new FlowHeap();

    private final int[] backloggedFlows = new int[LEVELS];
    private final long[] virtualTime = new long[LEVELS];
    private final long[] largestFinishTag = new long[LEVELS];

    SpareCapacity(FlowTable<ScheduledFlow> flows) {
        this.flows = flows;
    }

    /** The earliest instant, now or later, at which {@link #first} has a flow. */
    long readyAtPs(long nowPs) {
        return backlogged.isEmpty() ? heldBack.firstKey() : nowPs;
    }

    /** Lets in a flow with its first packet. */
    void add(ScheduledFlow flow, Packet first, long nowPs) {
        long unboundPs = flow.share().unboundPs;
        if (unboundPs > nowPs) {
            heldBack.add(flow.slot, unboundPs, first.heldOrder);
        } else {
            join(flow, first);
        }
    }

    /** Takes a flow out that was let in. */
    void remove(ScheduledFlow flow) {
        if (backlogged.contains(flow.slot)) {
            backlogged.remove(flow.slot);
            backloggedFlows[flow.priority]--;
        } else {
            heldBack.remove(flow.slot);
        }
    }

    /** The flow whose turn it is; only when {@link #readyAtPs} is now. */
    ScheduledFlow first(long nowPs) {
        while (heldBack.firstKey() <= nowPs) {
            ScheduledFlow flow = flows.at(heldBack.firstSlot());
            heldBack.remove(flow.slot);
            join(flow, flow.first());
        }
        return flows.at(backlogged.firstSlot());
    }

    /** Moves virtual time on when a packet takes spare capacity; its flow is out by then. */
    void served(ScheduledFlow flow, Packet packet) {
        SpareShare share = flow.share();
        long step = ((long) packet.wireBytes() << TAG_BITS) + share.tagRemainder;
        share.finishTag = share.startTag + step / share.weight;
        share.tagRemainder = step % share.weight;
        int level = flow.priority;
        virtualTime[level] = share.startTag;
        largestFinishTag[level] = Math.max(largestFinishTag[level], share.finishTag);
    }

    /** Closes the books of a level after a departure: its virtual time when idle, and whom it may forget. */
    void settle(int level) {
        if (backloggedFlows[level] == 0) {
            virtualTime[level] = largestFinishTag[level];
        }
        while (lingering.firstKey() <= virtualTime[FlowMetrics.BEST_EFFORT.priority()]) {
            ScheduledFlow forgotten = flows.at(lingering.firstSlot());
            lingering.remove(forgotten.slot);
            flows.remove(forgotten);
        }
    }

    /** Remembers a plain flow without packets until virtual time has passed its finish tag. */
    void linger(ScheduledFlow flow) {
        lingering.add(flow.slot, flow.share().finishTag, flow.slot);
    }

    /** A flow that may be lingering is wanted again. */
    void recall(ScheduledFlow flow) {
        lingering.removeIfPresent(flow.slot);
    }

    private void join(ScheduledFlow flow, Packet first) {
        int level = flow.priority;
        SpareShare share = flow.share();
        share.startTag = Math.max(virtualTime[level], share.finishTag);
        if (share.startTag > LARGEST_TAG) {
            throw new AssertionError("virtual time has used up its 60 bits");
        }
        backloggedFlows[level]++;
        backlogged.add(
                flow.slot,
                ((long) FlowMetrics.HIGHEST_PRIORITY - level) << LEVEL_SHIFT | share.startTag,
                first.heldOrder);
    }
}
