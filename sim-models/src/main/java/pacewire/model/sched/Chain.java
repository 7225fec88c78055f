package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

/** A list of queues linked through themselves, from any place of which one can be taken out: allocates nothing. */
final class Chain<Q extends ChainedQueue<Q>> {
    private @Nullable Q first;
    private @Nullable Q last;

    @Nullable
    Q first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Puts a queue that is in no chain behind all others. */
    void addLast(Q queue) {
        if (queue.chain != null) {
            throw new IllegalStateException("the queue is in a chain already");
        }
        queue.chain = this;
        queue.before = last;
        queue.behind = null;
        if (last == null) {
            first = queue;
        } else {
            last.behind = queue;
        }
        last = queue;
    }

    /** Takes out a queue that is in this chain. */
    void remove(Q queue) {
        if (queue.chain != this) {
            throw new IllegalStateException("the queue is not in this chain");
        }
        Q before = queue.before;
        Q behind = queue.behind;
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
        queue.chain = null;
        queue.before = null;
        queue.behind = null;
    }

    /** Puts the first queue behind all others of another chain, or of this one. */
    void moveFirstTo(Chain<Q> other) {
        Q moved = first;
        if (moved != null) {
            remove(moved);
            other.addLast(moved);
        }
    }
}
