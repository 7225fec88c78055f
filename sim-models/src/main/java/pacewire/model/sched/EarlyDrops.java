package pacewire.model.sched;

/**
 * The account of what was decided by chance: every draw with its probability. For tests of the share that was hit; decides
 * nothing.
 */
public final class EarlyDrops {
    private long draws;
    private long hits;
    private long forced;
    private double expectedHits;
    private double variance;

    /** An account without entries. */
    public EarlyDrops() {}

    /** Draws made. */
    public long draws() {
        return draws;
    }

    /** Draws that dropped or marked a packet. */
    public long hits() {
        return hits;
    }

    /** Packets dropped early or marked without a draw, because the rule left no choice. */
    public long forced() {
        return forced;
    }

    /** Sum of the probabilities of all draws. */
    public double expectedHits() {
        return expectedHits;
    }

    /** Sum of p (1 - p) of all draws: variance of the number of hits. */
    public double variance() {
        return variance;
    }

    /** Notes a draw; returns whether it hit. */
    public boolean drew(double probability, boolean isHit) {
        draws++;
        expectedHits += probability;
        variance += probability * (1 - probability);
        hits += isHit ? 1 : 0;
        return isHit;
    }

    /** Notes a packet dropped early or marked without a draw. */
    public void force() {
        forced++;
    }

    /** Empties it. */
    public void reset() {
        draws = 0;
        hits = 0;
        forced = 0;
        expectedHits = 0;
        variance = 0;
    }
}
