package pacewire.model.nic;

import pacewire.core.units.SimTime;

/**
 * When work of one direction raises an interrupt.
 *
 * @param delayPs at latest so long after the first piece of work; 0: at once
 * @param frames at once when so many pieces of work are pending, at least 1
 */
public record Coalescing(long delayPs, int frames) {
    public Coalescing {
        if (delayPs < 0) {
            throw new IllegalArgumentException("interrupt delay: " + delayPs + " ps is negative");
        }
        if (frames < 1) {
            throw new IllegalArgumentException("frames of an interrupt: " + frames + " is less than 1");
        }
    }

    /** As tables of drivers state it. */
    static Coalescing ofMicroseconds(long delay, int frames) {
        return new Coalescing(delay * SimTime.MICROSECOND, frames);
    }
}
