package pacewire.model.sched;

/**
 * The queues of all tins, longest first, while CAKE is short of room: a heap, as sch_cake.c keeps one (cake_heapify). It is made
 * when a packet must be pushed out, and kept for so many departures after the last of those; whoever never runs out of room
 * does not pay for it. Of queues of one length the one with the lowest number goes first, so that nothing depends on whether
 * the heap was there before.
 */
final class CakeOverflow {
    /** overflow_timeout. */
    private static final int DEPARTURES_KEPT = 65_535;

    private final CakeTin[] tins;
    private final FlowHeap longest = new FlowHeap();
    private int departuresLeft;

    CakeOverflow(CakeTin[] tins) {
        this.tins = tins;
    }

    /** The longest queue; only when a packet is held. */
    CakeQueue longest() {
        if (departuresLeft == 0) {
            fill();
        }
        departuresLeft = DEPARTURES_KEPT;
        int number = longest.firstSlot();
        CakeQueue queue = tins[number / CakeTin.QUEUES].queues[number % CakeTin.QUEUES];
        if (queue == null) {
            throw new IllegalStateException("there is no queue " + number);
        }
        return queue;
    }

    private void fill() {
        for (CakeTin tin : tins) {
            for (CakeQueue queue : tin.queues) {
                if (queue != null) {
                    place(queue);
                }
            }
        }
    }

    /** A queue has one packet more or fewer. */
    void changed(CakeQueue queue) {
        if (departuresLeft > 0) {
            longest.removeIfPresent(queue.number);
            place(queue);
        }
    }

    private void place(CakeQueue queue) {
        if (!queue.packets.isEmpty()) {
            longest.add(queue.number, -queue.packets.bytes(), queue.number);
        }
    }

    /** A packet was asked for. */
    void served() {
        if (departuresLeft > 0) {
            departuresLeft--;
            if (departuresLeft == 0) {
                longest.clear();
            }
        }
    }

    void reset() {
        departuresLeft = 0;
        longest.clear();
    }
}
