package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

/**
 * Aggregates whose budget takes about the same virtual time, in slots by their start rounded down to {@code 2^shift}: {@code
 * struct qfq_group} of Linux.
 */
final class QfqGroup {
    private static final int SLOTS = 32;
    /** The last slot that may be used: the start of the group may go back by one slot later on. */
    private static final int LAST_SLOT = SLOTS - 2;

    final int index;
    final int shift;
    long start;
    long finish;
    private int front;
    /** Bit i: the i-th slot from the front has aggregates. */
    private long fullSlots;

    private final @Nullable QfqAggregate[] slots = new QfqAggregate[SLOTS];

    QfqGroup(int index, int shift) {
        this.index = index;
        this.shift = shift;
    }

    boolean isEmpty() {
        return fullSlots == 0;
    }

    long roundedDown(long virtual) {
        return virtual & -(1L << shift);
    }

    /** Sets its virtual times: its aggregates start at this slot or later. */
    void startAt(long roundedStart) {
        start = roundedStart;
        finish = roundedStart + (2L << shift);
    }

    /**
     * Puts an aggregate into its slot, before others there. One that would be beyond the last slot (its parameters were
     * changed, or it was passed over) is set back, as in Linux.
     */
    void insert(QfqAggregate aggregate) {
        long slot = (roundedDown(aggregate.start) - start) >>> shift;
        if (slot > LAST_SLOT) {
            long excess = roundedDown(aggregate.start) - start - ((long) LAST_SLOT << shift);
            aggregate.start -= excess;
            aggregate.finish -= excess;
            slot = LAST_SLOT;
        }
        int place = placeOf(slot);
        QfqAggregate head = slots[place];
        aggregate.previousInSlot = null;
        aggregate.nextInSlot = head;
        if (head != null) {
            head.previousInSlot = aggregate;
        }
        slots[place] = aggregate;
        fullSlots |= 1L << slot;
    }

    /** Makes room for an earlier start. */
    void rotateTo(long roundedStart) {
        int by = (int) ((start - roundedStart) >>> shift);
        fullSlots <<= by;
        front = (front - by) & (SLOTS - 1);
    }

    /** The first aggregate of the first slot that has one, which becomes the front; null when there is none. */
    @Nullable
    QfqAggregate scan() {
        if (fullSlots == 0) {
            return null;
        }
        int empty = Long.numberOfTrailingZeros(fullSlots);
        front = placeOf(empty);
        fullSlots >>>= empty;
        return slots[front];
    }

    /** Takes the first aggregate of the front slot; only when there is one. */
    QfqAggregate removeFront() {
        QfqAggregate head = slots[front];
        if (head == null) {
            throw new IllegalStateException("the front slot of group " + index + " is empty");
        }
        remove(head);
        return head;
    }

    /** Takes an aggregate out that is in the group. */
    void remove(QfqAggregate aggregate) {
        long slot = (roundedDown(aggregate.start) - start) >>> shift;
        int place = placeOf(slot);
        if (aggregate.previousInSlot == null) {
            slots[place] = aggregate.nextInSlot;
        } else {
            aggregate.previousInSlot.nextInSlot = aggregate.nextInSlot;
        }
        if (aggregate.nextInSlot != null) {
            aggregate.nextInSlot.previousInSlot = aggregate.previousInSlot;
        }
        aggregate.previousInSlot = null;
        aggregate.nextInSlot = null;
        if (slots[place] == null) {
            fullSlots &= ~(1L << slot);
        }
    }

    boolean isFrontEmpty() {
        return slots[front] == null;
    }

    void reset() {
        java.util.Arrays.fill(slots, null);
        fullSlots = 0;
        front = 0;
        start = 0;
        finish = 0;
    }

    private int placeOf(long slot) {
        return (int) (front + slot) & (SLOTS - 1);
    }
}
