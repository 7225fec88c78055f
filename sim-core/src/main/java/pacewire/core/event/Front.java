package pacewire.core.event;

import org.jspecify.annotations.Nullable;

/**
 * The few events that come next, sorted by (time, order of scheduling). A key packs the time, counted from a base, over
 * the six bits of the slot where its event stands, so that sorting moves single longs and never a reference, whose every
 * store would cost a card mark.
 */
final class Front {
    static final int CAPACITY = 64;

    private static final int SLOT_BITS = 6;
    private static final int SLOT_MASK = CAPACITY - 1;

    /** Twice the capacity: the run of keys wanders to the right as events leave, and is rarely moved back. */
    private final long[] keys = new long[2 * CAPACITY];

    private final long[] sorted = new long[CAPACITY];
    private final int[] ranks = new int[CAPACITY];
    private final @Nullable Event[] events = new Event[CAPACITY];
    private long freeSlots = -1L;
    private int head;
    private int tail;
    private long basePs;

    /** The {@link Event#place} of an event in a slot. */
    static int placeOf(int slot) {
        return -1 - slot;
    }

    boolean isEmpty() {
        return head == tail;
    }

    boolean isFull() {
        return freeSlots == 0;
    }

    int size() {
        return tail - head;
    }

    /** The event at a position, the earliest at 0. */
    Event get(int position) {
        return at((int) keys[head + position] & SLOT_MASK);
    }

    boolean holds(Event event) {
        return event.place < 0 && events[placeOf(event.place)] == event;
    }

    /** Removes and returns the earliest event; null when it is due after an instant. */
    @Nullable
    Event pollUntil(long endPs) {
        int slot = (int) keys[head] & SLOT_MASK;
        Event event = at(slot);
        if (event.timePs > endPs) {
            return null;
        }
        head++;
        vacate(slot, event);
        return event;
    }

    /** Whether a time lies near enough to the others to be packed into a key. */
    boolean canKey(long timePs) {
        long distance = timePs - basePs;
        return isEmpty() || ((distance << SLOT_BITS) >> SLOT_BITS) == distance;
    }

    /** Inserts an event behind all of its time. There is a free slot, and {@link #canKey} holds. */
    void insert(Event event) {
        if (isEmpty()) {
            basePs = event.timePs;
            head = 0;
            tail = 0;
        } else if (tail == keys.length) {
            moveToTheLeft();
        }
        int slot = Long.numberOfTrailingZeros(freeSlots);
        long upTo = ((event.timePs - basePs) << SLOT_BITS) | SLOT_MASK;
        long key = (upTo & ~SLOT_MASK) | slot;
        occupy(slot, event);
        if (head > 0 && upTo < keys[head]) {
            keys[--head] = key;
            return;
        }
        int index = tail++;
        while (index > head && keys[index - 1] > upTo) {
            keys[index] = keys[index - 1];
            index--;
        }
        keys[index] = key;
    }

    /** Takes an event out. */
    void remove(Event event) {
        int slot = placeOf(event.place);
        int index = head;
        while (((int) keys[index] & SLOT_MASK) != slot) {
            index++;
        }
        tail--;
        System.arraycopy(keys, index + 1, keys, index, tail - index);
        vacate(slot, event);
    }

    /** Takes the last event out. */
    Event removeLast() {
        int slot = (int) keys[--tail] & SLOT_MASK;
        Event event = at(slot);
        vacate(slot, event);
        return event;
    }

    /** Puts an event into a slot without sorting it; the front was empty, and slots are filled from 0. */
    void load(int slot, Event event) {
        events[slot] = event;
    }

    /**
     * Sorts the events that were loaded. Events of one time keep the order in which they were loaded.
     *
     * @param count how many there are
     * @param startPs a time that none of them is before
     */
    void sortLoaded(int count, long startPs) {
        basePs = startPs;
        freeSlots = count == CAPACITY ? 0 : -1L << count;
        head = 0;
        tail = count;
        // A pass of its own: nothing here waits for a comparison, so that the cache misses of all events overlap.
        for (int slot = 0; slot < count; slot++) {
            Event event = at(slot);
            event.place = placeOf(slot);
            sorted[slot] = ((event.timePs - startPs) << SLOT_BITS) | slot;
        }
        rankSort(count);
    }

    /**
     * Counts for each key how many are less. For so few keys the quadratic number of comparisons costs less than the
     * mispredicted branches of any sort that looks at their outcome.
     */
    private void rankSort(int count) {
        for (int i = 0; i < count; i++) {
            long key = sorted[i];
            int rank = i;
            for (int j = 0; j < i; j++) {
                int isLess = (int) ((key - sorted[j]) >>> 63);
                rank -= isLess;
                ranks[j] += isLess;
            }
            ranks[i] = rank;
        }
        for (int i = 0; i < count; i++) {
            keys[ranks[i]] = sorted[i];
        }
    }

    /**
     * Lets all events fetch what they will need, those of a group one reference deeper at a time: what one of them waits for, all
     * wait for at once.
     */
    void prefetch() {
        long slotsWithMore = ~freeSlots;
        for (int depth = 0; slotsWithMore != 0; depth++) {
            for (long left = slotsWithMore; left != 0; left &= left - 1) {
                int slot = Long.numberOfTrailingZeros(left);
                if (!at(slot).prefetch(depth)) {
                    slotsWithMore &= ~(1L << slot);
                }
            }
        }
    }

    private void moveToTheLeft() {
        int count = size();
        System.arraycopy(keys, head, keys, 0, count);
        head = 0;
        tail = count;
    }

    private void occupy(int slot, Event event) {
        freeSlots &= ~(1L << slot);
        events[slot] = event;
        event.place = placeOf(slot);
    }

    private void vacate(int slot, Event event) {
        freeSlots |= 1L << slot;
        events[slot] = null;
        event.place = Event.NOT_QUEUED;
    }

    private Event at(int slot) {
        Event event = events[slot];
        if (event == null) {
            throw new AssertionError("the front has no event in slot " + slot);
        }
        return event;
    }
}
