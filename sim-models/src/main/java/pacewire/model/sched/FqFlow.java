package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;

/** A flow of {@code fq}: its packets by the time they may leave, its credit, and when it may send next. */
final class FqFlow extends KeyedFlow {
    /** It has not been told to wait yet. */
    static final long AT_ONCE = Long.MIN_VALUE;

    boolean isOpen;
    /** What SO_MAX_PACING_RATE is in Linux; null: none. */
    @Nullable
    DataRate maxRate;

    /** Wire bytes that it may send before others have their turn; 0 or less: its turn is over. */
    long credit;
    /** No packet of it leaves before this. */
    long nextPs;
    /** When it was without packets last. */
    long detachedPs;

    /** The list that it stands in; null among those that are throttled. */
    @Nullable
    Turns list;

    private @Nullable FqFlow before;
    private @Nullable FqFlow after;

    private @Nullable Packet head;
    private @Nullable Packet tail;
    private int packets;

    FqFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        isOpen = false;
        maxRate = null;
        credit = 0;
        nextPs = AT_ONCE;
        detachedPs = 0;
        list = null;
        before = null;
        after = null;
        head = null;
        tail = null;
        packets = 0;
    }

    int size() {
        return packets;
    }

    boolean isEmpty() {
        return packets == 0;
    }

    /** The packet that leaves next; only when there is one. */
    private Packet first() {
        if (head == null) {
            throw new IllegalStateException("flow " + number + " has no packet");
        }
        return head;
    }

    /** From when on its next packet may leave; only when there is one. */
    long readyPs() {
        return Math.max(nextPs, first().heldSincePs);
    }

    /**
     * Adds a packet, by the time it may leave, which its heldSincePs is, and behind those of the same time. Walks along the
     * queue only for one that may leave before the last one (Linux has a tree for these).
     */
    void add(Packet packet) {
        packets++;
        Packet last = tail;
        if (last == null) {
            packet.next = null;
            head = packet;
            tail = packet;
        } else if (packet.heldSincePs >= last.heldSincePs) {
            packet.next = null;
            last.next = packet;
            tail = packet;
        } else {
            insert(packet);
        }
    }

    private void insert(Packet packet) {
        Packet previous = null;
        Packet later = first();
        while (later != null && later.heldSincePs <= packet.heldSincePs) {
            previous = later;
            later = later.next;
        }
        packet.next = later;
        if (previous == null) {
            head = packet;
        } else {
            previous.next = packet;
        }
    }

    /** Takes the packet that leaves next; only when there is one. */
    Packet removeFirst() {
        Packet packet = first();
        head = packet.next;
        if (head == null) {
            tail = null;
        }
        packet.next = null;
        packets--;
        return packet;
    }

    /** Flows in turn; one that is in the middle can be taken out. */
    static final class Turns {
        private @Nullable FqFlow first;
        private @Nullable FqFlow last;
        private int size;

        boolean isEmpty() {
            return first == null;
        }

        int size() {
            return size;
        }

        /** The flow whose turn it is; null when there is none. */
        @Nullable
        FqFlow first() {
            return first;
        }

        /** Appends a flow that is in no list. */
        void add(FqFlow flow) {
            flow.list = this;
            flow.before = last;
            flow.after = null;
            if (last == null) {
                first = flow;
            } else {
                last.after = flow;
            }
            last = flow;
            size++;
        }

        /** Takes out a flow that is in this list. */
        void remove(FqFlow flow) {
            FqFlow before = flow.before;
            FqFlow after = flow.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
            flow.list = null;
            flow.before = null;
            flow.after = null;
            size--;
        }
    }
}
