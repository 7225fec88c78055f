package pacewire.model.os;

/** The buffer of {@code struct epoll_event} that {@code epoll_wait} fills. */
public final class EpollEvents {
    private final int[] events;
    private final int[] data;
    private int count;

    /**
     * What is asked for of a descriptor: {@code struct epoll_event}.
     *
     * @param events bits of {@link PollEvents}
     * @param data comes back with every event, such as the descriptor's number
     */
    public record Interest(int events, int data) {
        @Override
        public String toString() {
            return "{events=" + PollEvents.text("EPOLL", events) + ", data={u32=" + data + ", u64=" + data + "}}";
        }
    }

    /**
     * An empty buffer.
     *
     * @param capacity events that one call reports at most, at least 1
     */
    public EpollEvents(int capacity) {
        events = new int[capacity];
        data = new int[capacity];
    }

    int capacity() {
        return events.length;
    }

    void clear() {
        count = 0;
    }

    boolean isFull() {
        return count == events.length;
    }

    void add(int happened, int ofWhom) {
        events[count] = happened;
        data[count] = ofWhom;
        count++;
    }

    /** Events that the last call reported. */
    public int count() {
        return count;
    }

    /** What a descriptor is ready for, as bits of {@link PollEvents}. */
    public int events(int index) {
        return events[index];
    }

    /** What was given with the descriptor. */
    public int data(int index) {
        return data[index];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(new Interest(events[i], data[i]));
        }
        return text.append(']').toString();
    }
}
