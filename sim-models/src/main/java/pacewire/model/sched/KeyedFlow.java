package pacewire.model.sched;

/** What a packet scheduler keeps of a flow: an object that stays in its slot of a {@link FlowTable} and is used again. */
abstract class KeyedFlow {
    /** Dense, for the flows known at once. */
    final int slot;
    /** The flow's number, as in its packets; set by the table. */
    int number;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    KeyedFlow(int slot) {
        this.slot = slot;
    }

    /** Fetches it into the processor's caches. */
    final void prefetch() {
        firstLine = 1;
    }

    /** Makes it a flow that nothing is known of, with no packets. */
    abstract void reset();
}
