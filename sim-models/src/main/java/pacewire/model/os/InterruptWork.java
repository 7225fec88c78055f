package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/**
 * Work that a core does ahead of any thread: a hard interrupt's handler, or the soft interrupt behind it. It runs in slices, so
 * that each packet's work ends at its own instant; each slice is hard or soft, and a work may go from hard to soft as Linux
 * drivers do. A work stands in at most one core's queue at a time.
 */
abstract class InterruptWork {
    /** The core whose queue it stands in or that runs it; null when it rests. */
    @Nullable
    Core core;

    /** Behind it in that queue; the queue's own. */
    @Nullable
    InterruptWork following;

    /** What it is called in traces, such as "nic": always the same object. */
    abstract String name();

    /**
     * Whether its next slice is a hard interrupt's: nothing pre-empts it, and it pre-empts everything else. Asked when the work
     * is raised and after each slice.
     */
    boolean isHard() {
        return true;
    }

    /** Starts the next slice and returns the CPU time that it takes, in picoseconds, at least 0. */
    abstract long begin(long nowPs);

    /** Hard interrupts ran for some time in the midst of a soft slice, which ends so much later. */
    void preempted(long fromPs, long untilPs) {}

    /** Packets that the slice which ends now handles: they count towards the budget of the soft interrupts. */
    int packets() {
        return 1;
    }

    /** Ends the slice: its effects happen here. Returns whether another slice follows. */
    abstract boolean complete(long nowPs);

    /** Whether the work stands in a core's queue or runs. */
    final boolean isRaised() {
        return core != null;
    }

    @Override
    public String toString() {
        return name();
    }
}
