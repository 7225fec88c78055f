package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
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
    /** The weight by which a fluid serves it, as long as it does. */
    int servedWeight;

    boolean isOpen;
    /** Bits a second on the wire that it was promised; null: none. */
    @Nullable
    DataRate guaranteed;

    FairFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        start.setZero();
        finish.setZero();
        weight = FlowMetrics.BEST_EFFORT.weight();
        isOpen = false;
        guaranteed = null;
    }
}
