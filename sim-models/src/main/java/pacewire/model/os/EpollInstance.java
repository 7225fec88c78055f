package pacewire.model.os;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What {@code epoll_create1} makes: an interest list, and a list of those of it that are ready, in the order in which they
 * became so (Linux {@code fs/eventpoll.c}). A level-triggered descriptor that was reported goes to the end of the ready list
 * and is looked at again; an edge-triggered one leaves it until it is told of a change.
 */
final class EpollInstance implements Descriptor {
    private final Kernel kernel;
    private final WaitQueue waiting = new WaitQueue();
    private @Nullable Item[] items = new Item[16];
    private @Nullable Item firstReady;
    private @Nullable Item lastReady;
    private int readyCount;

    EpollInstance(Kernel kernel) {
        this.kernel = kernel;
    }

    /** A descriptor in the interest list. */
    private final class Item extends Watcher {
        private final int number;
        private final Descriptor descriptor;
        private int events;
        private int data;
        private boolean isReady;
        private @Nullable Item nextReady;

        Item(int number, Descriptor descriptor) {
            this.number = number;
            this.descriptor = descriptor;
        }

        @Override
        void ready(int happened, long nowPs) {
            if ((happened & (events | PollEvents.ALWAYS)) != 0 && !isDisabled()) {
                becameReady(this, nowPs);
            }
        }

        @Override
        void closed() {
            forget(this);
        }

        /** After its one shot. */
        private boolean isDisabled() {
            return (events & ~(PollEvents.ONE_SHOT | PollEvents.EDGE)) == 0;
        }

        private int readyFor() {
            return isDisabled() ? 0 : descriptor.readyEvents() & (events | PollEvents.ALWAYS);
        }
    }

    boolean contains(int number) {
        return item(number) != null;
    }

    private @Nullable Item item(int number) {
        return number < items.length ? items[number] : null;
    }

    /** Takes a descriptor into the interest list; what it is ready for already is reported. */
    void add(int number, Descriptor descriptor, Watchers watchers, EpollEvents.Interest interest, long nowPs) {
        if (number >= items.length) {
            items = Arrays.copyOf(items, Math.max(number + 1, 2 * items.length));
        }
        Item item = new Item(number, descriptor);
        items[number] = item;
        watchers.add(item);
        set(item, interest, nowPs);
    }

    /** Changes what is asked for of a descriptor of the interest list. */
    void modify(int number, EpollEvents.Interest interest, long nowPs) {
        set(present(number), interest, nowPs);
    }

    private Item present(int number) {
        Item item = item(number);
        if (item == null) {
            throw new IllegalArgumentException("descriptor " + number + " is not in the interest list");
        }
        return item;
    }

    private void set(Item item, EpollEvents.Interest interest, long nowPs) {
        item.events = interest.events();
        item.data = interest.data();
        if (item.readyFor() != 0) {
            becameReady(item, nowPs);
        }
    }

    /** Takes a descriptor out of the interest list. */
    void delete(int number) {
        Item item = present(number);
        Watchers watchers = item.descriptor.watchers();
        if (watchers != null) {
            watchers.remove(item);
        }
        forget(item);
    }

    private void forget(Item item) {
        items[item.number] = null;
        if (item.isReady) {
            removeReady(item);
        }
    }

    private void removeReady(Item removed) {
        int left = readyCount;
        for (int i = 0; i < left; i++) {
            Item item = pollReady();
            if (item != removed) {
                appendReady(item);
            }
        }
    }

    private void becameReady(Item item, long nowPs) {
        if (!item.isReady) {
            appendReady(item);
        }
        waiting.wakeOne(kernel, nowPs);
    }

    private void appendReady(Item item) {
        item.isReady = true;
        if (lastReady == null) {
            firstReady = item;
        } else {
            lastReady.nextReady = item;
        }
        lastReady = item;
        readyCount++;
    }

    private Item pollReady() {
        Item item = Objects.requireNonNull(firstReady);
        firstReady = item.nextReady;
        if (firstReady == null) {
            lastReady = null;
        }
        item.nextReady = null;
        item.isReady = false;
        readyCount--;
        return item;
    }

    /** Whether there may be something to report; what became ready may have gone since. */
    boolean hasReady() {
        return readyCount > 0;
    }

    /** Reports what is ready into a buffer, as much as it holds. */
    void collect(EpollEvents events) {
        events.clear();
        int toLookAt = readyCount;
        for (int i = 0; i < toLookAt && !events.isFull(); i++) {
            Item item = pollReady();
            int readyFor = item.readyFor();
            if (readyFor == 0) {
                continue;
            }
            events.add(readyFor, item.data);
            if ((item.events & PollEvents.ONE_SHOT) != 0) {
                item.events &= PollEvents.ONE_SHOT | PollEvents.EDGE;
            } else if ((item.events & PollEvents.EDGE) == 0) {
                appendReady(item);
            }
        }
    }

    void await(OsThread thread) {
        waiting.add(thread);
    }

    /** A thread waits no longer, whatever woke it. */
    void leave(OsThread thread) {
        waiting.remove(thread);
    }

    @Override
    public int readyEvents() {
        return hasReady() ? PollEvents.IN : 0;
    }

    @Override
    public void close(Kernel owner, long nowPs) {
        for (Item item : items) {
            if (item != null) {
                delete(item.number);
            }
        }
        waiting.wakeAll(kernel, nowPs);
    }
}
