package pacewire.model.sched;

import java.util.Arrays;

/** Virtual times in numbered cells, which are used again: for packets, which have no room for one. */
final class TagStore {
    private static final int FIRST_CAPACITY = 16;

    private long[] words = new long[2 * FIRST_CAPACITY];
    private int used;
    private int[] freeCells = new int[FIRST_CAPACITY];
    private int free;

    /** Puts a virtual time into a cell; the cell's number. */
    int put(Wide tag) {
        int cell = free > 0 ? freeCells[--free] : used++;
        if (2 * cell == words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        set(cell, tag);
        return cell;
    }

    void get(int cell, Wide tag) {
        tag.set(words[2 * cell], words[2 * cell + 1]);
    }

    void set(int cell, Wide tag) {
        words[2 * cell] = tag.high();
        words[2 * cell + 1] = tag.low();
    }

    void release(int cell) {
        if (free == freeCells.length) {
            freeCells = Arrays.copyOf(freeCells, 2 * free);
        }
        freeCells[free++] = cell;
    }

    void clear() {
        used = 0;
        free = 0;
    }
}
