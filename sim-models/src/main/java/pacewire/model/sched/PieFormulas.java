package pacewire.model.sched;

/**
 * The arithmetic of PIE, RFC 8033 (Pan, Natarajan, Baker and White, "Proportional Integral Controller Enhanced (PIE)", 2017),
 * section 4.2 and 5.1. Probabilities are doubles, delays in seconds: IEEE 754 gives the same on every machine.
 */
public final class PieFormulas {
    /** RFC 8033, section 5.4: with derandomisation nothing is dropped below, and everything from the other on. */
    public static final double LEAST_ACCUMULATED = 0.85;

    public static final double MOST_ACCUMULATED = 8.5;

    /** Both queueing delays 0: what is left of the probability after an update. RFC 8033, section 4.2. */
    public static final double RFC_DECAY = 0.98;
    /** Linux net/sched/sch_pie.c: 63/64, a shift. */
    public static final double LINUX_DECAY = 1 - 1.0 / 64;

    /** Above 0.1, no step up is larger; and a delay above 250 ms adds one (RFC 8033, section 5.1 and 5.2). */
    private static final double LARGEST_STEP = 0.02;

    private static final double LARGE_PROBABILITY = 0.1;
    /** Each of these makes it move at a quarter of the speed. */
    private static final double[] SMALL = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

    private static final double LONG_DELAY_SECONDS = 0.25;

    private PieFormulas() {}

    /** How much slower a small probability moves: 2 below 0.1, and four times as much for each power of ten, to 2048. */
    public static int slowdown(double probability) {
        if (probability >= LARGE_PROBABILITY) {
            return 1;
        }
        int slowdown = 2;
        for (double bound : SMALL) {
            if (probability >= bound) {
                break;
            }
            slowdown *= 4;
        }
        return slowdown;
    }

    /**
     * The probability after an update.
     *
     * @param delay queueing delay now, in seconds
     * @param delayBefore the same at the update before
     * @param target acceptable delay in seconds
     * @param alpha weight of the distance from the target, per second
     * @param beta weight of the change, per second
     * @param decay what is left of it when both delays are 0
     */
    public static double next(
            double probability,
            double delay,
            double delayBefore,
            double target,
            double alpha,
            double beta,
            double decay) {
        double change = (alpha * (delay - target) + beta * (delay - delayBefore)) / slowdown(probability);
        if (probability >= LARGE_PROBABILITY) {
            change = Math.min(change, LARGEST_STEP);
        }
        if (delay > LONG_DELAY_SECONDS) {
            change += LARGEST_STEP;
        }
        double next = probability + change;
        if (delay == 0 && delayBefore == 0) {
            next *= decay;
        }
        return Math.min(1, Math.max(0, next));
    }
}
