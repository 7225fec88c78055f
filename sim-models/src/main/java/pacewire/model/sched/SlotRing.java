package pacewire.model.sched;

/** Slots of flows that take turns, first in, first out, in an array that goes round. Allocates only when it grows. */
final class SlotRing {
    private static final int FIRST_CAPACITY = 16;

    private int[] slots = new int[FIRST_CAPACITY];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The slot whose turn it is; only when not empty. */
    int first() {
        return slots[head];
    }

    /** Appends a slot, which may be in the ring already. */
    void add(int slot) {
        if (size == slots.length) {
            grow();
        }
        slots[(head + size++) & (slots.length - 1)] = slot;
    }

    /** Takes the first slot out; only when not empty. */
    int removeFirst() {
        int slot = slots[head];
        head = (head + 1) & (slots.length - 1);
        size--;
        return slot;
    }

    /** Moves the first slot behind all others; only when not empty. */
    void rotate() {
        add(removeFirst());
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private void grow() {
        int[] grown = new int[2 * size];
        for (int place = 0; place < size; place++) {
            grown[place] = slots[(head + place) & (size - 1)];
        }
        slots = grown;
        head = 0;
    }
}
