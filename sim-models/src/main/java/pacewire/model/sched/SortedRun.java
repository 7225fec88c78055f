package pacewire.model.sched;

/**
 * Entries (key, tie-break, slot) that came in ascending order: a ring on primitive arrays, written at one end and read at
 * the other, so that even a million entries are only walked along. Allocates only when it grows.
 */
final class SortedRun {
    private static final int FIRST_CAPACITY = 16;

    /** Key and tie-break of one entry after another; the capacity is a power of two. */
    private long[] orders = new long[2 * FIRST_CAPACITY];

    private int[] slots = new int[FIRST_CAPACITY];
    /** Counts of entries taken and entries added, modulo 2^32. */
    private int head;

    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    /** The least key; only when not empty. */
    long firstKey() {
        return orders[2 * indexOf(head)];
    }

    /** The tie-break of the least entry; only when not empty. */
    long firstTieBreak() {
        return orders[2 * indexOf(head) + 1];
    }

    /** The slot of the least entry; only when not empty. */
    int firstSlot() {
        return slots[indexOf(head)];
    }

    /** The slot of the entry so many places behind the least; only when it is there. */
    int slotAt(int places) {
        return slots[indexOf(head + places)];
    }

    /** Whether an entry would stand behind all that are there; only when not empty. */
    boolean takes(long key, long tieBreak) {
        int last = 2 * indexOf(tail - 1);
        return key > orders[last] || (key == orders[last] && tieBreak >= orders[last + 1]);
    }

    /** The greatest key; only when not empty. */
    long lastKey() {
        return orders[2 * indexOf(tail - 1)];
    }

    /** Appends an entry that is not before the last one. */
    void append(long key, long tieBreak, int slot) {
        if (tail - head == slots.length) {
            grow();
        }
        int index = indexOf(tail++);
        orders[2 * index] = key;
        orders[2 * index + 1] = tieBreak;
        slots[index] = slot;
    }

    /** Takes the least entry out; only when not empty. */
    void removeFirst() {
        head++;
    }

    /**
     * The least tie-break, if it is below a bound; otherwise the bound. Looks at no more entries than may have it.
     *
     * @param lead least difference between tie-break and key of an entry, at least 0
     */
    long leastTieBreak(long bound, long lead) {
        long least = bound;
        for (int place = head; place != tail; place++) {
            int index = 2 * indexOf(place);
            if (orders[index] >= least - lead) {
                break;
            }
            least = Math.min(least, orders[index + 1]);
        }
        return least;
    }

    private int indexOf(int place) {
        return place & (slots.length - 1);
    }

    private void grow() {
        int used = slots.length;
        int first = indexOf(head);
        long[] grownOrders = new long[4 * used];
        int[] grownSlots = new int[2 * used];
        System.arraycopy(orders, 2 * first, grownOrders, 0, 2 * (used - first));
        System.arraycopy(orders, 0, grownOrders, 2 * (used - first), 2 * first);
        System.arraycopy(slots, first, grownSlots, 0, used - first);
        System.arraycopy(slots, 0, grownSlots, used - first, first);
        orders = grownOrders;
        slots = grownSlots;
        head = 0;
        tail = used;
    }
}
