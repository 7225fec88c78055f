package pacewire.model.os;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Interrupt work that waits for a core, first in, first out. Linked through the work itself: every packet passes here. */
final class InterruptQueue {
    private @Nullable InterruptWork head;
    private @Nullable InterruptWork tail;

    boolean isEmpty() {
        return head == null;
    }

    /** Appends a work that stands in no queue. */
    void add(InterruptWork work) {
        if (tail == null) {
            head = work;
        } else {
            tail.following = work;
        }
        tail = work;
    }

    /** Takes the first; only when there is one. */
    InterruptWork remove() {
        InterruptWork first = Objects.requireNonNull(head);
        head = first.following;
        first.following = null;
        if (head == null) {
            tail = null;
        }
        return first;
    }
}
