package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.PacketFifo;

/** A queue that takes its turn among others. */
abstract class ChainedQueue<Q extends ChainedQueue<Q>> {
    final PacketFifo packets = new PacketFifo();

    /** Wire bytes that it may still send before its turn ends; below 0 when the last packet was larger than what was left. */
    long deficit;

    /** The chain it stands in; null: none. */
    @Nullable
    Chain<Q> chain;

    @Nullable
    Q before;

    @Nullable
    Q behind;
}
