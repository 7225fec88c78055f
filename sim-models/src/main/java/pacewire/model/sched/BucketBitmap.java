package pacewire.model.sched;

import java.util.Arrays;

/**
 * Which buckets hold something: a tree of 64-bit words, in which the next full bucket is found by one "find first set" for each
 * level (Saeed and others, "Eiffel: Efficient and Flexible Software Packet Scheduling", NSDI 2019, section 3.1).
 */
final class BucketBitmap {
    private static final int WORD_BITS = 6;

    /** The first level has a bit for each bucket; each further one a bit for each word of the one before it. */
    private final long[][] levels;

    private final int buckets;

    /**
     * All empty.
     *
     * @param buckets at least 1
     */
    BucketBitmap(int buckets) {
        this.buckets = buckets;
        int count = 0;
        int width = buckets;
        do {
            width = wordsFor(width);
            count++;
        } while (width > 1);
        levels = new long[count][];
        width = buckets;
        for (int level = 0; level < count; level++) {
            width = wordsFor(width);
            levels[level] = new long[width];
        }
    }

    private static int wordsFor(int bits) {
        return (bits + Long.SIZE - 1) >> WORD_BITS;
    }

    boolean isEmpty() {
        return levels[levels.length - 1][0] == 0;
    }

    void set(int bucket) {
        int index = bucket;
        for (long[] words : levels) {
            int word = index >> WORD_BITS;
            words[word] |= 1L << index;
            index = word;
        }
    }

    void clear(int bucket) {
        int index = bucket;
        for (long[] words : levels) {
            int word = index >> WORD_BITS;
            words[word] &= ~(1L << index);
            if (words[word] != 0) {
                return;
            }
            index = word;
        }
    }

    void clearAll() {
        for (long[] words : levels) {
            Arrays.fill(words, 0);
        }
    }

    /** The first full bucket from one on, going on with the first behind the last; only when not empty. */
    int nextFrom(int bucket) {
        int found = firstFrom(bucket);
        return found < buckets ? found : firstFrom(0);
    }

    /** The first full bucket from one on; the number of buckets when there is none. */
    int firstFrom(int bucket) {
        int index = bucket;
        for (int level = 0; level < levels.length; level++) {
            int word = index >> WORD_BITS;
            if (word >= levels[level].length) {
                return buckets;
            }
            long bits = levels[level][word] & (-1L << index);
            if (bits != 0) {
                return descend(level, (word << WORD_BITS) + Long.numberOfTrailingZeros(bits));
            }
            index = word + 1;
        }
        return buckets;
    }

    private int descend(int fromLevel, int fromIndex) {
        int index = fromIndex;
        for (int level = fromLevel - 1; level >= 0; level--) {
            index = (index << WORD_BITS) + Long.numberOfTrailingZeros(levels[level][index]);
        }
        return index;
    }
}
