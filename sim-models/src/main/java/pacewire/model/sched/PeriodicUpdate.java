package pacewire.model.sched;

import pacewire.core.units.SimTime;

/**
 * A timer of a packet scheduler that has none: the updates that have come due are made up for at the next call, each as it
 * would have been. The first is a period after the first packet since the scheduler was made or reset, so that a run that
 * begins later is the same run later; a kernel's timer runs from when it is set up.
 */
final class PeriodicUpdate {
    /** An update. */
    @FunctionalInterface
    interface Step {
        /**
         * Updates as of an instant.
         *
         * @return whether later ones, up to the next call, need not be made, but for the last
         */
        boolean update(long atPs);
    }

    private final long periodPs;
    private final Step step;
    private long nextPs = SimTime.NEVER;

    PeriodicUpdate(long periodPs, Step step) {
        this.periodPs = periodPs;
        this.step = step;
    }

    /** Makes it as new. */
    void reset() {
        nextPs = SimTime.NEVER;
    }

    /** A packet has come: the first one starts the timer. */
    void start(long nowPs) {
        if (nextPs == SimTime.NEVER) {
            nextPs = nowPs + periodPs;
        }
    }

    /** Makes up for all updates that are due, those of this instant included; long idle times take no longer. */
    void catchUp(long nowPs) {
        while (nextPs <= nowPs) {
            boolean isSettled = step.update(nextPs);
            long toTheLast = (nowPs - nextPs) / periodPs * periodPs;
            nextPs += isSettled && toTheLast > 0 ? toTheLast : periodPs;
        }
    }
}
