package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/** Threads that wait for the same thing, first come, first woken. */
final class WaitQueue {
    private final ArrayDeque<OsThread> waiting = new ArrayDeque<>(1);

    void add(OsThread thread) {
        waiting.add(thread);
    }

    void wakeOne(Kernel kernel, long nowPs) {
        @Nullable OsThread first = waiting.poll();
        if (first != null) {
            kernel.wake(first, nowPs);
        }
    }

    void wakeAll(Kernel kernel, long nowPs) {
        for (OsThread thread = waiting.poll(); thread != null; thread = waiting.poll()) {
            kernel.wake(thread, nowPs);
        }
    }
}
