package pacewire.model.os.cpu;

import java.util.ArrayDeque;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Threads in turns, each for a time slice while others wait. Who has used its slice up while alone gives way to the first that
 * comes. Weights count for nothing: as in one priority of the time-sharing class of Solaris ({@code ts_dptbl(5)}), whose moves
 * from priority to priority are left out.
 */
final class RoundRobinQueue<T extends Schedulable> implements ThreadQueue<T> {
    private final long slicePs;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();

    RoundRobinQueue(long slicePs) {
        this.slicePs = slicePs;
    }

    @Override
    public void enqueue(T thread) {
        waiting.add(thread);
    }

    @Override
    public @Nullable T pick() {
        T next = waiting.poll();
        if (next != null) {
            next.sliceLeftPs = slicePs;
        }
        return next;
    }

    @Override
    public void putBack(T current) {
        waiting.add(current);
    }

    @Override
    public void leave(T current) {
        current.sliceLeftPs = 0;
    }

    @Override
    public void remove(T thread) {
        waiting.remove(thread);
    }

    @Override
    public boolean ran(T current, long ps) {
        current.sliceLeftPs -= ps;
        return current.sliceLeftPs <= 0 && !waiting.isEmpty();
    }

    @Override
    public long allowancePs(T current) {
        return waiting.isEmpty() ? Long.MAX_VALUE : Math.max(0, current.sliceLeftPs);
    }

    @Override
    public boolean preempts(T woken, T current) {
        return current.sliceLeftPs <= 0;
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public @Nullable T find(Predicate<T> mayGo) {
        for (T thread : waiting) {
            if (mayGo.test(thread)) {
                return thread;
            }
        }
        return null;
    }
}
