package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.PacketFifo;

/** A flow of {@link QfqPlusScheduler}: a class of Linux. */
final class QfqFlow extends KeyedFlow {
    final PacketFifo queue = new PacketFifo();
    /** The aggregate that it is in; null while it is in none. */
    @Nullable
    QfqAggregate aggregate;

    int weight;
    boolean isOpen;
    /** What it may still send in its turn within the aggregate, in bytes (deficit round robin). */
    int deficit;

    /** Its neighbours in a list: of the flows of its aggregate that take turns, or of those without packets. */
    @Nullable
    QfqFlow previous;

    @Nullable
    QfqFlow next;

    /** Virtual time at which it may be forgotten, when it has no packets and is not open. */
    long restsUntil;

    QfqFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        aggregate = null;
        weight = FlowMetrics.BEST_EFFORT.weight();
        isOpen = false;
        deficit = 0;
    }

    /** A list of flows through their links: each flow is in one at most. */
    static final class Ring {
        private @Nullable QfqFlow first;
        private @Nullable QfqFlow last;

        boolean isEmpty() {
            return first == null;
        }

        @Nullable
        QfqFlow first() {
            return first;
        }

        void add(QfqFlow flow) {
            flow.previous = last;
            flow.next = null;
            if (last == null) {
                first = flow;
            } else {
                last.next = flow;
            }
            last = flow;
        }

        /** Takes a flow out that is in the list. */
        void remove(QfqFlow flow) {
            if (flow.previous == null) {
                first = flow.next;
            } else {
                flow.previous.next = flow.next;
            }
            if (flow.next == null) {
                last = flow.previous;
            } else {
                flow.next.previous = flow.previous;
            }
            flow.previous = null;
            flow.next = null;
        }

        void clear() {
            first = null;
            last = null;
        }
    }
}
