package pacewire.model.os.cpu;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The completely fair scheduler, as Linux had it from 2.6.23 to 6.5 (Molnar, Documentation/scheduler/sched-design-CFS.txt;
 * followed here: {@code kernel/sched_fair.c} of Linux 3.2). Each thread has a virtual time that runs inversely to its weight,
 * and the one that has had least runs. Within a period, the latency, each that is ready is to run once, for its share of it by
 * weight; where more than eight are ready, the period grows so that each has the least granularity.
 *
 * <p>Who sleeps falls behind, and so runs soon when it wakes; but no further than half a latency
 * ({@code GENTLE_FAIR_SLEEPERS}), and it pre-empts only one that is ahead of it by more than the wake-up granularity. A new
 * thread begins one share later than the others ({@code START_DEBIT}).
 *
 * <p>Not as in Linux: a slice ends on time and not at the next tick (as with its feature HRTICK), and nobody is preferred for
 * having been pre-empted ({@code LAST_BUDDY}). Virtual times are as in {@link FairQueue}.
 */
final class CompletelyFairQueue<T extends Schedulable> implements ThreadQueue<T> {
    private static final long PS_IN_NS = 1_000;

    /** {@code sched_nr_latency}: so many least granularities are a latency, 6 ms of 0.75 ms. */
    private static final int GRANULARITIES_OF_LATENCY = 8;

    /** {@code sysctl_sched_wakeup_granularity} is 1 ms where the least granularity is 0.75 ms. */
    private static final int WAKE_UP_NUMERATOR = 4;

    private static final int WAKE_UP_DENOMINATOR = 3;

    private final long granularityNs;
    private final long latencyNs;
    /** By virtual time: the deadline of those that wait is that. */
    private final DeadlineHeap<T> waiting = new DeadlineHeap<>();

    private @Nullable T current;
    /** The least virtual time of all that are ready; it never goes back ({@code min_vruntime}). */
    private long baseNs;
    /** Sum of the weights of those that wait. */
    private long weights;

    private long nextOrder;

    /**
     * A queue.
     *
     * @param granularityPs {@code sysctl_sched_min_granularity}, at least a nanosecond; fractions of one are cut off
     */
    CompletelyFairQueue(long granularityPs) {
        granularityNs = Math.max(1, granularityPs / PS_IN_NS);
        latencyNs = GRANULARITIES_OF_LATENCY * granularityNs;
    }

    @Override
    public int size() {
        return waiting.size();
    }

    /** {@code place_entity}; for one that was moved while it was ready, only what it was ahead of the others counts. */
    @Override
    public void enqueue(T thread) {
        if (!thread.isKnown) {
            thread.isKnown = true;
            thread.virtualNs =
                    baseNs + thread.virtualNs(shareNs(thread, readyCount() + 1, allWeights() + thread.weight()));
        } else if (thread.home == null) {
            thread.virtualNs = baseNs + thread.lagNs;
        } else {
            long sinceHomeNs = thread.virtualNs - ((CompletelyFairQueue<?>) thread.home).baseNs;
            thread.virtualNs = Math.max(baseNs + sinceHomeNs, baseNs - latencyNs / 2);
        }
        thread.home = this;
        add(thread);
    }

    @Override
    public @Nullable T pick() {
        T first = waiting.first();
        if (first != null) {
            take(first);
            first.ranNs = 0;
            current = first;
            baseNs = Math.max(baseNs, first.virtualNs);
        }
        return first;
    }

    @Override
    public void putBack(T thread) {
        current = null;
        add(thread);
    }

    /** It keeps its virtual time: the longer it sleeps, the further the others get ahead of it. */
    @Override
    public void leave(T thread) {
        current = null;
    }

    @Override
    public void remove(T thread) {
        take(thread);
        thread.lagNs = thread.virtualNs - baseNs;
        thread.home = null;
    }

    @Override
    public boolean ran(T thread, long ps) {
        thread.ran(ps);
        T first = waiting.first();
        baseNs = Math.max(baseNs, first == null ? thread.virtualNs : Math.min(thread.virtualNs, first.virtualNs));
        return first != null && allowancePs(thread) == 0;
    }

    /**
     * {@code check_preempt_tick}: until it has had its share of the period, or has run for the least granularity and is ahead of
     * the first that waits by as much as its share.
     */
    @Override
    public long allowancePs(T thread) {
        T first = waiting.first();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        long shareNs = shareNs(thread, readyCount(), allWeights());
        long untilAheadNs = thread.realNs(first.virtualNs + shareNs - thread.virtualNs);
        long leftNs = Math.min(shareNs - thread.ranNs, Math.max(granularityNs - thread.ranNs, untilAheadNs));
        return Math.max(0, leftNs) * PS_IN_NS;
    }

    /** {@code wakeup_preempt_entity}; or the share of the running one, which shrinks as others come, is used up. */
    @Override
    public boolean preempts(T woken, T running) {
        long granuleNs = granularityNs * WAKE_UP_NUMERATOR / WAKE_UP_DENOMINATOR;
        return running.virtualNs - woken.virtualNs > woken.virtualNs(granuleNs) || allowancePs(running) == 0;
    }

    @Override
    public @Nullable T find(Predicate<T> mayGo) {
        return waiting.find(mayGo);
    }

    /** {@code sched_slice}: the part of the period of some ready threads that is one's by weight. */
    private long shareNs(T thread, int ready, long weightsOfAll) {
        long periodNs = ready > GRANULARITIES_OF_LATENCY ? ready * granularityNs : latencyNs;
        return periodNs * thread.weight() / weightsOfAll;
    }

    private int readyCount() {
        return waiting.size() + (current == null ? 0 : 1);
    }

    private long allWeights() {
        return weights + (current == null ? 0 : current.weight());
    }

    private void add(T thread) {
        thread.order = nextOrder++;
        thread.deadlineNs = thread.virtualNs;
        weights += thread.weight();
        waiting.add(thread);
    }

    private void take(T thread) {
        waiting.remove(thread);
        weights -= thread.weight();
    }
}
