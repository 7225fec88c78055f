package pacewire.model.sched;

import pacewire.core.random.RandomStream;

/**
 * Spreads numbers over buckets, by a seed that is drawn once: the finisher of SplitMix64 (Steele, Lea and Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014), which changes half of the bits on average when one does.
 */
public final class FlowHash {
    private final long seed;

    /** @param random gives the seed */
    public FlowHash(RandomStream random) {
        seed = random.nextLong();
    }

    /** 32 bits of the hash of a number. */
    int of(long number) {
        long z = number * 0x9e3779b97f4a7c15L + seed;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (int) ((z ^ (z >>> 31)) >>> 32);
    }

    /** A bucket from 0 to below a number of them: the hash taken as a fraction, as Linux's reciprocal_scale does. */
    public int bucket(long number, int buckets) {
        return (int) ((Integer.toUnsignedLong(of(number)) * buckets) >>> 32);
    }
}
