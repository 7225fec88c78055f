package pacewire.model.os;

import pacewire.core.units.SimTime;

/**
 * Dynamic queue limits, as Linux {@code lib/dynamic_queue_limits.c} and {@code include/linux/dynamic_queue_limits.h} (Tom
 * Herbert, 2011): the limit grows when the ring ran empty although more had been held back, and shrinks by what was never
 * needed within the hold time. As there, a queue has room until what is posted exceeds the limit, so a packet may
 * overshoot it; the limit starts at 0. The counters are 64 bits wide here and do not wrap; the hold time is measured on the
 * clock instead of in ticks.
 */
final class DynamicByteLimit implements ByteLimit {
    /** {@code BQL} in net/core/net-sysfs.c and net/core/dev.c: {@code dql_init(&queue->dql, HZ)}, one second. */
    private static final long HOLD_TIME_PS = SimTime.SECOND;

    private static final long NO_SLACK_SEEN = Long.MAX_VALUE;

    private long limit;
    private long queued;
    private long completed;
    /** What may be queued in total: the limit over what was completed. */
    private long adjustedLimit;

    private long lastPosted;
    private long previousQueued;
    private long previousLastPosted;
    private long previousOverLimit;
    private long lowestSlack = NO_SLACK_SEEN;
    private long slackStartPs;
    /** Completed since the completions were handled last. */
    private long completing;

    @Override
    public boolean hasRoom() {
        return adjustedLimit >= queued;
    }

    @Override
    public void posted(long wireBytes) {
        lastPosted = wireBytes;
        queued += wireBytes;
    }

    @Override
    public void completed(long wireBytes) {
        completing += wireBytes;
    }

    /** {@code dql_completed}; Linux does not call it when nothing was completed ({@code netdev_tx_completed_queue}). */
    @Override
    public void reaped(long nowPs) {
        if (completing == 0) {
            return;
        }
        long nowCompleted = completed + completing;
        long overLimit = excess(queued - completed, limit);
        long newLimit = adjusted(nowCompleted, overLimit, nowPs);
        if (newLimit != limit) {
            limit = newLimit;
            overLimit = 0;
        }
        adjustedLimit = limit + nowCompleted;
        previousOverLimit = overLimit;
        previousLastPosted = lastPosted;
        completed = nowCompleted;
        previousQueued = queued;
        completing = 0;
    }

    long limitBytes() {
        return limit;
    }

    private long adjusted(long nowCompleted, long overLimit, long nowPs) {
        long inProgress = queued - nowCompleted;
        long previousInProgress = previousQueued - completed;
        boolean isAllOfBeforeDone = nowCompleted >= previousQueued;
        boolean isStarved = (overLimit > 0 && inProgress == 0) || (previousOverLimit > 0 && isAllOfBeforeDone);
        if (isStarved) {
            slackStartPs = nowPs;
            lowestSlack = NO_SLACK_SEEN;
            return limit + excess(nowCompleted, previousQueued) + previousOverLimit;
        }
        boolean wasBusyThroughout = inProgress > 0 && previousInProgress > 0 && !isAllOfBeforeDone;
        return wasBusyThroughout ? withoutSlack(nowCompleted, nowPs) : limit;
    }

    private long withoutSlack(long nowCompleted, long nowPs) {
        long ofBytes = excess(limit + previousOverLimit, 2 * (nowCompleted - completed));
        long ofLastPacket = previousOverLimit > 0 ? excess(previousLastPosted, previousOverLimit) : 0;
        lowestSlack = Math.min(lowestSlack, Math.max(ofBytes, ofLastPacket));
        if (nowPs <= slackStartPs + HOLD_TIME_PS) {
            return limit;
        }
        long shrunk = excess(limit, lowestSlack);
        slackStartPs = nowPs;
        lowestSlack = NO_SLACK_SEEN;
        return shrunk;
    }

    private static long excess(long a, long b) {
        return Math.max(0, a - b);
    }
}
