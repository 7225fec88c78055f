package pacewire.bench;

/**
 * Fast random numbers for the load of a benchmark: the xorshift generator of Marsaglia ("Xorshift RNGs", Journal of
 * Statistical Software 8(14), 2003), with his shifts 13, 7 and 17. It costs next to nothing, so that what is measured is
 * the work and not the drawing. Runs of the simulator draw from their named streams instead.
 */
public final class Chance {
    /** The seed of Marsaglia's example; any number but 0 will do. */
    private static final long SEED = 88172645463325252L;
    /** 2^-53: one step of the doubles between 0 and 1. */
    private static final double STEP = 0x1.0p-53;

    private long state = SEED;

    /** 64 random bits, never all 0. */
    public long nextLong() {
        long bits = state;
        bits ^= bits << 13;
        bits ^= bits >>> 7;
        bits ^= bits << 17;
        state = bits;
        return bits;
    }

    /** Uniform in (0, 1), both ends left out. */
    public double nextShare() {
        return ((nextLong() >>> 11) + 0.5) * STEP;
    }

    /** Uniform in [0, bound). */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }
}
