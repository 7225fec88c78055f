package pacewire.model.measure;

/**
 * A player with a fixed delay: the first packet is played that long after its arrival, every other one in the distance of the
 * media time stamps. A packet that arrives after its turn is late; the player does not wait for it.
 */
public final class FixedPlayout {
    private final long delay;
    private boolean hasFirst;
    private long firstArrival;
    private long firstMediaTime;
    private long late;
    private long leastDelayWithoutLoss;

    /** A player that waits so long after the first arrival; all times in one unit. */
    public FixedPlayout(long delay) {
        this.delay = delay;
    }

    /** Takes a packet, and returns when it is played: before its arrival when it is late. */
    public long received(long arrival, long mediaTime) {
        if (!hasFirst) {
            hasFirst = true;
            firstArrival = arrival;
            firstMediaTime = mediaTime;
        }
        long onSchedule = firstArrival + mediaTime - firstMediaTime;
        leastDelayWithoutLoss = Math.max(leastDelayWithoutLoss, arrival - onSchedule);
        if (arrival > onSchedule + delay) {
            late++;
        }
        return onSchedule + delay;
    }

    /** Packets that came too late to be played. */
    public long late() {
        return late;
    }

    /** The least delay with which no packet so far would have been late. */
    public long leastDelayWithoutLoss() {
        return leastDelayWithoutLoss;
    }
}
