package pacewire.model.sched;

/** Decides for each packet that comes whether the queue has been too long on average. */
interface RedLaw {
    /** What becomes of a packet. */
    enum Action {
        PASS,
        /** Chance hit it. */
        HIT,
        /** The average is above the range in which there is a choice. */
        FORCED
    }

    /**
     * A packet has come.
     *
     * @param queue what it finds: packets or bytes
     * @param bytes its length
     */
    Action arrived(long queue, int bytes, long nowPs);

    /** The queue has become empty. */
    void idleFrom(long nowPs);

    /** Makes it as new. */
    void reset();
}
