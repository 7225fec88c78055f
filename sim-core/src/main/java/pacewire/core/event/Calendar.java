package pacewire.core.event;

import org.jspecify.annotations.Nullable;

/**
 * All events but the next few, in buckets of equal time. A bucket lies on the level of the highest digit in which its
 * times differ from a base that never passes an event, and on that level at that digit: a radix heap (Ahuja, Mehlhorn,
 * Orlin and Tarjan, "Faster Algorithms for the Shortest Path Problem", 1990), whose main level is as fine and as long as
 * a calendar queue's (Brown, "Calendar Queues", 1988) and adapts like one. A bucket of few events goes to the front as it
 * is; one of many is spread over the levels below, as in a ladder queue (Tang, Goh and Thng, 2005), down to the single
 * picosecond, so that no spread of the times makes an event move more often than there are levels.
 *
 * <p>Events of one time are always in one bucket, in the order of scheduling: buckets keep their order, and a bucket is
 * spread before anything is put directly where its events go.
 */
final class Calendar {
    /** At this many the sorting of the front costs as much per event as another level. */
    private static final int MOST_PER_OPENING = 32;

    /** Fewer are not worth an opening of their own: the next bucket is opened with them. */
    private static final int FEW = 8;

    /** Wider buckets are spread, so that the times of a front lie near enough to each other for its keys. */
    private static final int WIDEST_OPENED_BITS = 50;

    private final Segments segments = new Segments();
    private Geometry geometry;
    private int[] ends = {};
    private long[] occupied = {};
    private int[] bucketsOccupied = {};
    private int levelsOccupied;
    private int holes;
    private long basePs;
    private long openedUntilPs;

    Calendar(Geometry geometry) {
        shape(geometry);
    }

    /** With no event in it. The arrays grow only: an empty bucket is the same in every shape. */
    private void shape(Geometry newGeometry) {
        geometry = newGeometry;
        if (geometry.buckets > ends.length) {
            ends = new int[geometry.buckets];
            occupied = new long[geometry.buckets >> 6];
        }
        if (geometry.levels > bucketsOccupied.length) {
            bucketsOccupied = new int[geometry.levels];
        }
    }

    Geometry geometry() {
        return geometry;
    }

    long basePs() {
        return basePs;
    }

    /** Events before this instant, and some of it, were taken out; whatever is still to come before it belongs to the front. */
    long openedUntilPs() {
        return openedUntilPs;
    }

    boolean holds(Event event) {
        return segments.holds(event);
    }

    /** Takes back what is due at an instant or later; the front gave it up. */
    void closeFrom(long timePs) {
        openedUntilPs = timePs;
    }

    /** Puts an event behind all of its time. Its time is not before {@link #openedUntilPs}. */
    void put(Event event) {
        long timePs = event.timePs;
        long difference = timePs ^ basePs;
        Geometry g = geometry;
        if ((difference & ~g.mainReach) == 0 && difference >>> g.mainShift != 0) {
            append(g.mainLevel, g.mainFirst + (int) ((timePs & g.mainReach) >>> g.mainShift), event);
        } else {
            putFar(event, difference);
        }
    }

    /** Puts an event before all of its time. */
    void putBefore(Event event) {
        int level = geometry.levelOf(event.timePs ^ basePs);
        int bucket = geometry.bucketOf(level, event.timePs);
        if (ends[bucket] == Segments.EMPTY) {
            append(level, bucket, event);
        } else {
            segments.prepend(ends[bucket], event);
            holes += Segments.LENGTH - 1;
        }
    }

    private void putFar(Event event, long difference) {
        int level = geometry.levelOf(difference);
        append(level, geometry.bucketOf(level, event.timePs), event);
    }

    private void append(int level, int bucket, Event event) {
        int end = ends[bucket];
        if (Segments.isFull(end)) {
            end = extend(level, bucket, end);
        }
        segments.put(end, event);
        ends[bucket] = end + 1;
    }

    private int extend(int level, int bucket, int end) {
        if (end == Segments.EMPTY) {
            occupy(level, bucket);
        }
        return segments.extend(end);
    }

    private void occupy(int level, int bucket) {
        occupied[bucket >> 6] |= 1L << bucket;
        if (bucketsOccupied[level]++ == 0) {
            levelsOccupied |= 1 << level;
        }
    }

    private void vacate(int level, int bucket) {
        ends[bucket] = Segments.EMPTY;
        occupied[bucket >> 6] &= ~(1L << bucket);
        if (--bucketsOccupied[level] == 0) {
            levelsOccupied &= ~(1 << level);
        }
    }

    /** Takes an event out and leaves a hole. */
    void remove(Event event, int eventsLeft) {
        segments.removeAt(event.place);
        event.place = Event.NOT_QUEUED;
        // Timers that are moved on and on would leave holes without end. Few enough to be paid for by the removals.
        if (++holes > eventsLeft + geometry.buckets) {
            rebuild(basePs, geometry);
        }
    }

