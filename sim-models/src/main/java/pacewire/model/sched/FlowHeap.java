package pacewire.model.sched;

import java.util.Arrays;

import pacewire.core.units.SimTime;

/**
 * Flows by (key, tie-break), least first: a 4-ary heap on primitive arrays that knows the place of every flow, so that a
 * flow can be taken out without a search. Flows are named by their slots, which are dense and used again. Allocates only
 * when it grows. Four children share a cache line, which halves the depth of a binary heap (LaMarca and Ladner, "The
 * Influence of Caches on the Performance of Heaps", 1996).
 */
final class FlowHeap {
    private static final int FIRST_CAPACITY = 16;
    private static final int ABSENT = -1;

    private long[] keys = new long[FIRST_CAPACITY];
    private long[] tieBreaks = new long[FIRST_CAPACITY];
    private int[] slots = new int[FIRST_CAPACITY];
    private int[] places = newPlaces(FIRST_CAPACITY);
    private int size;

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

    /** The least key; {@link SimTime#NEVER}, above all others, when empty. */
    long firstKey() {
        return size == 0 ? SimTime.NEVER : keys[0];
    }

    /** The slot of the flow with the least key; only when not empty. */
    int firstSlot() {
        return slots[0];
    }

    /** Adds a flow that is not in the heap. */
    void add(int slot, long key, long tieBreak) {
        if (slot >= places.length) {
            growPlaces(slot);
        }
        if (places[slot] != ABSENT) {
            throw new IllegalStateException("slot " + slot + " is in the heap already");
        }
        if (size == keys.length) {
            growHeap();
        }
        siftUp(size++, key, tieBreak, slot);
    }

    /** Takes a flow out that is in the heap. */
    void remove(int slot) {
        int index = places[slot];
        places[slot] = ABSENT;
        int last = --size;
        if (index == last) {
            return;
        }
        long key = keys[last];
        long tieBreak = tieBreaks[last];
        int moved = slots[last];
        if (index > 0 && isBefore(key, tieBreak, (index - 1) >> 2)) {
            siftUp(index, key, tieBreak, moved);
        } else {
            siftDown(index, key, tieBreak, moved);
        }
    }

    /** Takes all flows out. */
    void clear() {
        for (int index = 0; index < size; index++) {
            places[slots[index]] = ABSENT;
        }
        size = 0;
    }

    /** Takes a flow out if it is in the heap. */
    void removeIfPresent(int slot) {
        if (contains(slot)) {
            remove(slot);
        }
    }

    private void siftUp(int start, long key, long tieBreak, int slot) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(key, tieBreak, parent)) {
                break;
            }
            place(index, keys[parent], tieBreaks[parent], slots[parent]);
            index = parent;
        }
        place(index, key, tieBreak, slot);
    }

    private void siftDown(int start, long key, long tieBreak, int slot) {
        int index = start;
        for (int child = 4 * index + 1; child < size; child = 4 * index + 1) {
            int least = leastOfSiblings(child);
            if (isBefore(key, tieBreak, least)) {
                break;
            }
            place(index, keys[least], tieBreaks[least], slots[least]);
            index = least;
        }
        place(index, key, tieBreak, slot);
    }

    private int leastOfSiblings(int first) {
        int end = Math.min(first + 4, size);
        int least = first;
        for (int child = first + 1; child < end; child++) {
            if (isBefore(keys[child], tieBreaks[child], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(long key, long tieBreak, int index) {
        return key < keys[index] || (key == keys[index] && tieBreak < tieBreaks[index]);
    }

    private void place(int index, long key, long tieBreak, int slot) {
        keys[index] = key;
        tieBreaks[index] = tieBreak;
        slots[index] = slot;
        places[slot] = index;
    }

    private void growHeap() {
        int capacity = 2 * keys.length;
        keys = Arrays.copyOf(keys, capacity);
        tieBreaks = Arrays.copyOf(tieBreaks, capacity);
        slots = Arrays.copyOf(slots, capacity);
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
