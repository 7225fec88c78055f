package pacewire.core.event;

/**
 * Something that happens at an instant. An event object is reusable and is its own handle: it stands in the queue at
 * most once, and scheduling, cancelling and re-scheduling it allocates nothing.
 */
public abstract class Event {
    static final int NOT_QUEUED = 0;

    /** When it is due; means something only while it is queued. Kept by {@link EventQueue}. */
    long timePs;

    /** Where it stands: {@link #NOT_QUEUED}, a slot of {@link Segments} above 0, or {@link Front#placeOf} below 0. */
    int place;

    /** What happens. The event is out of the queue by then and may schedule itself again. */
    protected abstract void fire(long nowPs);

    /**
     * Fetches what {@link #fire} will need into the processor's caches; changes nothing. Called when the event is one of the next
     * few of very many.
     *
     * @param depth references between the event and what to fetch, from 0 on; nearer ones have been fetched before
     * @return whether there is more to fetch, one reference deeper
     */
    protected boolean prefetch(int depth) {
        return false;
    }

    /** Whether the event stands in a queue. */
    public final boolean isScheduled() {
        return place != NOT_QUEUED;
    }
}
