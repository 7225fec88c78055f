package pacewire.model.sched;

import java.util.Arrays;

/**
 * Flows by (virtual time, tie-break), least first: as {@link FlowHeap}, with keys of 128 bits. Allocates only when it grows.
 */
final class TagHeap {
    private static final int FIRST_CAPACITY = 16;
    private static final int ABSENT = -1;
    /** High word, low word and tie-break of an entry. */
    private static final int WORDS = 3;

    private long[] orders = new long[WORDS * FIRST_CAPACITY];
    private int[] slots = new int[FIRST_CAPACITY];
    private int[] places = newPlaces(FIRST_CAPACITY);
    private int size;
    private final Wide product = new Wide();

    boolean isEmpty() {
        return size == 0;
    }

    /** Number of flows. */
    int size() {
        return size;
    }

    boolean contains(int slot) {
        return slot < places.length && places[slot] != ABSENT;
    }

    /** The slot of the flow with the least key; only when not empty. */
    int firstSlot() {
        return slots[0];
    }

    /** The slot of some flow; all of them for places from 0 to the size. */
    int slotAt(int place) {
        return slots[place];
    }

    /** Copies the least key; only when not empty. */
    void firstInto(Wide key) {
        key.set(orders[0], orders[1]);
    }

    /** Whether there is a flow whose key is no greater. */
    boolean hasUpTo(Wide key) {
        return size > 0 && Wide.compare(orders[0], orders[1], key.high(), key.low()) <= 0;
    }

    /** Adds a flow that is not in the heap. */
    void add(int slot, Wide key, long tieBreak) {
        if (slot >= places.length) {
            growPlaces(slot);
        }
        if (places[slot] != ABSENT) {
            throw new IllegalStateException("slot " + slot + " is in the heap already");
        }
        if (size == slots.length) {
            orders = Arrays.copyOf(orders, 2 * orders.length);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        siftUp(size++, key.high(), key.low(), tieBreak, slot);
    }

    /** Takes a flow out that is in the heap. */
    void remove(int slot) {
        int index = places[slot];
        places[slot] = ABSENT;
        int last = --size;
        if (index == last) {
            return;
        }
        long high = orders[WORDS * last];
        long low = orders[WORDS * last + 1];
        long tieBreak = orders[WORDS * last + 2];
        int moved = slots[last];
        if (index > 0 && isBefore(high, low, tieBreak, (index - 1) >> 2)) {
            siftUp(index, high, low, tieBreak, moved);
        } else {
            siftDown(index, high, low, tieBreak, moved);
        }
    }

    /** Takes the flow with the least key out; only when not empty. */
    int removeFirst() {
        int slot = slots[0];
        remove(slot);
        return slot;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            places[slots[i]] = ABSENT;
        }
        size = 0;
    }

    /** Multiplies every key, which leaves the order as it is. */
    void multiplyKeys(long factor) {
        for (int i = 0; i < size; i++) {
            product.set(orders[WORDS * i], orders[WORDS * i + 1]);
            product.multiply(factor);
            orders[WORDS * i] = product.high();
            orders[WORDS * i + 1] = product.low();
        }
    }

    private void siftUp(int start, long high, long low, long tieBreak, int slot) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(high, low, tieBreak, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        place(index, high, low, tieBreak, slot);
    }

    private void siftDown(int start, long high, long low, long tieBreak, int slot) {
        int index = start;
        for (int child = 4 * index + 1; child < size; child = 4 * index + 1) {
            int least = leastOfSiblings(child);
            if (isBefore(high, low, tieBreak, least)) {
                break;
            }
            move(least, index);
            index = least;
        }
        place(index, high, low, tieBreak, slot);
    }

    private int leastOfSiblings(int first) {
        int end = Math.min(first + 4, size);
        int least = first;
        for (int child = first + 1; child < end; child++) {
            int at = WORDS * child;
            if (isBefore(orders[at], orders[at + 1], orders[at + 2], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(long high, long low, long tieBreak, int index) {
        int at = WORDS * index;
        int order = Wide.compare(high, low, orders[at], orders[at + 1]);
        return order < 0 || (order == 0 && tieBreak < orders[at + 2]);
    }

    private void move(int from, int to) {
        int at = WORDS * from;
        place(to, orders[at], orders[at + 1], orders[at + 2], slots[from]);
    }

    private void place(int index, long high, long low, long tieBreak, int slot) {
        int at = WORDS * index;
        orders[at] = high;
        orders[at + 1] = low;
        orders[at + 2] = tieBreak;
        slots[index] = slot;
        places[slot] = index;
    }

    private void growPlaces(int slot) {
        int[] grown = newPlaces(Math.max(slot + 1, 2 * places.length));
        System.arraycopy(places, 0, grown, 0, places.length);
        places = grown;
    }

    private static int[] newPlaces(int capacity) {
        int[] places = new int[capacity];
        Arrays.fill(places, ABSENT);
        return places;
    }
}
