package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

/**
 * The groups of {@link QfqPlusScheduler}, and the virtual time: which aggregate is next, found by the first set bit of four
 * masks. A group is eligible (E) when its start has come, otherwise ineligible (I); it is ready (R), or blocked (B) by a group
 * of a higher index that is eligible and ready and finishes earlier. Served is the ready eligible group of the lowest index
 * (Checconi, Rizzo and Valente 2013, section IV; Linux {@code qfq_calc_state} and what follows it).
 */
final class QfqGroups {
    private static final int GROUPS = 25;
    /** Largest packet of all: 2^16 bytes, with segmentation offload. */
    static final int LARGEST_BYTES = 1 << 16;

    static final int FLOWS_PER_AGGREGATE = 8;
    /** 2^16 bytes for each of eight flows of weight 1, with 30 binary places, are the largest group's slot. */
    private static final int LEAST_SHIFT = QfqAggregate.FRACTION_BITS + 16 + 3 - (GROUPS - 1);

    private static final int INELIGIBLE = 1;
    private static final int BLOCKED = 2;
    private static final int ER = 0;
    private static final int IR = INELIGIBLE;
    private static final int EB = BLOCKED;
    private static final int IB = INELIGIBLE | BLOCKED;

    private final QfqGroup[] groups = new QfqGroup[GROUPS];
    private final long[] masks = new long[4];
    private long virtual;
    /** Virtual time when groups were last made eligible. */
    private long checkedVirtual;
    /** What virtual time still owes: less than the weights of all flows, of which Linux rounds the inverse instead. */
    private long rest;

    QfqGroups() {
        for (int index = 0; index < GROUPS; index++) {
            groups[index] = new QfqGroup(index, LEAST_SHIFT + index);
        }
    }

    static boolean isAfter(long virtual, long other) {
        return virtual - other > 0;
    }

    long virtual() {
        return virtual;
    }

    /** So many bytes are sent. */
    void advance(int bytes, long totalWeight) {
        long owed = ((long) bytes << QfqAggregate.FRACTION_BITS) + rest;
        virtual += owed / totalWeight;
        rest = owed % totalWeight;
    }

    /** The group for a virtual time that a budget takes: the least with slots that are no shorter. */
    static int indexFor(long span) {
        return Long.SIZE - Long.numberOfLeadingZeros((span - 1) >>> LEAST_SHIFT);
    }

    /**
     * Stamps an aggregate that gets its first packet: at its finish when that is still ahead, otherwise at virtual time, or
     * where it does not upset the order of blocked groups.
     */
    void stampNew(QfqAggregate aggregate) {
        QfqGroup group = groupOf(aggregate);
        long roundedFinish = group.roundedDown(aggregate.finish);
        long limit = group.roundedDown(virtual) + (1L << group.shift);
        if (isAfter(aggregate.finish, virtual) && !isAfter(roundedFinish, limit)) {
            aggregate.start = aggregate.finish;
        } else {
            aggregate.start = startOfStale(group, roundedFinish, limit);
        }
        aggregate.assumeWholeBudget();
    }

    private long startOfStale(QfqGroup group, long roundedFinish, long limit) {
        long ready = from(masks[ER], group.index);
        if (ready != 0) {
            long finishOfNext = first(ready).finish;
            if (isAfter(roundedFinish, finishOfNext)) {
                return isAfter(limit, finishOfNext) ? finishOfNext : limit;
            }
        }
        return virtual;
    }

    /** Nothing is served: virtual time is the start of the aggregate that now is. */
    void startWith(QfqAggregate aggregate) {
        virtual = aggregate.start;
        checkedVirtual = virtual;
    }

    /** Puts a stamped aggregate among the others, while one is in service. */
    void schedule(QfqAggregate aggregate) {
        QfqGroup group = groupOf(aggregate);
        long roundedStart = group.roundedDown(aggregate.start);
        if (!group.isEmpty()) {
            if (!isAfter(group.start, aggregate.start)) {
                group.insert(aggregate);
                return;
            }
            group.rotateTo(roundedStart);
            // It started later than virtual time, or this aggregate could not start earlier: it was ineligible.
            clear(IR, group);
            clear(IB, group);
        }
        group.startAt(roundedStart);
        setState(group);
        group.insert(aggregate);
    }

