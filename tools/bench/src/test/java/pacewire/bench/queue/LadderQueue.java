package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/**
 * A ladder queue (Tang, Goh and Thng, "Ladder Queue: An O(1) Priority Queue Structure for Large-Scale Discrete Event
 * Simulation", ACM TOMACS 15(3), 2005): an unsorted top, rungs of ever finer buckets, a sorted bottom. Times never go back.
 */
final class LadderQueue implements QueueCandidate {
    /** The authors' threshold. */
    private static final int MOST_IN_BOTTOM = 50;

    private static final int MOST_RUNGS = 8;
    private static final int IN_BOTTOM = -1;
    private static final int IN_TOP = -2;

    private final Rung[] rungs = new Rung[MOST_RUNGS];
    private final ItemList top = new ItemList();
    private final SortedList bottom = new SortedList();
    private int rungCount;
    private long topStartPs;
    private long topLeastPs = Long.MAX_VALUE;
    private long topMostPs;
    private long nextOrder;

    LadderQueue() {
        for (int i = 0; i < MOST_RUNGS; i++) {
            rungs[i] = new Rung();
        }
    }

    @Override
    public void add(QueueItem item, long timePs) {
        item.timePs = timePs;
        item.order = nextOrder++;
        if (timePs >= topStartPs) {
            item.index = IN_TOP;
            top.add(item);
            topLeastPs = Math.min(topLeastPs, timePs);
            topMostPs = Math.max(topMostPs, timePs);
            return;
        }
        for (int i = 0; i < rungCount; i++) {
            if (timePs >= rungs[i].currentPs()) {
                rungs[i].add(item, i);
                return;
            }
        }
        addToBottom(item);
    }

    @Override
    public @Nullable QueueItem poll() {
        while (bottom.size() == 0) {
            if (rungCount > 0) {
                open(rungs[rungCount - 1]);
            } else if (top.size() > 0) {
                spawn(top, topLeastPs, topMostPs - topLeastPs);
                topStartPs = rungs[0].endPs();
                topLeastPs = Long.MAX_VALUE;
                topMostPs = 0;
            } else {
                return null;
            }
        }
        return bottom.poll();
    }

    @Override
    public void remove(QueueItem item) {
        if (item.index == IN_BOTTOM) {
            bottom.remove(item);
        } else if (item.index == IN_TOP) {
            top.remove(item);
        } else {
            rungs[item.index].remove(item);
        }
    }

    private void open(Rung rung) {
        if (rung.size == 0) {
            rungCount--;
            return;
        }
        ItemList bucket = rung.takeFirst();
        if (bucket.size() > MOST_IN_BOTTOM && rung.widthPs > 1 && rungCount < MOST_RUNGS) {
            spawn(bucket, rung.currentPs() - rung.widthPs, rung.widthPs - 1);
            return;
        }
        for (QueueItem item = bucket.pop(); item != null; item = bucket.pop()) {
            item.index = IN_BOTTOM;
            bottom.add(item);
        }
    }

    private void addToBottom(QueueItem item) {
        item.index = IN_BOTTOM;
        bottom.add(item);
        QueueItem first = bottom.first();
        if (bottom.size() <= MOST_IN_BOTTOM || rungCount == 0 || rungCount == MOST_RUNGS || first == null) {
            return;
        }
        long spanPs = rungs[rungCount - 1].currentPs() - first.timePs - 1;
        if (spanPs > 0) {
            ItemList all = new ItemList();
            long startPs = first.timePs;
            for (QueueItem moved = bottom.poll(); moved != null; moved = bottom.poll()) {
                all.add(moved);
            }
            spawn(all, startPs, spanPs);
        }
    }

    private void spawn(ItemList items, long startPs, long spanPs) {
        Rung rung = rungs[rungCount];
        rung.begin(items.size(), startPs, spanPs);
        for (QueueItem item = items.pop(); item != null; item = items.pop()) {
            rung.add(item, rungCount);
        }
        rungCount++;
    }

    /** Buckets of one width. */
    private static final class Rung {
        private ItemList[] buckets = new ItemList[0];
        private long startPs;
        private long widthPs;
        private int used;
        private int current;
        private int size;

        void begin(int items, long firstPs, long spanPs) {
            startPs = firstPs;
            widthPs = spanPs / Math.max(1, items) + 1;
            used = (int) (spanPs / widthPs) + 1;
            current = 0;
            if (buckets.length < used) {
                ItemList[] grown = new ItemList[2 * used];
                for (int i = 0; i < grown.length; i++) {
                    grown[i] = i < buckets.length ? buckets[i] : new ItemList();
                }
                buckets = grown;
            }
        }

        long currentPs() {
            return startPs + current * widthPs;
        }

        long endPs() {
            return startPs + used * widthPs;
        }

        void add(QueueItem item, int rung) {
            item.index = rung;
            buckets[bucketOf(item)].add(item);
            size++;
        }

        void remove(QueueItem item) {
            buckets[bucketOf(item)].remove(item);
            size--;
        }

        private int bucketOf(QueueItem item) {
            return (int) ((item.timePs - startPs) / widthPs);
        }

        ItemList takeFirst() {
            while (buckets[current].size() == 0) {
                current++;
            }
            ItemList bucket = buckets[current++];
            size -= bucket.size();
            return bucket;
        }
    }
}
