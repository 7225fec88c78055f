package pacewire.core.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

import pacewire.core.units.Quantity;

/**
 * A stream of random numbers: xoshiro256++ (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM
 * TOMS 47(4), 2021). Belongs to one owner.
 */
public final class RandomStream {
    /** Weight of the lowest of 53 bits in [0, 1): the significand of a double. */
    private static final double ULP_OF_UNIT = 0x1.0p-53;

    private final UniformRandomProvider generator;

    private RandomStream(UniformRandomProvider generator) {
        this.generator = generator;
    }

    /** The stream whose generator starts from a state of four words, not all zero. */
    static RandomStream fromState(long[] state) {
        return new RandomStream(RandomSource.XO_SHI_RO_256_PP.create(state));
    }

    /** Uniform over all longs. */
    public long nextLong() {
        return generator.nextLong();
    }

    /**
     * Uniform from 0 to below a bound, without bias: multiplication and rejection on 63 bits (Lemire, "Fast Random Integer
     * Generation in an Interval", ACM TOMACS 29(1), 2019, algorithm 5).
     *
     * @param bound at least 1
     */
    public long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound of a random number is at least 1, not " + bound);
        }
        long draw = nextLong() >>> 1;
        long remainder = (draw * bound) & Long.MAX_VALUE;
        if (remainder < bound) {
            // 2^63 mod bound, in longs that cannot hold 2^63.
            long rejected = (Long.MAX_VALUE % bound + 1) % bound;
            while (remainder < rejected) {
                draw = nextLong() >>> 1;
                remainder = (draw * bound) & Long.MAX_VALUE;
            }
        }
        return (Math.multiplyHigh(draw, bound) << 1) | ((draw * bound) >>> 63);
    }

    /**
     * Uniform from 0 to below a bound, without bias.
     *
     * @param bound at least 1
     */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** Uniform over the multiples of 2^-53 in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * ULP_OF_UNIT;
    }

    /**
     * True with a probability, decided in exact integers; draws a number even when the answer is certain, so that a changed
     * probability shifts nothing else.
     *
     * @param partsPerBillion 0 (never) to 1,000,000,000 (always)
     */
    public boolean chancePpb(long partsPerBillion) {
        if (partsPerBillion < 0 || partsPerBillion > Quantity.WHOLE) {
            throw new IllegalArgumentException(
                    "a probability is 0 to " + Quantity.WHOLE + " ppb, not " + partsPerBillion);
        }
        return nextLong(Quantity.WHOLE) < partsPerBillion;
    }
}
