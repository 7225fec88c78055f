package pacewire.model.os.cpu;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Earliest eligible virtual deadline first (Stoica and Abdel-Wahab, "Earliest Eligible Virtual Deadline First", Old Dominion
 * University TR-95-22, 1995), as Linux does it from 6.6 on ({@code kernel/sched/fair.c}). Each thread asks for time slice
 * after time slice. Its virtual time runs inversely to its weight; it is eligible while that is not beyond the weighted average
 * of all that are ready, which is the virtual time of a perfectly fair processor; and the virtual deadline of its request is
 * when such a processor would have met it. Of those eligible, the earliest deadline runs.
 *
 * <p>Virtual times are whole nanoseconds of a thread of nice 0, as in Linux; what a run leaves over is carried, not lost. They
 * are compared by differences of a few slices and stay far from the ends of a long: 292 years at nice 19 are 20,000 virtual
 * ones, so runs below 106 days, the longest there are, reach 20 years.
 *
 * <p>Not as in Linux: a slice ends on time and not at the next tick (as with its feature HRTICK); and a thread that sleeps while
 * it has had too much leaves at once, with what it owes, as up to Linux 6.11 (later ones keep it in the queue until it owes
 * nothing, DELAY_DEQUEUE).
 */
final class FairQueue<T extends Schedulable> implements ThreadQueue<T> {
    private static final long PS_IN_NS = 1_000;

    private final long sliceNs;
    private final DeadlineHeap<T> waiting = new DeadlineHeap<>();
    private @Nullable T current;
    /** Near the average, so that differences to it times weights stay small (Linux {@code min_vruntime}). */
    private long zeroNs;
    /** Sum of the weights of those that wait. */
    private long weights;
    /** Sum of weight times virtual time since {@link #zeroNs} of those that wait. */
    private long weighted;

    private long nextOrder;

    /**
     * A queue.
     *
     * @param slicePs what a thread asks for at a time, at least a nanosecond; fractions of one are cut off
     */
    FairQueue(long slicePs) {
        sliceNs = Math.max(1, slicePs / PS_IN_NS);
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public void enqueue(T thread) {
        place(thread);
        add(thread);
    }

    /**
     * Where a thread joins (Linux {@code place_entity}): at the average, less what it was owed when it left. Its coming moves
     * the average by its own lag, so that it takes more than the lag to have the lag afterwards.
     */
    private void place(T thread) {
        long lagNs = thread.lagNs;
        long others = allWeights();
        if (others == 0) {
            lagNs = 0;
        } else {
            lagNs = lagNs * (others + thread.weight()) / others;
        }
        thread.virtualNs = averageNs() - lagNs;
        thread.virtualRemainder = 0;
        // A new thread asks for half a slice at first (PLACE_DEADLINE_INITIAL).
        thread.deadlineNs = thread.virtualNs + virtualSliceNs(thread) / (thread.isKnown ? 1 : 2);
        thread.isKnown = true;
    }

    @Override
    public @Nullable T pick() {
        if (waiting.size() == 0) {
            return null;
        }
        moveZero();
        T best = waiting.earliest(averageNs());
        if (best == null) {
            throw new AssertionError("nobody is eligible, which the average of all cannot be");
        }
        take(best);
        best.lagNs = best.deadlineNs;
        current = best;
        return best;
    }

    @Override
    public void putBack(T thread) {
        current = null;
        add(thread);
    }

    @Override
    public void leave(T thread) {
        keepLag(thread);
        current = null;
    }

    @Override
    public void remove(T thread) {
        keepLag(thread);
        take(thread);
    }

    /** What a fair processor would have given it, less what it has had, at most two slices either way. */
    private void keepLag(T thread) {
        long mostNs = 2 * virtualSliceNs(thread);
        thread.lagNs = Math.max(-mostNs, Math.min(averageNs() - thread.virtualNs, mostNs));
    }

    /** When the request is met, the next one begins (Linux {@code update_deadline}). */
    @Override
    public boolean ran(T thread, long ps) {
        thread.ran(ps);
        if (waiting.size() == 0) {
            // Alone, it is the average; so the difference to it stays small however long it runs.
            zeroNs = thread.virtualNs;
        }
        if (thread.virtualNs < thread.deadlineNs) {
            return false;
        }
        thread.deadlineNs = thread.virtualNs + virtualSliceNs(thread);
        return waiting.size() > 0;
    }

    @Override
    public long allowancePs(T thread) {
        if (waiting.size() == 0) {
            return Long.MAX_VALUE;
        }
        long neededNs = thread.deadlineNs - thread.virtualNs;
        long numerator = neededNs * thread.weight() * PS_IN_NS - thread.virtualRemainder;
        return Math.max(0, -Math.floorDiv(-numerator, SchedulingPolicy.NORMAL_WEIGHT));
    }

    /**
     * When the woken thread is the one that would be picked now. The current one keeps the core while it is eligible and its
     * request is not met (RUN_TO_PARITY); after that it competes by its deadline.
     */
    @Override
    public boolean preempts(T woken, T running) {
        long averageNs = averageNs();
        boolean isEligible = running.virtualNs <= averageNs;
        if (isEligible && running.lagNs == running.deadlineNs) {
            return false;
        }
        T best = waiting.earliest(averageNs);
        return best == woken && !(isEligible && DeadlineHeap.isBefore(running, best));
    }

    @Override
    public @Nullable T find(Predicate<T> mayGo) {
        return waiting.find(mayGo);
    }

    /** Weighted average of the virtual times of all that are ready, rounded down. */
    long averageNs() {
        T running = current;
        long sum = weighted;
        long weight = weights;
        if (running != null) {
            sum += running.weight() * (running.virtualNs - zeroNs);
            weight += running.weight();
        }
        return weight == 0 ? zeroNs : zeroNs + Math.floorDiv(sum, weight);
    }

    private long allWeights() {
        return weights + (current == null ? 0 : current.weight());
    }

    private void moveZero() {
        long stepNs = averageNs() - zeroNs;
        zeroNs += stepNs;
        weighted -= weights * stepNs;
    }

    private void add(T thread) {
        thread.order = nextOrder++;
        weights += thread.weight();
        weighted += thread.weight() * (thread.virtualNs - zeroNs);
        waiting.add(thread);
    }

    private void take(T thread) {
        waiting.remove(thread);
        weights -= thread.weight();
        weighted -= thread.weight() * (thread.virtualNs - zeroNs);
    }

    private long virtualSliceNs(T thread) {
        return thread.virtualNs(sliceNs);
    }
}
