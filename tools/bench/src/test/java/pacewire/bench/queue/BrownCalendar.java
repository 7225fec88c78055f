package pacewire.bench.queue;

import org.jspecify.annotations.Nullable;

/**
 * A calendar queue (Brown, "Calendar Queues", Communications of the ACM 31(10), 1988): days of equal width around a year,
 * each a sorted, doubly linked list. Width and number of days follow the number of items, and the width the spacing at
 * which items left.
 */
final class BrownCalendar implements QueueCandidate {
    private @Nullable QueueItem[] firsts = new QueueItem[2];
    private @Nullable QueueItem[] lasts = new QueueItem[2];
    private int widthBits = 30;
    private long day;
    private int size;
    private long nextOrder;
    private long nowPs;

    @Override
    public void add(QueueItem item, long timePs) {
        item.timePs = timePs;
        item.order = nextOrder++;
        link(item);
        if (++size > 2 * firsts.length) {
            resize(2 * firsts.length);
        }
    }

    @Override
    public @Nullable QueueItem poll() {
        if (size == 0) {
            return null;
        }
        QueueItem item = first();
        remove(item);
        nowPs = item.timePs;
        return item;
    }

    @Override
    public void remove(QueueItem item) {
        int bucket = bucketOf(item.timePs);
        if (item.previous == null) {
            firsts[bucket] = item.next;
        } else {
            item.previous.next = item.next;
        }
        if (item.next == null) {
            lasts[bucket] = item.previous;
        } else {
            item.next.previous = item.previous;
        }
        item.next = null;
        item.previous = null;
        if (--size < firsts.length / 2 && firsts.length > 2) {
            resize(firsts.length / 2);
        }
    }

    private QueueItem first() {
        for (int days = 0; days < firsts.length; days++, day++) {
            QueueItem item = firsts[(int) day & (firsts.length - 1)];
            if (item != null && item.timePs >>> widthBits == day) {
                return item;
            }
        }
        QueueItem least = null;
        for (QueueItem item : firsts) {
            if (item != null && (least == null || item.isBefore(least))) {
                least = item;
            }
        }
        if (least == null) {
            throw new AssertionError("the calendar lost " + size + " items");
        }
        day = least.timePs >>> widthBits;
        return least;
    }

    private void link(QueueItem item) {
        int bucket = bucketOf(item.timePs);
        day = Math.min(day, item.timePs >>> widthBits);
        QueueItem before = lasts[bucket];
        while (before != null && item.isBefore(before)) {
            before = before.previous;
        }
        item.previous = before;
        QueueItem after = before == null ? firsts[bucket] : before.next;
        item.next = after;
        if (before == null) {
            firsts[bucket] = item;
        } else {
            before.next = item;
        }
        if (after == null) {
            lasts[bucket] = item;
        } else {
            after.previous = item;
        }
    }

    private int bucketOf(long timePs) {
        return (int) (timePs >>> widthBits) & (firsts.length - 1);
    }

    /** Brown: three times the mean distance of the items to come; here the next power of two. */
    private int widthBits(@Nullable QueueItem[] days) {
        long leastPs = Long.MAX_VALUE;
        double sumPs = 0;
        for (QueueItem first : days) {
            for (QueueItem item = first; item != null; item = item.next) {
                leastPs = Math.min(leastPs, item.timePs);
                sumPs += item.timePs;
            }
        }
        double spacingPs = (sumPs / Math.max(1, size) - leastPs) / Math.max(1, size);
        return Math.min(61, Long.SIZE - Long.numberOfLeadingZeros((long) Math.max(0, 3 * spacingPs)));
    }

    private void resize(int days) {
        @Nullable QueueItem[] old = firsts;
        widthBits = widthBits(old);
        firsts = new QueueItem[days];
        lasts = new QueueItem[days];
        day = nowPs >>> widthBits;
        for (QueueItem first : old) {
            QueueItem item = first;
            while (item != null) {
                QueueItem next = item.next;
                link(item);
                item = next;
            }
        }
    }
}
