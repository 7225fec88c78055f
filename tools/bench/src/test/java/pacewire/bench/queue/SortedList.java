package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/** A doubly linked list sorted by (time, order); insertion looks from the end, and at the beginning first. */
final class SortedList {
    private @Nullable QueueItem first;
    private @Nullable QueueItem last;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    QueueItem first() {
        return first;
    }

    void add(QueueItem item) {
        @Nullable QueueItem before = last;
        if (first != null && item.isBefore(first)) {
            before = null;
        }
        while (before != null && item.isBefore(before)) {
            before = before.previous;
        }
        @Nullable QueueItem after = before == null ? first : before.next;
        item.previous = before;
        item.next = after;
        if (before == null) {
            first = item;
        } else {
            before.next = item;
        }
        if (after == null) {
            last = item;
        } else {
            after.previous = item;
        }
        size++;
    }

    void remove(QueueItem item) {
        if (item.previous == null) {
            first = item.next;
        } else {
            item.previous.next = item.next;
        }
        if (item.next == null) {
            last = item.previous;
        } else {
            item.next.previous = item.previous;
        }
        size--;
    }

    @Nullable
    QueueItem poll() {
        QueueItem item = first;
        if (item != null) {
            remove(item);
        }
        return item;
    }
}
