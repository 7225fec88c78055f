package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/**
 * Those who watch one descriptor, in the order in which they came: what Linux calls the wait queue of its poll method ({@code
 * include/linux/poll.h}).
 */
final class Watchers {
    private @Nullable Watcher first;

    void add(Watcher watcher) {
        watcher.nextWatcher = null;
        Watcher last = first;
        if (last == null) {
            first = watcher;
            return;
        }
        while (last.nextWatcher != null) {
            last = last.nextWatcher;
        }
        last.nextWatcher = watcher;
    }

    /** Takes one out; does nothing when it is not there. */
    void remove(Watcher watcher) {
        Watcher before = null;
        for (Watcher present = first; present != null; present = present.nextWatcher) {
            if (present == watcher) {
                unlink(watcher, before);
                return;
            }
            before = present;
        }
    }

    private void unlink(Watcher watcher, @Nullable Watcher before) {
        if (before == null) {
            first = watcher.nextWatcher;
        } else {
            before.nextWatcher = watcher.nextWatcher;
        }
        watcher.nextWatcher = null;
    }

    /** Tells all of them that the descriptor is ready for something. */
    void ready(int events, long nowPs) {
        Watcher present = first;
        while (present != null) {
            Watcher next = present.nextWatcher; // who is told may leave
            present.ready(events, nowPs);
            present = next;
        }
    }

    /** The descriptor was closed: all of them leave. */
    void closed() {
        for (Watcher present = first; present != null; present = first) {
            first = present.nextWatcher;
            present.nextWatcher = null;
            present.closed();
        }
    }
}
