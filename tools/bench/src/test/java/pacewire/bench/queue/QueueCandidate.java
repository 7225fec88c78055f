package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/** An event queue that is compared: exact (time, order of scheduling). */
public interface QueueCandidate {
    /** Adds an item that is in no queue. */
    void add(QueueItem item, long timePs);

    /** Removes and returns the first item; null when there is none. */
    @Nullable
    QueueItem poll();

    /** Removes an item that is in the queue. */
    void remove(QueueItem item);
}
