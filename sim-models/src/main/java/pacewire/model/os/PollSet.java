package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/** The descriptors that {@code poll} asks about, a vector of {@code struct pollfd}. */
public final class PollSet {
    private final int[] descriptors;
    private final int[] events;
    private final int[] happened;
    private final @Nullable Waiter[] waiters;

    /**
     * Asks about one descriptor.
     *
     * @param what bits of {@link PollEvents}; errors are reported anyway
     */
    public PollSet(int descriptor, int what) {
        this(new int[] {descriptor}, new int[] {what});
    }

    /** Asks about several descriptors, each with its own events. */
    public PollSet(int[] descriptors, int[] events) {
        this.descriptors = descriptors.clone();
        this.events = events.clone();
        happened = new int[descriptors.length];
        waiters = new @Nullable Waiter[descriptors.length];
    }

    /** Wakes the thread that waits. */
    private static final class Waiter extends Watcher {
        private final OsThread thread;
        private final Kernel kernel;
        private final int events;

        Waiter(OsThread thread, Kernel kernel, int events) {
            this.thread = thread;
            this.kernel = kernel;
            this.events = events;
        }

        @Override
        void ready(int what, long nowPs) {
            if ((what & (events | PollEvents.ALWAYS)) != 0) {
                kernel.wake(thread, nowPs);
            }
        }

        @Override
        void closed() {
            // The thread finds out when something else wakes it, as in Linux.
        }
    }

    int size() {
        return descriptors.length;
    }

    /** Whether something to read is waited for. */
    boolean asksForInput() {
        for (int asked : events) {
            if ((asked & PollEvents.IN) != 0) {
                return true;
            }
        }
        return false;
    }

    /** What a descriptor was found ready for by the last call, as bits of {@link PollEvents}. */
    public int happened(int index) {
        return happened[index];
    }

    /** Asks all descriptors; returns how many are ready. */
    int ask(OsProcess process) {
        int ready = 0;
        for (int i = 0; i < descriptors.length; i++) {
            Descriptor descriptor = process.descriptor(descriptors[i]);
            happened[i] = descriptor == null
                    ? PollEvents.INVALID
                    : descriptor.readyEvents() & (events[i] | PollEvents.ALWAYS);
            ready += happened[i] == 0 ? 0 : 1;
        }
        return ready;
    }

    void watch(SyscallCall call, Kernel kernel) {
        for (int i = 0; i < descriptors.length; i++) {
            Watchers watchers = watchers(call, i);
            if (watchers != null) {
                Waiter waiter = waiters[i];
                if (waiter == null) {
                    waiter = new Waiter(call.thread(), kernel, events[i]);
                    waiters[i] = waiter;
                }
                watchers.add(waiter);
            }
        }
    }

    void leave(SyscallCall call) {
        for (int i = 0; i < descriptors.length; i++) {
            Watchers watchers = watchers(call, i);
            Waiter waiter = waiters[i];
            if (watchers != null && waiter != null) {
                watchers.remove(waiter);
            }
        }
    }

    private @Nullable Watchers watchers(SyscallCall call, int index) {
        Descriptor descriptor = call.thread().process().descriptor(descriptors[index]);
        return descriptor == null ? null : descriptor.watchers();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < descriptors.length; i++) {
            text.append(i == 0 ? "{fd=" : ", {fd=").append(descriptors[i]);
            text.append(", events=").append(PollEvents.text("POLL", events[i])).append('}');
        }
        return text.append(']').toString();
    }
}
