package pacewire.model.measure;

/**
 * Counts reordered packets as RFC 4737, section 3.3, defines them: one whose sequence number is below the next expected, which
 * is one above the highest that came. The late packet is the reordered one, not those that overtook it. Duplicates are to be
 * kept away from it (same section).
 */
public final class Reordering {
    private long nextExpected = Long.MIN_VALUE;
    private long reordered;

    /** Takes the next packet to arrive. */
    public void received(long sequence) {
        if (sequence < nextExpected) {
            reordered++;
        } else {
            nextExpected = sequence + 1;
        }
    }

    /** Begins a new stream; the count goes on. */
    public void restart() {
        nextExpected = Long.MIN_VALUE;
    }

    /** Packets that came after one sent later. */
    public long reordered() {
        return reordered;
    }
}
