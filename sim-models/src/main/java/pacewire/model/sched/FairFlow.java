package pacewire.model.sched;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.PacketFifo;

/** A flow with a weight, as packet schedulers that stamp keep it. What the stamps mean is theirs to say. */
final class FairFlow extends KeyedFlow {
    final PacketFifo queue = new PacketFifo();
    /** Virtual start of the first packet. */
    final Wide start = new Wide();
    /** Virtual finish of the first packet; of the last one that left, when there is none. */
    final Wide finish = new Wide();

    int weight;
    boolean isOpen;

    FairFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        start.setZero();
        finish.setZero();
        weight = FlowMetrics.BEST_EFFORT.weight();
        isOpen = false;
    }
}
