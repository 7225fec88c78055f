package pacewire.model.sched;

import pacewire.core.units.SimTime;

/**
 * The control law of CoDel, {@code interval / sqrt(count)}, exactly, and as Linux computes it (include/net/codel_impl.h,
 * which ns-3 follows).
 */
public final class CodelControlLaw {
    /** Linux keeps the reciprocal of the square root in 16 bits behind the point: the greatest is just below 1. */
    public static final int ONE = 0xffff;

    private static final int ROOT_BITS = 16;

    /** Linux's unit of time (CODEL_SHIFT 10): 1024 ns. */
    private static final long UNIT_PS = 1024 * SimTime.NANOSECOND;

    private CodelControlLaw() {}

    /** A time in units of 1024 ns, rounded down. */
    public static long units(long ps) {
        return ps / UNIT_PS;
    }

    /** So many units of 1024 ns, in picoseconds. */
    static long unitsInPs(long units) {
        return units * UNIT_PS;
    }

    /** {@code interval * inverseRoot / 2^16}, rounded down: Linux's codel_control_law. */
    public static long newtonLaw(long interval, int inverseRoot) {
        return (interval * inverseRoot) >>> ROOT_BITS;
    }

    /**
     * One Newton step towards {@code 1 / sqrt(count)} in Linux's integers: {@code x (3 - count x^2) / 2} with 32 bits behind
     * the point, of which the upper 16 are kept. Far off at small counts: 0.5 for 0.707 at 2. Above {@code sqrt(3 / count)} it wraps, as it
     * does there.
     */
    public static int newtonStep(int inverseRoot, long count) {
        long root = (long) inverseRoot << ROOT_BITS;
        long square = (root * root) >>> 32;
        // Two bits less, so that the product stays within 64.
        long factor = ((3L << 32) - count * square) >>> 2;
        return (int) ((factor * root) >>> (32 - 2 + 1) >>> ROOT_BITS) & ONE;
    }

    /** {@code interval / sqrt(count)}, exact but for rounding up to a whole tick: a drop is never sooner than the law says. */
    public static long exactStep(long interval, long count) {
        if (count == 1) {
            return interval;
        }
        // A double is at most a few ticks off: the exact comparison below needs as many steps.
        long step = (long) (interval / StrictMath.sqrt((double) count));
        while (isTooShort(step, count, interval)) {
            step++;
        }
        while (!isTooShort(step - 1, count, interval)) {
            step--;
        }
        return step;
    }

    /** {@code step^2 * count < interval^2}, in 128 bits. */
    private static boolean isTooShort(long step, long count, long interval) {
        long squareLow = step * step;
        long high = Math.multiplyHigh(step, step) * count + unsignedHigh(squareLow, count);
        long wantedHigh = Math.multiplyHigh(interval, interval);
        return high != wantedHigh
                ? high < wantedHigh
                : Long.compareUnsigned(squareLow * count, interval * interval) < 0;
    }

    /** The upper 64 bits of the product of an unsigned and a positive number. */
    private static long unsignedHigh(long unsigned, long positive) {
        return Math.multiplyHigh(unsigned, positive) + ((unsigned >> 63) & positive);
    }
}
