package pacewire.model.os.cpu;

/**
 * What a run queue knows of a thread. It stands in at most one run queue, or is the current thread of one; its fields are the
 * queue's.
 */
public abstract class Schedulable {
    private final SchedulingPolicy policy;

    /** Virtual time that it has had, in nanoseconds (Linux {@code vruntime}). */
    long virtualNs;
    /** What a whole virtual nanosecond still lacks, as a numerator: see {@link FairQueue#ran}. */
    int virtualRemainder;
    /** Virtual time at which its present request is to be met (Linux {@code deadline}). */
    long deadlineNs;
    /**
     * Out of the queue: what it is owed, in virtual nanoseconds. While it is current: the deadline that it was chosen for.
     * Linux keeps both in {@code vlag}, too.
     */
    long lagNs;
    /** Place among equals. */
    long order;
    /** Place in the heap of those that wait. */
    int heapIndex;
    /** Whether it was in a run queue before. */
    boolean isKnown;
    /** What is left of its time slice, where slices are a fixed time. */
    long sliceLeftPs;

    protected Schedulable(SchedulingPolicy policy) {
        this.policy = policy;
    }

    /** How it competes. */
    public final SchedulingPolicy policy() {
        return policy;
    }

    /** Its share next to others'; {@link SchedulingPolicy#weight()}, if it is not another one in a test. */
    long weight() {
        return policy.weight();
    }
}
