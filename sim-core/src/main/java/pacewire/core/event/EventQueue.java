package pacewire.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Pending events by (time, order of scheduling). The next few stand sorted in a {@link Front}, all others roughly in a
 * {@link Calendar}, from which the front is filled again, some eight at a time. Whatever is scheduled for a time that the
 * calendar has opened already goes straight to its place in the front.
 *
 * <p>Scheduling and taking the next event cost a small constant, cancelling too; ADR 9 says what it was measured against.
 */
public final class EventQueue {
    /** Before anything is known: events every microsecond, few of them. */
    private static final int FIRST_SPACING_BITS = 20;

    private static final int FIRST_SIZE = 256;

    /** The shape is looked at no sooner, and not before as many events have left as are pending: that pays for a change. */
    private static final int EVENTS_BETWEEN_LOOKS = 256;

    /** With fewer events pending, what they need is in the caches anyway, a kilobyte or so each. */
    private static final int LEAST_PREFETCHED = 4096;

    private final Front front = new Front();
    private final Geometries geometries = new Geometries();
    private final Calendar calendar = new Calendar(geometries.fitting(FIRST_SPACING_BITS, FIRST_SIZE));
    private final Spacing spacing = new Spacing();
    private int size;

    /** Number of events pending. */
    public int size() {
        return size;
    }

    /** The earliest time pending; {@link Long#MAX_VALUE} when nothing is. */
    public long nextTimePs() {
        return isReady(Long.MAX_VALUE) ? front.get(0).timePs : Long.MAX_VALUE;
    }

    /** The time of an event that stands in this queue. */
    public long timeOf(Event event) {
        requireQueued(event);
        return event.timePs;
    }

    /**
     * Adds an event behind all that were scheduled for the same time.
     *
     * @param timePs 0 or later
     * @throws IllegalStateException when the event is scheduled already
     * @throws IllegalArgumentException when the time is negative
     */
    public void add(Event event, long timePs) {
        if (event.place != Event.NOT_QUEUED) {
            throw new IllegalStateException("the event is scheduled already: " + event);
        }
        if (timePs < 0) {
            throw new IllegalArgumentException("before the beginning of time: " + timePs + " ps");
        }
        event.timePs = timePs;
        size++;
        if (timePs >= calendar.openedUntilPs()) {
            calendar.put(event);
        } else {
            addToFront(event);
        }
    }

    /** Removes and returns the first event; null when the queue is empty. */
    public @Nullable Event poll() {
        return pollUntil(Long.MAX_VALUE);
    }

    /** Removes and returns the first event that is due at an instant or before; null when there is none. */
    public @Nullable Event pollUntil(long endPs) {
        if (!isReady(endPs)) {
            return null;
        }
        Event event = front.pollUntil(endPs);
        if (event != null) {
            size--;
        }
        return event;
    }

    /**
     * Removes an event that stands in this queue.
     *
     * @throws IllegalStateException when it does not
     */
    public void remove(Event event) {
        requireQueued(event);
        size--;
        if (event.place < 0) {
            front.remove(event);
        } else {
            calendar.remove(event, size);
        }
    }

    private void requireQueued(Event event) {
        if (!(front.holds(event) || calendar.holds(event))) {
            throw new IllegalStateException("the event is not in this queue: " + event);
        }
    }

    /** Whether the front has an event; looks for one up to an instant. */
    private boolean isReady(long endPs) {
        return !front.isEmpty() || (size > 0 && refill(endPs));
    }

    private boolean refill(long endPs) {
        if (spacing.events() >= EVENTS_BETWEEN_LOOKS && spacing.events() >= size) {
            adapt();
        }
        calendar.refill(front, endPs);
        int count = front.size();
        if (count == 0) {
            return false;
        }
        spacing.add(count, front.get(count - 1).timePs);
        if (size >= LEAST_PREFETCHED) {
            front.prefetch();
        }
        return true;
    }

    private void adapt() {
        int spacingBits = spacing.medianBits();
        if (calendar.geometry().isFarFrom(spacingBits, size)) {
            calendar.rebuild(calendar.basePs(), geometries.fitting(spacingBits, size));
        }
        spacing.clear();
    }

    private void addToFront(Event event) {
        if (!front.canKey(event.timePs)) {
            closeAll(event.timePs);
        } else if (front.isFull()) {
            giveUpHalf(event.timePs);
        }
        if (event.timePs >= calendar.openedUntilPs()) {
            calendar.put(event);
        } else {
            front.insert(event);
        }
    }

    /** Moves the later half of the front back to the calendar, so that an insertion never costs more than a few moves. */
    private void giveUpHalf(long timePs) {
        int half = front.size() / 2;
        long fromPs = front.get(half).timePs;
        if (fromPs < calendar.basePs()) {
            closeAll(timePs);
            return;
        }
        long openedUntilPs = calendar.openedUntilPs();
        // The last of the front may be due at the very instant from which the calendar goes on; they come before its
        // own.
        while (front.size() > half && front.get(front.size() - 1).timePs == openedUntilPs) {
            calendar.putBefore(front.removeLast());
        }
        int count = front.size() - half;
        for (int i = 0; i < count; i++) {
            Event event = front.get(half);
            front.remove(event);
            calendar.put(event);
        }
        calendar.closeFrom(fromPs);
    }

    /**
     * Moves the whole front back to the calendar, whose base goes back as well. Only someone who looked at the next time
     * and then adds events long before it comes here; a {@link Simulation} does not.
     */
    private void closeAll(long timePs) {
        long firstPs = front.isEmpty() ? timePs : Math.min(timePs, front.get(0).timePs);
        calendar.rebuild(Math.min(firstPs, calendar.basePs()), calendar.geometry());
        while (!front.isEmpty()) {
            calendar.putBefore(front.removeLast());
        }
        calendar.closeFrom(calendar.basePs());
    }
}
