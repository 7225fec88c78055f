package pacewire.bench;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;

/**
 * The hold model, the usual measure of event queues (Jones, "An Empirical Comparison of Priority-Queue and Event-Set
 * Implementations", Communications of the ACM 29(4), 1986): a fixed number of events is pending, and each that fires
 * schedules itself again. Goes through {@link Simulation} as every model does.
 */
public final class HoldWorkload implements Workload {
    /** Events between two looks at the clock, as in many a benchmark of event queues. */
    private static final long EVENTS_AT_A_TIME = 65_536;

    private final Simulation simulation = new Simulation();
    private final Chance chance = new Chance();
    private final HoldEvent[] events;
    private final Spacing spacing;
    private final double cancelledShare;
    private long moved;

    /**
     * Schedules the events.
     *
     * @param pending how many, at least 1
     * @param cancelledShare the share of firings, from 0 to 1, that also take another event out of the queue and schedule
     *     it anew
     */
    public HoldWorkload(int pending, Spacing spacing, double cancelledShare) {
        this.spacing = spacing;
        this.cancelledShare = cancelledShare;
        events = new HoldEvent[pending];
        for (int i = 0; i < pending; i++) {
            events[i] = new HoldEvent();
            simulation.schedule(events[i], spacing.firstPs(chance));
        }
    }

    @Override
    public void advance() {
        advance(EVENTS_AT_A_TIME);
    }

    /** Fires so many events. */
    public void advance(long firings) {
        simulation.runUntil(Long.MAX_VALUE, firings);
    }

    @Override
    public long operations() {
        return simulation.eventsFired();
    }

    @Override
    public long eventsFired() {
        return simulation.eventsFired();
    }

    @Override
    public long nowPs() {
        return simulation.nowPs();
    }

    @Override
    public void requireSteady() {
        if (pending() != events.length) {
            throw new WorkloadException(pending() + " events are pending instead of " + events.length);
        }
    }

    /** Events pending between two firings: always the number that was asked for. */
    public int pending() {
        return simulation.eventsPending();
    }

    /** Events cancelled and scheduled anew so far. */
    public long moved() {
        return moved;
    }

    private void moveAnother(long nowPs) {
        HoldEvent other = events[chance.nextInt(events.length)];
        simulation.reschedule(other, nowPs + spacing.nextPs(chance));
        moved++;
    }

    /** Fires and schedules itself again. */
    private final class HoldEvent extends Event {
        @Override
        protected void fire(long nowPs) {
            simulation.schedule(this, nowPs + spacing.nextPs(chance));
            if (cancelledShare > 0 && chance.nextShare() < cancelledShare) {
                moveAnother(nowPs);
            }
        }
    }
}
