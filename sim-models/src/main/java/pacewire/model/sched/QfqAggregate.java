package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

/**
 * Up to eight flows of the same weight and largest packet, which {@link QfqPlusScheduler} stamps as one: {@code struct
 * qfq_aggregate} of Linux. Virtual times have 30 binary places and may wrap.
 */
final class QfqAggregate {
    static final int FRACTION_BITS = 30;

    int weight;
    /** Largest packet of its flows, and what each may send in a turn. */
    int largestBytes;
    /** Flows with packets, in turns. */
    final QfqFlow.Ring active = new QfqFlow.Ring();

    /** Of its group: by the virtual time that its budget takes. */
    int groupIndex;

    long start;
    long finish;
    int flows;
    /** What one unit of service adds to its virtual time: 2^30 by the weights of its flows, rounded down as in Linux. */
    private long inverseWeight;

    private int largestBudget;
    private int initialBudget;
    private int budget;

    /** Links of the slot that it stands in. */
    @Nullable
    QfqAggregate previousInSlot;

    @Nullable
    QfqAggregate nextInSlot;

    /** The next one of the same weight that has room for a flow. */
    @Nullable
    QfqAggregate nextWithRoom;

    /** Makes it one without flows, for a weight and a largest packet; how many flows there will be does not change its group. */
    void makeFor(int newWeight, int newLargestBytes) {
        weight = newWeight;
        largestBytes = newLargestBytes;
        start = 0;
        finish = 0;
        groupIndex = QfqGroups.indexFor(newLargestBytes * ((1L << FRACTION_BITS) / newWeight));
        flows = 0;
    }

    /** Sets the number of its flows, at least 1. */
    void setFlows(int number) {
        flows = number;
        largestBudget = number * largestBytes;
        inverseWeight = (1L << FRACTION_BITS) / ((long) weight * number);
    }

    /** The virtual time that the whole budget takes. */
    private long largestSpan() {
        return largestBudget * inverseWeight;
    }

    void rechargeBudget() {
        initialBudget = largestBudget;
        budget = largestBudget;
    }

    int budget() {
        return budget;
    }

    /** A packet may be longer than what is left: the largest budget has shrunk when a flow left. */
    void spend(int bytes) {
        budget = Math.max(0, budget - bytes);
    }

    /** Its turn is over: its finish is what it really used. */
    void chargeService() {
        finish = start + Math.min(largestBudget, initialBudget - budget) * inverseWeight;
    }

    /** Its finish if it uses all of its budget, from its start. */
    void assumeWholeBudget() {
        finish = start + largestSpan();
    }
}
