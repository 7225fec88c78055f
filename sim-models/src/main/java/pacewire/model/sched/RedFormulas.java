package pacewire.model.sched;

/**
 * The arithmetic of random early detection: Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance"
 * (IEEE/ACM ToN 1(4), 1993), and Floyd's "gentle" note of 2000. In doubles, as published: IEEE 754 arithmetic and {@code
 * StrictMath} give the same on every machine. What is measured may be packets or bytes, the same throughout.
 */
public final class RedFormulas {
    /** Linux has five bits for its shifts. */
    private static final int MOST_SHIFTS = 32;

    private RedFormulas() {}

    /** The average after an arrival that found so much in the queue: {@code (1 - w) avg + w q}. */
    public static double average(double average, double queue, double weight) {
        return (1 - weight) * average + weight * queue;
    }

    /** The average after an idle time in which so many packets could have been sent: {@code (1 - w)^m avg}. */
    public static double averageAfterIdle(double average, double weight, long packets) {
        return StrictMath.pow(1 - weight, (double) packets) * average;
    }

    /** p_b: 0 below min, rising to maxP at max; then 1, or gently on to 1 at twice max. */
    public static double probability(double average, double min, double max, double maxP, boolean isGentle) {
        if (average < min) {
            return 0;
        }
        if (average < max) {
            return maxP * (average - min) / (max - min);
        }
        return isGentle && average < 2 * max ? maxP + (1 - maxP) * (average - max) / max : 1;
    }

    /**
     * p_a: what makes the gaps between drops uniform, 1 to 1/p_b: {@code p_b / (1 - count p_b)}. When it waits, no drop comes
     * before 1/p_b packets: gaps are uniform from there to twice as many.
     *
     * @param count packets since the last drop
     */
    public static double spread(double probability, double count, boolean waits) {
        double mass = count * probability;
        if (waits && mass < 1) {
            return 0;
        }
        double whole = waits ? 2 : 1;
        return mass < whole ? Math.min(1, probability / (whole - mass)) : 1;
    }

    /** The longest burst that passes an empty queue: the greatest L with {@code L + 1 - min < (1 - (1 - w)^L) / w}. */
    public static int longestBurst(double minPackets, double weight) {
        int burst = 0;
        while (burst + 2 - minPackets < burstRoom(burst + 1, weight)) {
            burst++;
        }
        return burst;
    }

    private static double burstRoom(int burst, double weight) {
        return (1 - StrictMath.pow(1 - weight, burst)) / weight;
    }

    /**
     * Linux's Wlog, of a weight of 2^-Wlog: the least that lets a burst pass (iproute2 tc_red_eval_ewma).
     *
     * @throws IllegalArgumentException when the burst is below min, or no weight lets it pass
     */
    public static int weightLog(double minPackets, int burstPackets) {
        double above = burstPackets + 1 - minPackets;
        if (above >= 1) {
            for (int log = 1; log < MOST_SHIFTS; log++) {
                if (above <= burstRoom(burstPackets, 1.0 / (1L << log))) {
                    return log;
                }
            }
        }
        throw new IllegalArgumentException(
                "no weight lets " + burstPackets + " packets pass with min at " + minPackets);
    }

    /**
     * Linux's Plog: the least with {@code 2^Plog > (max - min) / probability}, in bytes (iproute2 tc_red_eval_P).
     *
     * @throws IllegalArgumentException when there is none
     */
    public static int probabilityLog(long minBytes, long maxBytes, double probability) {
        double each = probability / (maxBytes - minBytes);
        for (int log = 0; log < MOST_SHIFTS; log++) {
            if (each > 1) {
                return log;
            }
            each *= 2;
        }
        throw new IllegalArgumentException("a probability of " + probability + " is too small for that range");
    }
}
