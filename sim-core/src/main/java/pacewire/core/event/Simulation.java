package pacewire.core.event;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;

/**
 * One run: a clock and the events to come. Events fire by (time, order of scheduling) and by nothing else. A simulation
 * belongs to one thread; many live side by side.
 */
public final class Simulation implements VirtualClock {
    private final EventQueue queue = new EventQueue();
    private long nowPs;
    private long fired;

    @Override
    public long nowPs() {
        return nowPs;
    }

    /** Number of events fired so far. */
    public long eventsFired() {
        return fired;
    }

    /** Number of events pending. */
    public int eventsPending() {
        return queue.size();
    }

    /**
     * Schedules an event that is not scheduled yet.
     *
     * @param timePs now or later
     * @throws IllegalStateException when the event is scheduled already
     * @throws IllegalArgumentException when the time is past
     */
    public void schedule(Event event, long timePs) {
        if (timePs < nowPs) {
            throw new IllegalArgumentException("an event for " + SimTime.format(timePs) + " was scheduled at "
                    + SimTime.format(nowPs) + ", which is later: " + event);
        }
        queue.add(event, timePs);
    }

    /** Schedules an event, or moves it when it is scheduled already; it goes behind all others of that time. */
    public void reschedule(Event event, long timePs) {
        cancel(event);
        schedule(event, timePs);
    }

    /** Takes an event out of the queue; does nothing when it is not scheduled. */
    public void cancel(Event event) {
        if (event.isScheduled()) {
            queue.remove(event);
        }
    }

    /** The time of a scheduled event. */
    public long timeOf(Event event) {
        return queue.timeOf(event);
    }

    /** Fires every event up to and including an instant, then sets the clock to it. */
    public void runUntil(long endPs) {
        @Nullable Event event = queue.pollUntil(endPs);
        while (event != null) {
            fire(event);
            event = queue.pollUntil(endPs);
        }
        nowPs = Math.max(nowPs, endPs);
    }

    /**
     * Fires events as {@link #runUntil(long)} does, but at most so many, so that a caller can look around in between.
     *
     * @return whether the instant is reached; false: call again
     */
    public boolean runUntil(long endPs, long mostEvents) {
        for (long i = 0; i < mostEvents; i++) {
            @Nullable Event event = queue.pollUntil(endPs);
            if (event == null) {
                nowPs = Math.max(nowPs, endPs);
                return true;
            }
            fire(event);
        }
        return false;
    }

    /** Fires the next event. Returns false when there is none. */
    public boolean step() {
        @Nullable Event event = queue.poll();
        if (event == null) {
            return false;
        }
        fire(event);
        return true;
    }

    private void fire(Event event) {
        long timePs = event.timePs;
        if (timePs < nowPs) {
            throw new AssertionError("time ran backwards: " + timePs + " ps after " + nowPs + " ps");
        }
        nowPs = timePs;
        fired++;
        event.fire(timePs);
    }
}
