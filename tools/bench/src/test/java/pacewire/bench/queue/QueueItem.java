package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;

/** What stands in a candidate: an event with the fields that the structures link it by. */
public final class QueueItem extends Event {
    long timePs;
    long order;
    int index;

    @Nullable
    QueueItem next;

    @Nullable
    QueueItem previous;

    /** When it is due, or was. */
    public long timePs() {
        return timePs;
    }

    boolean isBefore(QueueItem other) {
        return timePs < other.timePs || (timePs == other.timePs && order < other.order);
    }

    @Override
    protected void fire(long nowPs) {
        throw new AssertionError("items are polled, not fired");
    }
}
