package pacewire.core.event;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Pending events by (time, order of scheduling): a 4-ary heap on primitive arrays. Four children fit a cache line of
 * keys, which makes the heap half as deep as a binary one (LaMarca and Ladner, "The Influence of Caches on the
 * Performance of Heaps", 1996). Each event knows its place, so that it can be cancelled without a search.
 */
public final class EventQueue {
    private static final int FIRST_CAPACITY = 64;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private @Nullable Event[] events = new Event[FIRST_CAPACITY];
    private int size;
    private long nextOrder;

    /** Number of events pending. */
    public int size() {
        return size;
    }

    /** The earliest time pending; {@link Long#MAX_VALUE} when nothing is. */
    public long nextTimePs() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** The time of an event that stands in this queue. */
    public long timeOf(Event event) {
        requireQueued(event);
        return times[event.queueIndex];
    }

    /** Adds an event behind all that were scheduled for the same time. */
    public void add(Event event, long timePs) {
        if (event.isScheduled()) {
            throw new IllegalStateException("the event is scheduled already: " + event);
        }
        if (size == times.length) {
            grow();
        }
        siftUp(size++, timePs, nextOrder++, event);
    }

    /** Removes and returns the first event; null when the queue is empty. */
    public @Nullable Event poll() {
        if (size == 0) {
            return null;
        }
        Event first = at(0);
        removeAt(0);
        return first;
    }

    /** Removes an event that stands in this queue. */
    public void remove(Event event) {
        requireQueued(event);
        removeAt(event.queueIndex);
    }

    private void requireQueued(Event event) {
        int index = event.queueIndex;
        if (index < 0 || index >= size || events[index] != event) {
            throw new IllegalStateException("the event is not in this queue: " + event);
        }
    }

    private void removeAt(int index) {
        at(index).queueIndex = Event.NOT_QUEUED;
        int last = --size;
        long time = times[last];
        long order = orders[last];
        Event moved = at(last);
        events[last] = null;
        if (index == last) {
            return;
        }
        if (index > 0 && isBefore(time, order, (index - 1) >> 2)) {
            siftUp(index, time, order, moved);
        } else {
            siftDown(index, time, order, moved);
        }
    }

    private void siftUp(int start, long time, long order, Event event) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(time, order, parent)) {
                break;
            }
            place(index, times[parent], orders[parent], at(parent));
            index = parent;
        }
        place(index, time, order, event);
    }

    private void siftDown(int start, long time, long order, Event event) {
        int index = start;
        for (; ; ) {
            int first = 4 * index + 1;
            if (first >= size) {
                break;
            }
            int least = leastChild(first);
            if (isBefore(time, order, least)) {
                break;
            }
            place(index, times[least], orders[least], at(least));
            index = least;
        }
        place(index, time, order, event);
    }

    private int leastChild(int first) {
        int end = Math.min(first + 4, size);
        int least = first;
        for (int child = first + 1; child < end; child++) {
            if (isBefore(times[child], orders[child], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(long time, long order, int index) {
        return time < times[index] || (time == times[index] && order < orders[index]);
    }

    private void place(int index, long time, long order, Event event) {
        times[index] = time;
        orders[index] = order;
        events[index] = event;
        event.queueIndex = index;
    }

    private Event at(int index) {
        Event event = events[index];
        if (event == null) {
            throw new AssertionError("the heap has a hole at " + index);
        }
        return event;
    }

    private void grow() {
        int capacity = times.length * 2;
        times = Arrays.copyOf(times, capacity);
        orders = Arrays.copyOf(orders, capacity);
        events = Arrays.copyOf(events, capacity);
    }
}
