package pacewire.model.os;

import pacewire.model.os.machine.MemoryLevel;
import pacewire.model.os.storage.PageCache;

/**
 * Which bytes of which pages of files were touched lately: of each page one range, and when and by which core it was touched last;
 * a touch next to that range extends it, another one replaces it. Pages that were touched so long ago that they are in no cache may
 * be forgotten: the table has places for a few times what the caches hold, four for the pages of equal hash, of which the one
 * touched first gives way.
 */
final class PageTouches {
    private static final int WAYS = 4;
    private static final int DEVICE = -2;
    /** Places for each page that the caches hold: a page of which a datagram was read takes one as well. */
    private static final int PLACES_PER_PAGE = 4;

    private static final int LEAST_SETS = 16;

    private final PageCache cache;
    /** Bytes of the shared cache that devices write into; 0: they write into memory. */
    private final long deviceBytes;

    private final int setMask;
    private final long[] pages;
    private final long[] touchedAt;
    private final long[] touchedAtOfAll;
    private final int[] cores;
    private final int[] from;
    private final int[] to;
    /** Bytes that disks have brought. */
    private long landedBytes;
    /** What was looked up last: its page and range, and its place. */
    private long soughtPage;

    private int soughtFrom;
    private int soughtTo;
    private int place;
    private boolean isKnown;

    /**
     * Nothing was touched yet.
     *
     * @param cacheBytes of all caches together; 0: nothing is kept
     */
    PageTouches(PageCache cache, long cacheBytes, long deviceBytes) {
        this.cache = cache;
        this.deviceBytes = deviceBytes;
        long places = PLACES_PER_PAGE * cacheBytes / PageCache.PAGE_BYTES;
        long sets = cacheBytes == 0 ? 1 : Math.max(LEAST_SETS, Long.highestOneBit(places / WAYS));
        setMask = Math.toIntExact(sets - 1);
        int length = WAYS * (setMask + 1);
        pages = new long[length];
        touchedAt = new long[length];
        touchedAtOfAll = new long[length];
        cores = new int[length];
        from = new int[length];
        to = new int[length];
    }

    /** Some of 32 pages have come from a disk, a bit each: no core has touched them since. */
    void landed(long firstPage, int landed) {
        for (int bits = landed; bits != 0; bits &= (bits - 1)) {
            seek(firstPage + Integer.numberOfTrailingZeros(bits), 0, PageCache.PAGE_BYTES);
            landedBytes += PageCache.PAGE_BYTES;
            if (deviceBytes > 0) {
                isKnown = false;
                touch(DEVICE, landedBytes, landedBytes);
            } else if (isKnown) {
                to[place] = from[place];
            }
        }
    }

    /**
     * Looks a range within a page up, see the questions below.
     *
     * @return bytes of the range that were touched together, not too long ago to be known
     */
    int find(int file, long offset, long end) {
        int start = (int) (offset % PageCache.PAGE_BYTES);
        seek(cache.pageNumber(file, offset), start, start + (int) (end - offset));
        return isKnown ? Math.max(0, Math.min(soughtTo, to[place]) - Math.max(soughtFrom, from[place])) : 0;
    }

    private void seek(long page, int start, int end) {
        soughtPage = page;
        soughtFrom = start;
        soughtTo = end;
        // Fibonacci hashing, Knuth, The Art of Computer Programming, volume 3, 6.4.
        int set = (int) ((page * 0x9E37_79B9_7F4A_7C15L) >>> 32) & setMask;
        int first = set * WAYS;
        place = first;
        for (int i = first; i < first + WAYS; i++) {
            if (pages[i] == page && to[i] > 0) {
                place = i;
                isKnown = true;
                return;
            }
            if (isOlder(i, place)) {
                place = i;
            }
        }
        isKnown = false;
    }

    /** What devices brought is the first to give way: most of it is touched once, and then by a core. */
    private boolean isOlder(int one, int other) {
        long ageOfOne = cores[one] == DEVICE ? Long.MIN_VALUE + touchedAt[one] : touchedAtOfAll[one];
        long ageOfOther = cores[other] == DEVICE ? Long.MIN_VALUE + touchedAt[other] : touchedAtOfAll[other];
        return ageOfOne < ageOfOther;
    }

    /** Whether a device has brought what was looked up. */
    boolean isByDevice() {
        return cores[place] == DEVICE;
    }

    /** Where that lies: the part of the shared cache that devices write into holds what they brought last. */
    MemoryLevel ofDevice() {
        return landedBytes - touchedAt[place] <= deviceBytes ? MemoryLevel.L3 : MemoryLevel.MEMORY;
    }

    /** Where lies what a device has just brought. */
    MemoryLevel ofDevices() {
        return deviceBytes > 0 ? MemoryLevel.L3 : MemoryLevel.MEMORY;
    }

    int core() {
        return cores[place];
    }

    long touchedAt() {
        return touchedAt[place];
    }

    long touchedAtOfAll() {
        return touchedAtOfAll[place];
    }

    /** A core touches the range that was looked up. */
    void touch(int core, long nowOfCore, long nowOfAll) {
        boolean isNext = isKnown && cores[place] == core && soughtFrom <= to[place] && soughtTo >= from[place];
        pages[place] = soughtPage;
        from[place] = isNext ? Math.min(from[place], soughtFrom) : soughtFrom;
        to[place] = isNext ? Math.max(to[place], soughtTo) : soughtTo;
        cores[place] = core;
        touchedAt[place] = nowOfCore;
        touchedAtOfAll[place] = nowOfAll;
    }
}
