package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/**
 * A radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990) with digits of eight bits and linked buckets. A bucket of few items
 * goes straight to the bottom, a sorted list, and one of many is spread over the levels below. Times never go back.
 */
final class RadixHeap implements QueueCandidate {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 8;
    private static final int MOST_TO_BOTTOM = 32;
    private static final int IN_BOTTOM = -1;

    private final ItemList[] buckets = new ItemList[DIGITS << DIGIT_BITS];
    private final long[] occupied = new long[buckets.length >> 6];
    private final SortedList bottom = new SortedList();
    private long basePs;
    private long bottomUntilPs;
    private int inBuckets;
    private long nextOrder;

    RadixHeap() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new ItemList();
        }
    }

    @Override
    public void add(QueueItem item, long timePs) {
        item.timePs = timePs;
        item.order = nextOrder++;
        if (timePs < bottomUntilPs) {
            item.index = IN_BOTTOM;
            bottom.add(item);
        } else {
            put(item);
            inBuckets++;
        }
    }

    @Override
    public @Nullable QueueItem poll() {
        while (bottom.size() == 0 && inBuckets > 0) {
            open(firstBucket());
        }
        return bottom.poll();
    }

    @Override
    public void remove(QueueItem item) {
        if (item.index == IN_BOTTOM) {
            bottom.remove(item);
        } else {
            buckets[item.index].remove(item);
            inBuckets--;
            clearIfEmpty(item.index);
        }
    }

    private void put(QueueItem item) {
        int level = (63 - Long.numberOfLeadingZeros((item.timePs ^ basePs) | 1)) / DIGIT_BITS;
        int digit = (int) (item.timePs >>> (level * DIGIT_BITS)) & ((1 << DIGIT_BITS) - 1);
        int bucket = (level << DIGIT_BITS) | digit;
        item.index = bucket;
        buckets[bucket].add(item);
        occupied[bucket >> 6] |= 1L << bucket;
    }

    private int firstBucket() {
        int word = 0;
        while (occupied[word] == 0) {
            word++;
        }
        return (word << 6) + Long.numberOfTrailingZeros(occupied[word]);
    }

    private void open(int bucket) {
        int shift = (bucket >> DIGIT_BITS) * DIGIT_BITS;
        long above = (basePs >>> shift >>> DIGIT_BITS) << DIGIT_BITS;
        basePs = (above | (bucket & ((1 << DIGIT_BITS) - 1))) << shift;
        ItemList items = buckets[bucket];
        boolean isForBottom = shift == 0 || items.size() <= MOST_TO_BOTTOM;
        if (isForBottom) {
            bottomUntilPs = basePs + (1L << shift);
            inBuckets -= items.size();
        }
        for (QueueItem item = items.pop(); item != null; item = items.pop()) {
            if (isForBottom) {
                item.index = IN_BOTTOM;
                bottom.add(item);
            } else {
                put(item);
            }
        }
        clearIfEmpty(bucket);
    }

    private void clearIfEmpty(int bucket) {
        if (buckets[bucket].size() == 0) {
            occupied[bucket >> 6] &= ~(1L << bucket);
        }
    }
}
