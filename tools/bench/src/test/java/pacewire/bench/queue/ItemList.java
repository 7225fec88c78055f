package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/** A doubly linked list of items in no order. */
final class ItemList {
    private @Nullable QueueItem first;
    private int size;

    int size() {
        return size;
    }

    void add(QueueItem item) {
        item.previous = null;
        item.next = first;
        if (first != null) {
            first.previous = item;
        }
        first = item;
        size++;
    }

    void remove(QueueItem item) {
        if (item.previous == null) {
            first = item.next;
        } else {
            item.previous.next = item.next;
        }
        if (item.next != null) {
            item.next.previous = item.previous;
        }
        size--;
    }

    @Nullable
    QueueItem pop() {
        QueueItem item = first;
        if (item != null) {
            remove(item);
        }
        return item;
    }
}
