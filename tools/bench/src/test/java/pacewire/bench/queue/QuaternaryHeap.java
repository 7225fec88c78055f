package pacewire.bench.queue;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** A 4-ary heap on primitive arrays (LaMarca and Ladner 1996): Pacewire's queue before. */
final class QuaternaryHeap implements QueueCandidate {
    private long[] times = new long[64];
    private long[] orders = new long[64];
    private QueueItem[] items = new QueueItem[64];
    private int size;
    private long nextOrder;

    @Override
    public void add(QueueItem item, long timePs) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            items = Arrays.copyOf(items, 2 * size);
        }
        item.timePs = timePs;
        siftUp(size++, timePs, nextOrder++, item);
    }

    @Override
    public @Nullable QueueItem poll() {
        if (size == 0) {
            return null;
        }
        QueueItem first = items[0];
        removeAt(0);
        return first;
    }

    @Override
    public void remove(QueueItem item) {
        removeAt(item.index);
    }

    private void removeAt(int index) {
        int last = --size;
        if (index == last) {
            return;
        }
        if (index > 0 && isBefore(times[last], orders[last], (index - 1) >> 2)) {
            siftUp(index, times[last], orders[last], items[last]);
        } else {
            siftDown(index, times[last], orders[last], items[last]);
        }
    }

    private void siftUp(int start, long time, long order, QueueItem item) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(time, order, parent)) {
                break;
            }
            place(index, times[parent], orders[parent], items[parent]);
            index = parent;
        }
        place(index, time, order, item);
    }

    private void siftDown(int start, long time, long order, QueueItem item) {
        int index = start;
        for (int first = 4 * index + 1; first < size; first = 4 * index + 1) {
            int least = first;
            for (int child = first + 1; child < Math.min(first + 4, size); child++) {
                if (isBefore(times[child], orders[child], least)) {
                    least = child;
                }
            }
            if (isBefore(time, order, least)) {
                break;
            }
            place(index, times[least], orders[least], items[least]);
            index = least;
        }
        place(index, time, order, item);
    }

    private boolean isBefore(long time, long order, int index) {
        return time < times[index] || (time == times[index] && order < orders[index]);
    }

    private void place(int index, long time, long order, QueueItem item) {
        times[index] = time;
        orders[index] = order;
        items[index] = item;
        item.index = index;
    }
}
