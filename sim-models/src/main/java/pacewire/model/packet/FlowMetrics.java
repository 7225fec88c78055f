package pacewire.model.packet;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;

/**
 * The performance metrics a client named for a transfer.
 *
 * @param minRate payload rate that must be kept at least; null: none
 * @param maxRate payload rate never to exceed; null: none. Equal to {@code minRate}: strictly paced
 * @param maxJitterPs tolerated departure error; {@link #NONE}: none named. Asks for strict pacing
 * @param maxDelayPs longest time from ideal instant to the client; {@link #NONE}: none named
 * @param priority 0 (lowest) to 7: who goes first where the metrics leave it open
 * @param weight share of spare capacity, 1 to 1000
 */
public record FlowMetrics(
        @Nullable DataRate minRate,
        @Nullable DataRate maxRate,
        long maxJitterPs,
        long maxDelayPs,
        int priority,
        int weight) {
    /** No bound on time named. */
    public static final long NONE = Long.MAX_VALUE;

    public static final int HIGHEST_PRIORITY = 7;
    public static final int LARGEST_WEIGHT = 1000;

    /** Metrics of a flow that asked for nothing: it shares what is left. */
    public static final FlowMetrics BEST_EFFORT = new FlowMetrics(null, null, NONE, NONE, 0, 1);

    /** Whether the rates leave no choice: the flow is strictly paced. */
    public boolean isStrictlyPaced() {
        return minRate != null && minRate.equals(maxRate);
    }

    /** Whether the client named anything that can be kept or broken. */
    public boolean promisesSomething() {
        return minRate != null || maxRate != null || hasMaxJitter() || hasMaxDelay();
    }

    public boolean hasMaxJitter() {
        return maxJitterPs != NONE;
    }

    public boolean hasMaxDelay() {
        return maxDelayPs != NONE;
    }
}
