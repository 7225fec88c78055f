package pacewire.model.os.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;

/**
 * Threads of the policies SCHED_FIFO and SCHED_RR: the highest priority runs, within a priority first come, first served
 * ({@code sched(7)}). Who is pre-empted by a higher priority stays the first of its own; an RR thread whose slice is over goes
 * behind the others of its priority.
 */
final class RealTimeQueue<T extends Schedulable> implements ThreadQueue<T> {
    /** Linux {@code include/linux/sched/rt.h}: RR_TIMESLICE, 100 ms. */
    static final long SLICE_PS = 100 * SimTime.MILLISECOND;

    /** By priority; most priorities have no threads, most machines no real-time thread at all. */
    private final List<ArrayDeque<T>> waiting = new ArrayList<>();

    private int highest;
    private int size;

    @Override
    public void enqueue(T thread) {
        thread.sliceLeftPs = SLICE_PS;
        queueOf(thread).addLast(thread);
        added(thread);
    }

    @Override
    public void putBack(T current) {
        boolean isSliceOver = current.policy().kind() == SchedulingPolicy.Kind.RR && current.sliceLeftPs <= 0;
        if (isSliceOver) {
            current.sliceLeftPs = SLICE_PS;
            queueOf(current).addLast(current);
        } else {
            queueOf(current).addFirst(current);
        }
        added(current);
    }

    private void added(T thread) {
        size++;
        highest = Math.max(highest, thread.policy().priority());
    }

    @Override
    public @Nullable T pick() {
        if (size == 0) {
            return null;
        }
        T next = waiting.get(highest).remove();
        removed();
        return next;
    }

    private void removed() {
        size--;
        while (highest > 0 && waiting.get(highest).isEmpty()) {
            highest--;
        }
    }

    @Override
    public void leave(T current) {
        current.sliceLeftPs = 0;
    }

    @Override
    public void remove(T thread) {
        queueOf(thread).remove(thread);
        removed();
    }

    @Override
    public boolean ran(T current, long ps) {
        if (current.policy().kind() == SchedulingPolicy.Kind.FIFO) {
            return false;
        }
        current.sliceLeftPs -= ps;
        if (current.sliceLeftPs > 0) {
            return false;
        }
        if (queueOf(current).isEmpty()) {
            current.sliceLeftPs = SLICE_PS;
            return false;
        }
        return true;
    }

    @Override
    public long allowancePs(T current) {
        boolean takesTurns = current.policy().kind() == SchedulingPolicy.Kind.RR
                && !queueOf(current).isEmpty();
        return takesTurns ? Math.max(0, current.sliceLeftPs) : Long.MAX_VALUE;
    }

    @Override
    public boolean preempts(T woken, T current) {
        return woken.policy().priority() > current.policy().priority();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable T find(Predicate<T> mayGo) {
        for (int priority = highest; priority > 0; priority--) {
            for (T thread : waiting.get(priority)) {
                if (mayGo.test(thread)) {
                    return thread;
                }
            }
        }
        return null;
    }

    private ArrayDeque<T> queueOf(T thread) {
        int priority = thread.policy().priority();
        while (waiting.size() <= priority) {
            waiting.add(new ArrayDeque<>());
        }
        return waiting.get(priority);
    }
}
