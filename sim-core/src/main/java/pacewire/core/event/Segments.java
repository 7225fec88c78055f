package pacewire.core.event;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Chains of events in order of arrival, made of segments of sixteen references: one cache line. Reading a segment tells
 * where sixteen events are at once, so that their cache misses overlap, while in a linked list each waits for the one
 * before it. Segments that were given back are used again first, while they are still in the cache.
 *
 * <p>A chain is named by its end, the slot behind its last event; 0 is the empty chain. Its segments form a ring: the one
 * after the last is the first. An event that was removed leaves a hole.
 */
final class Segments {
    static final int BITS = 4;
    static final int LENGTH = 1 << BITS;
    static final int EMPTY = 0;

    private static final int FIRST_SEGMENTS = 64;

    private @Nullable Event[] slots = new Event[FIRST_SEGMENTS << BITS];
    private int[] next = new int[FIRST_SEGMENTS];

    /** First of the free segments; 0, whose slots stay unused because a place of 0 means none, when all are in use. */
    private int free;

    Segments() {
        chainFree(1);
    }

    /** Writes an event behind a chain whose last segment is not full. */
    void put(int slot, Event event) {
        slots[slot] = event;
        event.place = slot;
    }

    boolean holds(Event event) {
        int place = event.place;
        return place > 0 && place < slots.length && slots[place] == event;
    }

    void removeAt(int slot) {
        slots[slot] = null;
    }

    /** Whether a chain has no room behind its last event; so has the empty one. */
    static boolean isFull(int end) {
        return (end & (LENGTH - 1)) == 0;
    }

    /** Adds a segment behind a chain and returns its first slot. */
    int extend(int end) {
        int segment = take();
        if (end == EMPTY) {
            next[segment] = segment;
        } else {
            insertBehind(segmentBefore(end), segment);
        }
        return segment << BITS;
    }

    /** Puts an event before all others of a chain that is not empty; the rest of its segment stays holes. */
    void prepend(int end, Event event) {
        int segment = take();
        insertBehind(segmentBefore(end), segment);
        put(segment << BITS, event);
    }

    /** The chain that begins with one and goes on with another; holes fill up the first. */
    int concat(int firstEnd, int secondEnd) {
        if (firstEnd == EMPTY) {
            return secondEnd;
        }
        int last = segmentBefore(firstEnd);
        int secondLast = segmentBefore(secondEnd);
        int first = next[last];
        next[last] = next[secondLast];
        next[secondLast] = first;
        return secondEnd;
    }

    /** The segment that holds the last event of a chain. */
    static int segmentBefore(int end) {
        return (end - 1) >> BITS;
    }

    /** The segment behind another; the first of the chain behind its last. */
    int after(int segment) {
        return next[segment];
    }

    /** The slot behind the last one used in a segment of a chain. */
    static int limit(int segment, int end) {
        return segment == segmentBefore(end) ? end : (segment + 1) << BITS;
    }

    /** What stands in a slot; null is a hole. */
    @Nullable
    Event at(int slot) {
        return slots[slot];
    }

    /** Empties a slot and returns what stood there. */
    @Nullable
    Event takeAt(int slot) {
        Event event = slots[slot];
        slots[slot] = null;
        return event;
    }

    /** Gives back the first segment of a chain, whose slots are empty. Returns the rest of the chain. */
    int releaseFirst(int end) {
        int last = segmentBefore(end);
        int first = next[last];
        next[last] = next[first];
        next[first] = free;
        free = first;
        return first == last ? EMPTY : end;
    }

    private void insertBehind(int last, int segment) {
        next[segment] = next[last];
        next[last] = segment;
    }

    private int take() {
        if (free == 0) {
            int length = next.length;
            slots = Arrays.copyOf(slots, slots.length * 2);
            next = Arrays.copyOf(next, length * 2);
            chainFree(length);
        }
        int segment = free;
        free = next[segment];
        return segment;
    }

    private void chainFree(int first) {
        for (int segment = first; segment < next.length - 1; segment++) {
            next[segment] = segment + 1;
        }
        next[next.length - 1] = 0;
        free = first;
    }
}
