package pacewire.core.event;

import java.util.Arrays;

/**
 * How the bits of a time are cut into the digits of the levels of {@link Calendar}. The main level fits the present
 * spacing and number of the events; levels of small digits above and below it reach the ends of time and the single
 * picosecond.
 */
final class Geometry {
    /** Small enough that a level costs little when it is empty, large enough that few levels stand above each other. */
    private static final int BITS_ABOVE = 8;

    private static final int BITS_BELOW = 6;
    static final int TIME_BITS = 63;
    private static final int FEWEST_MAIN_BITS = 8;
    static final int MOST_MAIN_BITS = 20;

    /**
     * A bucket of the main level is 2^4 times as wide as the spacing, rounded to a power of two: it holds 12 to 24
     * events. ADR 9 has the figures of other sizes.
     */
    private static final int EVENTS_PER_BUCKET_BITS = 4;

    final int mainLevel;
    final int mainShift;
    final int mainBits;

    /** Bits of a time up to the top of the main digit. */
    final long mainReach;

    final int mainFirst;

    final int levels;
    final int buckets;

    /** For each level: lowest bit of its digit. */
    final int[] shifts;

    /** For each level: its digit's mask, after the shift. */
    final int[] masks;

    /** For each level: number of its first bucket, a multiple of 64. */
    final int[] firsts;

    /** The level of the highest bit in which a time differs from the base, by the number of zeros before that bit. */
    private final byte[] levelOfZeros = new byte[Long.SIZE + 1];

    /**
     * @param mainShift above 0, for the lowest level has buckets of one picosecond
     */
    Geometry(int mainShift, int mainBits) {
        int[] digits = digits(mainShift, mainBits);
        this.mainShift = mainShift;
        this.mainBits = mainBits;
        mainReach = (1L << (mainShift + mainBits)) - 1;
        levels = digits.length;
        shifts = new int[levels];
        masks = new int[levels];
        firsts = new int[levels];
        int shift = 0;
        int first = 0;
        for (int level = 0; level < levels; level++) {
            shifts[level] = shift;
            masks[level] = (1 << digits[level]) - 1;
            firsts[level] = first;
            for (int bit = shift; bit < shift + digits[level]; bit++) {
                levelOfZeros[TIME_BITS - bit] = (byte) level;
            }
            shift += digits[level];
            first += Math.max(Long.SIZE, 1 << digits[level]);
        }
        buckets = first;
        mainLevel = levelOfZeros[TIME_BITS - mainShift];
        mainFirst = firsts[mainLevel];
    }

    /** Whether another geometry would fit so much better that it is worth to move every event. Allocates nothing. */
    boolean isFarFrom(int spacingBits, int size) {
        return Math.abs(mainShift - mainShiftFor(spacingBits)) > 1 || Math.abs(mainBits - mainBitsFor(size)) > 1;
    }

    static int mainShiftFor(int spacingBits) {
        return Math.min(spacingBits + EVENTS_PER_BUCKET_BITS, TIME_BITS - MOST_MAIN_BITS);
    }

    static int mainBitsFor(int size) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size) - 1;
        return Math.max(FEWEST_MAIN_BITS, Math.min(bits, MOST_MAIN_BITS));
    }

    /** The level where a time belongs that differs from the base in these bits. */
    int levelOf(long difference) {
        return levelOfZeros[Long.numberOfLeadingZeros(difference)];
    }

    /** The bucket of a time in a level. */
    int bucketOf(int level, long timePs) {
        return firsts[level] + ((int) (timePs >>> shifts[level]) & masks[level]);
    }

    private static int[] digits(int mainShift, int mainBits) {
        int below = (mainShift + BITS_BELOW - 1) / BITS_BELOW;
        int bitsAbove = TIME_BITS - mainShift - mainBits;
        int above = (bitsAbove + BITS_ABOVE - 1) / BITS_ABOVE;
        int[] digits = new int[below + 1 + above];
        Arrays.fill(digits, 0, below, BITS_BELOW);
        // The lowest level takes what is left over, and so does the highest.
        digits[0] = mainShift - (below - 1) * BITS_BELOW;
        digits[below] = mainBits;
        Arrays.fill(digits, below + 1, digits.length, BITS_ABOVE);
        if (above > 0) {
            digits[digits.length - 1] = bitsAbove - (above - 1) * BITS_ABOVE;
        }
        return digits;
    }
}
