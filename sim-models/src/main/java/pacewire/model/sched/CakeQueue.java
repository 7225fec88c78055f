package pacewire.model.sched;

/** A queue of a {@link CakeTin}. */
final class CakeQueue extends ChainedQueue<CakeQueue> {
    /** How it takes its turns. */
    enum State {
        IDLE,
        /** Has just become active: goes first. */
        SPARSE,
        /** Empty, and waits among the bulk queues for its deficit, but is still counted as sparse. */
        SPARSE_WAITING,
        BULK,
        /** Empty, and comes down from its signals. */
        DECAYING
    }

    /** Among the queues of all tins. */
    final int number;

    final Cobalt cobalt;
    State state = State.IDLE;
    /** Hash of the flow that it is reserved for. */
    int tag;

    int sourceHost;
    int destinationHost;

    CakeQueue(int number, Cobalt cobalt) {
        this.number = number;
        this.cobalt = cobalt;
    }

    /** Whether it has a turn in the rounds of those with packets. */
    boolean isActive() {
        return state == State.SPARSE || state == State.SPARSE_WAITING || state == State.BULK;
    }
}
