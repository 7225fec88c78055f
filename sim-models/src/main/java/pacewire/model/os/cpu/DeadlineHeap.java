package pacewire.model.os.cpu;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Waiting threads in a binary heap by deadline, equal ones in the order of coming, with the least virtual time of each
 * subtree beside it: so the earliest deadline among those whose virtual time is small enough is found without visiting
 * subtrees that have none. Linux augments its tree alike ({@code min_vruntime} in {@code kernel/sched/fair.c}).
 */
final class DeadlineHeap<T extends Schedulable> {
    private static final int FIRST_CAPACITY = 8;

    private @Nullable Object[] heap = new Object[FIRST_CAPACITY];
    private long[] leastVirtualNs = new long[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    void add(T thread) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            leastVirtualNs = Arrays.copyOf(leastVirtualNs, 2 * size);
        }
        size++;
        siftUp(size - 1, thread);
    }

    void remove(T thread) {
        int index = thread.heapIndex;
        size--;
        T last = at(size);
        heap[size] = null;
        if (last == thread) {
            refresh((size - 1) >> 1);
            return;
        }
        // First out of the way of those below, then of those above: one of the two does nothing.
        siftDown(index, last);
        siftUp(last.heapIndex, last);
        refresh((size - 1) >> 1);
    }

    /** The one with the earliest deadline; null when there is none. */
    @Nullable
    T first() {
        return size == 0 ? null : at(0);
    }

    /** The one with the earliest deadline of those whose virtual time is at most some; null when there is none. */
    @Nullable
    T earliest(long mostVirtualNs) {
        return size == 0 ? null : earliest(0, mostVirtualNs, null);
    }

    private @Nullable T earliest(int index, long mostVirtualNs, @Nullable T best) {
        if (index >= size || leastVirtualNs[index] > mostVirtualNs) {
            return best;
        }
        T thread = at(index);
        if (best != null && !isBefore(thread, best)) {
            return best;
        }
        if (thread.virtualNs <= mostVirtualNs) {
            return thread;
        }
        T left = earliest(2 * index + 1, mostVirtualNs, best);
        return earliest(2 * index + 2, mostVirtualNs, left);
    }

    @Nullable
    T find(Predicate<T> wanted) {
        for (int i = 0; i < size; i++) {
            if (wanted.test(at(i))) {
                return at(i);
            }
        }
        return null;
    }

    static boolean isBefore(Schedulable a, Schedulable b) {
        return a.deadlineNs < b.deadlineNs || (a.deadlineNs == b.deadlineNs && a.order < b.order);
    }

    @SuppressWarnings("unchecked") // only threads are put in
    private T at(int index) {
        return (T) Objects.requireNonNull(heap[index]);
    }

    private void siftUp(int start, T thread) {
        int index = start;
        while (index > 0) {
            T parent = at((index - 1) >> 1);
            if (!isBefore(thread, parent)) {
                break;
            }
            place(index, parent);
            index = (index - 1) >> 1;
        }
        place(index, thread);
        refresh(start);
    }

    private void siftDown(int start, T thread) {
        int index = start;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), thread)) {
                break;
            }
            place(index, at(child));
            index = child;
        }
        place(index, thread);
        refresh(index);
    }

    private void place(int index, T thread) {
        heap[index] = thread;
        thread.heapIndex = index;
    }

    /** Finds the least virtual time again for the subtrees from a place up to the root. */
    private void refresh(int from) {
        int index = from;
        while (index >= 0 && size > 0) {
            long least = at(index).virtualNs;
            for (int child = 2 * index + 1; child <= 2 * index + 2 && child < size; child++) {
                least = Math.min(least, leastVirtualNs[child]);
            }
            leastVirtualNs[index] = least;
            index = index == 0 ? -1 : (index - 1) >> 1;
        }
    }
}
