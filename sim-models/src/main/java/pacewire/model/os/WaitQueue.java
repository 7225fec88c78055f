package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/** Threads that wait for the same thing, first come, first woken. Mostly there is one: only more take a list. */
final class WaitQueue {
    private @Nullable OsThread first;
    private @Nullable ArrayDeque<OsThread> others;

    void add(OsThread thread) {
        if (first == null) {
            first = thread;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>();
        }
        others.add(thread);
    }

    void wakeOne(Kernel kernel, long nowPs) {
        OsThread woken = poll();
        if (woken != null) {
            kernel.wake(woken, nowPs);
        }
    }

    void wakeAll(Kernel kernel, long nowPs) {
        for (OsThread thread = poll(); thread != null; thread = poll()) {
            kernel.wake(thread, nowPs);
        }
    }

    /** Takes a thread out that waits no longer; does nothing when it is not there. */
    void remove(OsThread thread) {
        if (first == thread) {
            poll();
        } else if (others != null) {
            others.remove(thread);
        }
    }

    private @Nullable OsThread poll() {
        OsThread polled = first;
        first = others == null ? null : others.poll();
        return polled;
    }
}
