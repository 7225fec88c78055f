package pacewire.model.sched;

import pacewire.core.units.DataRate;

/**
 * Until when the line is busy with what it was given, if it began at once and went on without a pause: when a busy period
 * ends is not when the queue is empty.
 */
final class LineInUse {
    /** What {@link RateClock} takes at a time. */
    private static final int LARGEST_CHARGE = 1_000_000;

    private final RateClock clock;

    LineInUse(DataRate rate) {
        clock = new RateClock(rate);
    }

    void reset() {
        clock.reset();
    }

    /** A packet goes onto the line, behind those that are still on it. */
    void send(int bytes, long nowPs) {
        int rest = bytes;
        while (rest > LARGEST_CHARGE) {
            clock.charge(LARGEST_CHARGE, nowPs);
            rest -= LARGEST_CHARGE;
        }
        clock.charge(rest, nowPs);
    }

    /** Whether something that was sent is still on the line; not at the very instant at which it ends. */
    boolean isBusy(long nowPs) {
        return nowPs < clock.paidPs();
    }
}
