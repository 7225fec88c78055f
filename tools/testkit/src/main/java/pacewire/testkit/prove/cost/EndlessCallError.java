package pacewire.testkit.prove.cost;

/** A call to a packet scheduler does more than any that comes to an end. Thrown from within it, at the same place each time. */
public final class EndlessCallError extends Error {
    private static final long serialVersionUID = 1;

    /** Public for the counter, which a loader of its own loads. */
    public EndlessCallError() {
        super("does not return: " + WatchedScheduler.MOST_OPERATIONS + " branches and calls, and no end");
    }
}
