package pacewire.model.os;

/**
 * Work that a core does ahead of any thread: an interrupt handler and the soft interrupt behind it. It runs in slices, so
 * that each packet's work ends at its own instant. A work stands in at most one core's queue at a time.
 */
abstract class InterruptWork {
    /** The core whose queue it stands in or that runs it; null when it rests. */
    @org.jspecify.annotations.Nullable
    Core core;

    /** Starts the next slice and returns the CPU time that it takes, in picoseconds, at least 0. */
    abstract long begin(long nowPs);

    /** Ends the slice: its effects happen here. Returns whether another slice follows. */
    abstract boolean complete(long nowPs);

    /** Whether the work stands in a core's queue or runs. */
    final boolean isRaised() {
        return core != null;
    }
}
