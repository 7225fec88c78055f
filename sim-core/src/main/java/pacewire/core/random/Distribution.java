package pacewire.core.random;

/**
 * A distribution of random numbers, in the unit of whoever uses it. Immutable: what it yields depends on the stream alone.
 * The family of {@link Distributions} draws with {@code StrictMath} only, so that every JDK yields the same numbers.
 */
public interface Distribution {
    /** Draws a value. */
    double sample(RandomStream random);

    /** The distribution in words, such as {@code "exponential(mean 5.0)"}. */
    String describe();

    /** Draws a value rounded to the nearest integer (half to even), and to the range of a long. */
    default long sampleLong(RandomStream random) {
        return (long) StrictMath.rint(sample(random));
    }
}
