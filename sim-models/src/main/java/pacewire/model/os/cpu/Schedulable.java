package pacewire.model.os.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What a run queue knows of a thread. It stands in at most one run queue, or is the current thread of one; its fields are the
 * queue's.
 */
public abstract class Schedulable {
    private static final long PS_IN_NS = 1_000;

    private final SchedulingPolicy policy;

    /** Virtual time that it has had, in nanoseconds (Linux {@code vruntime}). */
    long virtualNs;
    /** What a whole virtual nanosecond still lacks, as a numerator: see {@link #ran}. */
    int virtualRemainder;
    /** Virtual time at which its present request is to be met (Linux {@code deadline}). */
    long deadlineNs;
    /**
     * Out of the queue: what it is owed, in virtual nanoseconds. While it is current: the deadline that it was chosen for.
     * Linux keeps both in {@code vlag}, too. In a {@link CompletelyFairQueue}, when it was moved: how far it was ahead there.
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
    /** For how long it has run since it was chosen last, in whole nanoseconds. */
    long ranNs;

    private int ranRemainderPs;
    /** Whose virtual time its own one is of, where queues have their own; null while it moves from one to another. */
    @Nullable
    ThreadQueue<?> home;

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

    /**
     * It ran for some time: its virtual time runs by 1024 / weight of that. A numerator over weight * 1000 carries what is left of
     * a nanosecond.
     */
    final void ran(long ps) {
        long unit = weight() * PS_IN_NS;
        long rest = virtualRemainder + ps % unit * SchedulingPolicy.NORMAL_WEIGHT;
        virtualNs += ps / unit * SchedulingPolicy.NORMAL_WEIGHT + rest / unit;
        virtualRemainder = (int) (rest % unit);
        long ran = ranRemainderPs + ps;
        ranNs += ran / PS_IN_NS;
        ranRemainderPs = (int) (ran % PS_IN_NS);
    }

    /** By how much its virtual time runs while it runs for some nanoseconds. */
    final long virtualNs(long ns) {
        return ns * SchedulingPolicy.NORMAL_WEIGHT / weight();
    }

    /** How long it runs while its virtual time runs by some nanoseconds, rounded up. */
    final long realNs(long virtualNs) {
        return -Math.floorDiv(-virtualNs * weight(), SchedulingPolicy.NORMAL_WEIGHT);
    }
}
