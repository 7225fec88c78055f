package pacewire.model.sched;

import java.util.Arrays;

/**
 * Entries (key, tie-break, slot), least first: a 4-ary heap on primitive arrays. Only the least one can be taken out, which
 * spares it what {@link FlowHeap} knows of the places of all. Allocates only when it grows.
 */
final class EntryHeap {
    private static final int FIRST_CAPACITY = 16;

    /** Key and tie-break of one entry after another. */
    private long[] orders = new long[2 * FIRST_CAPACITY];

    private int[] slots = new int[FIRST_CAPACITY];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The least key; only when not empty. */
    long firstKey() {
        return orders[0];
    }

    /** The tie-break of the least entry; only when not empty. */
    long firstTieBreak() {
        return orders[1];
    }

    /** The slot of the least entry; only when not empty. */
    int firstSlot() {
        return slots[0];
    }

    void add(long key, long tieBreak, int slot) {
        if (size == slots.length) {
            orders = Arrays.copyOf(orders, 4 * size);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(key, tieBreak, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        place(index, key, tieBreak, slot);
    }

    /** Takes the least entry out; only when not empty. */
    void removeFirst() {
        int last = --size;
        long key = orders[2 * last];
        long tieBreak = orders[2 * last + 1];
        int index = 0;
        for (int child = 1; child < last; child = 4 * index + 1) {
            int least = leastOfSiblings(child, last);
            if (isBefore(key, tieBreak, least)) {
                break;
            }
            move(least, index);
            index = least;
        }
        place(index, key, tieBreak, slots[last]);
    }

    /**
     * The least tie-break, if it is below a bound; otherwise the bound. Looks at no more entries than may have it.
     *
     * @param lead least difference between tie-break and key of an entry, at least 0
     */
    long leastTieBreak(long bound, long lead) {
        return leastTieBreakFrom(0, bound, lead);
    }

    private long leastTieBreakFrom(int index, long bound, long lead) {
        if (index >= size || orders[2 * index] >= bound - lead) {
            return bound;
        }
        long least = Math.min(bound, orders[2 * index + 1]);
        for (int child = 4 * index + 1; child <= 4 * index + 4; child++) {
            least = leastTieBreakFrom(child, least, lead);
        }
        return least;
    }

    private int leastOfSiblings(int first, int end) {
        int stop = Math.min(first + 4, end);
        int least = first;
        for (int child = first + 1; child < stop; child++) {
            if (isBefore(orders[2 * child], orders[2 * child + 1], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(long key, long tieBreak, int index) {
        long other = orders[2 * index];
        return key < other || (key == other && tieBreak < orders[2 * index + 1]);
    }

    private void move(int from, int to) {
        place(to, orders[2 * from], orders[2 * from + 1], slots[from]);
    }

    private void place(int index, long key, long tieBreak, int slot) {
        orders[2 * index] = key;
        orders[2 * index + 1] = tieBreak;
        slots[index] = slot;
    }
}