    /**
     * Takes out the next few events and loads them, sorted, into the front, which is empty.
     *
     * @param endPs nothing that begins later is touched
     */
    void refill(Front front, long endPs) {
        int count = 0;
        long startPs = 0;
        while (levelsOccupied != 0 && count < FEW) {
            int level = Integer.numberOfTrailingZeros(levelsOccupied);
            int bucket = firstBucket(level);
            long bucketPs = startOf(level, bucket);
            if (count == 0) {
                if (bucketPs > endPs) {
                    break;
                }
                basePs = bucketPs;
                startPs = bucketPs;
            }
            if (geometry.shifts[level] > WIDEST_OPENED_BITS
                    || (bucketPs - startPs) >> WIDEST_OPENED_BITS != 0
                    || !isSmall(ends[bucket], count)) {
                if (count > 0) {
                    break;
                }
                if (level == 0) {
                    count = takeSome(bucket, front);
                } else {
                    spread(level, bucket);
                }
                openedUntilPs = Math.max(openedUntilPs, basePs);
            } else {
                count = open(level, bucket, front, count);
                openedUntilPs = endOf(level, bucketPs);
            }
        }
        front.sortLoaded(count, startPs);
    }

    private int firstBucket(int level) {
        int word = geometry.bucketOf(level, basePs) >> 6;
        while (occupied[word] == 0) {
            word++;
        }
        return (word << 6) + Long.numberOfTrailingZeros(occupied[word]);
    }

    private long startOf(int level, int bucket) {
        int shift = geometry.shifts[level];
        long digits = (basePs >>> shift) & ~(long) geometry.masks[level];
        return (digits | (bucket - geometry.firsts[level])) << shift;
    }

    private long endOf(int level, long bucketPs) {
        long endPs = bucketPs + (1L << geometry.shifts[level]);
        return endPs < 0 ? Long.MAX_VALUE : endPs;
    }

    /** Whether a bucket fits into the front beside so many events. */
    private boolean isSmall(int end, int count) {
        int last = Segments.segmentBefore(end);
        int first = segments.after(last);
        if (first == last) {
            return true;
        }
        return count == 0 && segments.after(first) == last;
    }

    /** Moves all events of a bucket to the front. */
    private int open(int level, int bucket, Front front, int countBefore) {
        int count = countBefore;
        for (int end = ends[bucket]; end != Segments.EMPTY; end = segments.releaseFirst(end)) {
            count = load(end, front, count);
        }
        vacate(level, bucket);
        return count;
    }

    /** Moves the first segments of a bucket of one instant to the front; the rest stays, in order. */
    private int takeSome(int bucket, Front front) {
        int end = ends[bucket];
        int count = 0;
        while (end != Segments.EMPTY && count <= MOST_PER_OPENING - Segments.LENGTH) {
            count = load(end, front, count);
            end = segments.releaseFirst(end);
        }
        if (end == Segments.EMPTY) {
            vacate(0, bucket);
        }
        return count;
    }

    private int load(int end, Front front, int countBefore) {
        int count = countBefore;
        int segment = segments.after(Segments.segmentBefore(end));
        int limit = Segments.limit(segment, end);
        for (int slot = segment << Segments.BITS; slot < limit; slot++) {
            Event event = segments.takeAt(slot);
            if (event == null) {
                holes--;
            } else {
                front.load(count++, event);
            }
        }
        return count;
    }

    /** Spreads a bucket of many events over the levels below. Its least time becomes the base. */
    private void spread(int level, int bucket) {
        int end = ends[bucket];
        long leastPs = Long.MAX_VALUE;
        long mostPs = 0;
        int first = segments.after(Segments.segmentBefore(end));
        int segment = first;
        do {
            int limit = Segments.limit(segment, end);
            for (int slot = segment << Segments.BITS; slot < limit; slot++) {
                Event event = segments.at(slot);
                if (event != null) {
                    leastPs = Math.min(leastPs, event.timePs);
                    mostPs = Math.max(mostPs, event.timePs);
                }
            }
            segment = segments.after(segment);
        } while (segment != first);
        vacate(level, bucket);
        if (leastPs < mostPs) {
            basePs = leastPs;
            putAll(end);
        } else if (leastPs == mostPs) {
            basePs = leastPs;
            moveToInstant(end);
        } else {
            releaseHoles(end);
        }
    }

    /** All of a bucket are due at the base: no need to look at them one by one. */
    private void moveToInstant(int end) {
        int bucket = geometry.bucketOf(0, basePs);
        occupy(0, bucket);
        ends[bucket] = end;
    }

    private void releaseHoles(int wholeEnd) {
        for (int end = wholeEnd; end != Segments.EMPTY; end = segments.releaseFirst(end)) {
            int segment = segments.after(Segments.segmentBefore(end));
            holes -= Segments.limit(segment, end) - (segment << Segments.BITS);
        }
    }

    /** Puts the events of a chain that belongs to no bucket any more. */
    private void putAll(int wholeEnd) {
        for (int end = wholeEnd; end != Segments.EMPTY; end = segments.releaseFirst(end)) {
            int segment = segments.after(Segments.segmentBefore(end));
            int limit = Segments.limit(segment, end);
            for (int slot = segment << Segments.BITS; slot < limit; slot++) {
                @Nullable Event event = segments.takeAt(slot);
                if (event == null) {
                    holes--;
                } else {
                    put(event);
                }
            }
        }
    }

    /**
     * Puts every event anew.
     *
     * @param newBasePs not after any event
     */
    void rebuild(long newBasePs, Geometry newGeometry) {
        int all = Segments.EMPTY;
        for (int level = 0; level < geometry.levels; level++) {
            int first = geometry.firsts[level];
            for (int bucket = first; bucketsOccupied[level] > 0; bucket++) {
                if (ends[bucket] != Segments.EMPTY) {
                    all = segments.concat(all, ends[bucket]);
                    vacate(level, bucket);
                }
            }
        }
        if (newGeometry != geometry) {
            shape(newGeometry);
        }
        basePs = newBasePs;
        putAll(all);
        holes = 0;
    }
}
