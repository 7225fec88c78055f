package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.EventQueue;

/** The event queue of Pacewire as a candidate. */
final class PacewireQueue implements QueueCandidate {
    private final EventQueue queue = new EventQueue();

    @Override
    public void add(QueueItem item, long timePs) {
        item.timePs = timePs;
        queue.add(item, timePs);
    }

    @Override
    public @Nullable QueueItem poll() {
        return (QueueItem) queue.poll();
    }

    @Override
    public void remove(QueueItem item) {
        queue.remove(item);
    }
}
