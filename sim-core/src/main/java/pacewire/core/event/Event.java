package pacewire.core.event;

/**
 * Something that happens at an instant. An event object is reusable and is its own handle: it stands in the queue at
 * most once, and scheduling, cancelling and re-scheduling it allocates nothing.
 */
public abstract class Event {
    static final int NOT_QUEUED = -1;

    /** Place in the queue's heap; kept by {@link EventQueue}. */
    int queueIndex = NOT_QUEUED;

    /** What happens. The event is out of the queue by then and may schedule itself again. */
    protected abstract void fire(long nowPs);

    /** Whether the event stands in a queue. */
    public final boolean isScheduled() {
        return queueIndex != NOT_QUEUED;
    }
}
