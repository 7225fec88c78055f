package pacewire.bench.queue;

import java.util.function.ToLongFunction;

import pacewire.bench.Chance;
import pacewire.bench.Spacing;

/** The hold model on a bare candidate: the first of so many items leaves and is added again. */
public final class QueueHold {
    private final QueueCandidate queue;
    private final QueueItem[] items;
    private final ToLongFunction<Chance> distancePs;
    private final double movedShare;
    private final Chance chance = new Chance();

    /**
     * Fills a queue.
     *
     * @param movedShare the share of the steps that also move another item
     */
    public QueueHold(QueueCandidate queue, int pending, Spacing spacing, double movedShare) {
        this.queue = queue;
        this.movedShare = movedShare;
        distancePs = spacing::nextPs;
        items = new QueueItem[pending];
        for (int i = 0; i < pending; i++) {
            items[i] = new QueueItem();
            queue.add(items[i], spacing.firstPs(chance));
        }
    }

    /** Takes so many items, one after another, and adds each again. Returns the time reached. */
    public long advance(int steps) {
        long nowPs = 0;
        for (int i = 0; i < steps; i++) {
            QueueItem item = queue.poll();
            if (item == null) {
                throw new IllegalStateException("the queue lost its items");
            }
            nowPs = item.timePs();
            queue.add(item, nowPs + distancePs.applyAsLong(chance));
            if (movedShare > 0 && chance.nextShare() < movedShare) {
                QueueItem other = items[chance.nextInt(items.length)];
                queue.remove(other);
                queue.add(other, nowPs + distancePs.applyAsLong(chance));
            }
        }
        return nowPs;
    }
}