    /** Takes the aggregate that is next; null when there is none. */
    @Nullable
    QfqAggregate next() {
        makeEligible();
        checkedVirtual = virtual;
        if (masks[ER] == 0) {
            return null;
        }
        QfqGroup group = first(masks[ER]);
        long oldFinish = group.finish;
        QfqAggregate chosen = group.removeFront();
        QfqAggregate head = group.scan();
        if (head == null) {
            clear(ER, group);
        } else {
            long roundedStart = group.roundedDown(head.start);
            if (group.start == roundedStart) {
                return chosen;
            }
            group.startAt(roundedStart);
            clear(ER, group);
            setState(group);
        }
        unblock(group.index, oldFinish);
        return chosen;
    }

    /** Takes an aggregate out that is scheduled and not in service. */
    void remove(QfqAggregate aggregate) {
        QfqGroup group = groupOf(aggregate);
        aggregate.finish = aggregate.start;
        group.remove(aggregate);
        if (group.isEmpty()) {
            removeEmpty(group);
            return;
        }
        if (!group.isFrontEmpty()) {
            return;
        }
        QfqAggregate head = group.scan();
        if (head != null && group.start != group.roundedDown(head.start)) {
            clearState(group);
            group.startAt(group.roundedDown(head.start));
            setState(group);
        }
    }

    /** The last ready group of all blocked others, down to the next ready one below. */
    private void removeEmpty(QfqGroup group) {
        boolean wasReady = (masks[ER] & bit(group)) != 0;
        clear(IR, group);
        clear(EB, group);
        clear(IB, group);
        if (wasReady && (masks[ER] >>> group.index) == 1) {
            long below = masks[ER] & (bit(group) - 1);
            long mask = below == 0 ? -1L : -Long.highestOneBit(below);
            move(mask, EB, ER);
            move(mask, IB, IR);
        }
        clear(ER, group);
    }

    void reset() {
        for (QfqGroup group : groups) {
            group.reset();
        }
        java.util.Arrays.fill(masks, 0);
        virtual = 0;
        checkedVirtual = 0;
        rest = 0;
    }

    /** With nobody eligible virtual time jumps to the least start: the line must not be idle. */
    private void makeEligible() {
        long ineligible = masks[IR] | masks[IB];
        if (ineligible == 0) {
            return;
        }
        if (masks[ER] == 0) {
            QfqGroup group = first(ineligible);
            if (isAfter(group.start, virtual)) {
                virtual = group.start;
            }
        }
        long flipped = (virtual >>> LEAST_SHIFT) ^ (checkedVirtual >>> LEAST_SHIFT);
        if (flipped != 0) {
            // Starts of group i are multiples of its slot: they were passed if a bit from i on has changed.
            long highest = Long.highestOneBit(flipped);
            long mask = highest << 1 == 0 ? -1L : (highest << 1) - 1;
            move(mask, IR, ER);
            move(mask, IB, EB);
        }
    }

    private void unblock(int index, long oldFinish) {
        long higher = from(masks[ER], index + 1);
        if (higher != 0 && !isAfter(first(higher).finish, oldFinish)) {
            return;
        }
        long lower = (1L << index) - 1;
        move(lower, EB, ER);
        move(lower, IB, IR);
    }

    private void setState(QfqGroup group) {
        int state = isAfter(group.start, virtual) ? INELIGIBLE : 0;
        long ready = from(masks[ER], group.index);
        if (ready != 0 && isAfter(group.finish, first(ready).finish)) {
            state |= BLOCKED;
        }
        masks[state] |= bit(group);
    }

    private void clearState(QfqGroup group) {
        for (int state = 0; state < masks.length; state++) {
            clear(state, group);
        }
    }

    private void clear(int state, QfqGroup group) {
        masks[state] &= ~bit(group);
    }

    private void move(long mask, int from, int to) {
        masks[to] |= masks[from] & mask;
        masks[from] &= ~mask;
    }

    private QfqGroup first(long mask) {
        return groups[Long.numberOfTrailingZeros(mask)];
    }

    private static long from(long mask, int index) {
        return mask & -(1L << index);
    }

    private static long bit(QfqGroup group) {
        return 1L << group.index;
    }

    private QfqGroup groupOf(QfqAggregate aggregate) {
        return groups[aggregate.groupIndex];
    }
}
