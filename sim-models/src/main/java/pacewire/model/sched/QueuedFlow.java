package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.PacketFifo;

/** A flow with a queue of its own, its weight, and what a round robin keeps of it. */
final class QueuedFlow extends KeyedFlow {
    final PacketFifo packets = new PacketFifo();
    int weight;
    boolean isOpen;
    /** What it may still send in its turn: wire bytes or packets, as the discipline counts. */
    long credit;

    /** Its place among the flows with packets, for a discipline that keeps them in a fixed order. */
    @Nullable
    QueuedFlow before;

    @Nullable
    QueuedFlow after;

    /** The round in which it came, for such a discipline. */
    long joinedRound;

    QueuedFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        weight = FlowMetrics.BEST_EFFORT.weight();
        isOpen = false;
        credit = 0;
        before = null;
        after = null;
        joinedRound = 0;
    }
}
