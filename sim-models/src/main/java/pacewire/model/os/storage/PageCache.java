package pacewire.model.os.storage;

import java.util.function.IntPredicate;

import pacewire.core.units.DataSize;

/**
 * The page cache: which pages of the files stand in memory. A page has 4 KiB; it comes in alone or with others, as they are
 * read ahead, and leaves with all that are cached of its window, which is 128 KiB of a file, aligned to that size. Linux ages
 * single folios; files are read in order here, so that the pages of a window come and grow old together, and windows
 * give the same hits at a thirty-second of the work. What leaves first, an {@link EvictionPolicy} says.
 *
 * <p>Pages that something on its way refers to, such as a datagram that the NIC has not read yet, are <em>pinned</em>: they do
 * not leave, and if nothing else can, the cache is larger than it may be.
 */
public final class PageCache {
    /** Bytes of a page. */
    public static final int PAGE_BYTES = (int) (4 * DataSize.KIB);

    /** Pages of a window: one bit each of an int. */
    static final int WINDOW_PAGES = Integer.SIZE;

    /** Bytes of a window. */
    public static final int WINDOW_BYTES = WINDOW_PAGES * PAGE_BYTES;

    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(PAGE_BYTES);
    private static final int WINDOW_SHIFT = Integer.numberOfTrailingZeros(WINDOW_BYTES);

    private long capacityBytes;
    private final long[] fileSizes;
    /** Number of the first window of each file; one more entry holds the number of all windows. */
    private final int[] firstWindow;
    /** The cached pages of each window, a bit each. */
    private final int[] cached;
    /** Those of them whose use starts the next read ahead. */
    private final int[] marked;
    /** References to pages of each window that keep it in memory. */
    private final int[] pins;

    private final Eviction eviction;
    private final IntPredicate isFree;

    private long usedPages;
    private long lookups;
    private long hits;
    private long insertions;
    private long evictions;
    private long pinnedBytes;
    private long mostPinnedBytes;

    /** An empty cache for a set of files that evicts the least recently used. */
    public PageCache(long capacityBytes, long[] fileSizes) {
        this(capacityBytes, fileSizes, EvictionPolicy.LRU);
    }

    /**
     * An empty cache for a set of files.
     *
     * @param capacityBytes at least one window
     * @param fileSizes size of each file by its number; 2^31 windows (256 TiB) at most in all
     */
    public PageCache(long capacityBytes, long[] fileSizes, EvictionPolicy policy) {
        this.capacityBytes = requireWindow(capacityBytes);
        this.fileSizes = fileSizes.clone();
        firstWindow = numberWindows(fileSizes);
        int windows = windowCount();
        cached = new int[windows];
        marked = new int[windows];
        pins = new int[windows];
        eviction = policy.create(windows);
        isFree = window -> pins[window] == 0;
    }

    private static long requireWindow(long capacityBytes) {
        if (capacityBytes < WINDOW_BYTES) {
            throw new IllegalArgumentException("a page cache of " + DataSize.format(capacityBytes)
                    + " holds no window of " + DataSize.format(WINDOW_BYTES));
        }
        return capacityBytes;
    }

    private static int[] numberWindows(long[] fileSizes) {
        int[] first = new int[fileSizes.length + 1];
        for (int file = 0; file < fileSizes.length; file++) {
            if (fileSizes[file] < 0) {
                throw new IllegalArgumentException("file " + file + " has a size of " + fileSizes[file] + " B");
            }
            long windows = (fileSizes[file] + WINDOW_BYTES - 1) >> WINDOW_SHIFT;
            first[file + 1] = Math.addExact(first[file], Math.toIntExact(windows));
        }
        return first;
    }

    /**
     * Whether a range of a file is in memory; changes nothing and counts nothing.
     *
     * @param length at least 1; the range ends within the file
     */
    public boolean contains(int file, long offset, long length) {
        requireRange(file, offset, length);
        long last = pageOf(offset + length - 1);
        for (long page = pageOf(offset); page <= last; page = behindWindowOf(page)) {
            int pages = pagesOf(page, last);
            if ((cached[windowOf(file, page)] & pages) != pages) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first byte of a range whose page is not in memory; that behind the range when all are.
     *
     * @param length at least 1; the range ends within the file
     */
    public long firstMissing(int file, long offset, long length) {
        requireRange(file, offset, length);
        long last = pageOf(offset + length - 1);
        for (long page = pageOf(offset); page <= last; page++) {
            if (!isCached(file, page)) {
                return Math.max(offset, page << PAGE_SHIFT);
            }
        }
        return offset + length;
    }

    /**
     * Looks a range up to use it: counts a hit when all of it is in memory and a miss otherwise, and counts a use of what is
     * there.
     *
     * @param length at least 1; the range ends within the file
     * @return whether all of it is in memory
     */
    public boolean lookUp(int file, long offset, long length) {
        requireRange(file, offset, length);
        long last = pageOf(offset + length - 1);
        boolean isHit = true;
        for (long page = pageOf(offset); page <= last; page = behindWindowOf(page)) {
            int window = windowOf(file, page);
            int pages = pagesOf(page, last);
            if ((cached[window] & pages) != 0) {
                eviction.used(window);
            }
            isHit &= (cached[window] & pages) == pages;
        }
        lookups++;
        if (isHit) {
            hits++;
        }
        return isHit;
    }

    /** Fills the cache before the run: every file from its beginning, all evenly, until the next window does not fit. */
    public void warmUp() {
        new WarmUp(this).fill();
    }

    /**
     * Something on its way refers to a range of a file: its windows stay until {@link #unpin}.
     *
     * @param length at least 1; the range ends within the file
     */
    public void pin(int file, long offset, int length) {
        changePins(file, offset, length, 1);
        pinnedBytes += length;
        mostPinnedBytes = Math.max(mostPinnedBytes, pinnedBytes);
    }

    /** What referred to a range does so no longer. */
    public void unpin(int file, long offset, int length) {
        changePins(file, offset, length, -1);
        pinnedBytes -= length;
        if (usedBytes() > capacityBytes) {
            makeRoom(0);
        }
    }

    private void changePins(int file, long offset, int length, int change) {
        int last = windowAt(file, offset + length - 1);
        for (int window = windowAt(file, offset); window <= last; window++) {
            pins[window] += change;
        }
    }

    /** Bytes that are referred to by what is on its way; those that two refer to count twice. */
    public long pinnedBytes() {
        return pinnedBytes;
    }

    /** The most bytes that were referred to at once. */
    public long mostPinnedBytes() {
        return mostPinnedBytes;
    }

    /**
     * Grows or shrinks; when it shrinks, what it holds too much leaves at once, but for what is pinned.
     *
     * @param newCapacityBytes at least one window
     */
    public void resize(long newCapacityBytes) {
        capacityBytes = requireWindow(newCapacityBytes);
        makeRoom(0);
    }

    /** Forgets pages of a file, from one on and up to before another, but for those of windows that are pinned. */
    public void drop(int file, long firstPage, long endPage) {
        for (long page = firstPage; page < endPage; page = behindWindowOf(page)) {
            int window = windowOf(file, page);
            if (isFree.test(window)) {
                forget(window, pagesOf(page, endPage - 1));
            }
        }
    }

    /** Forgets the pages of a file that lie wholly behind an offset: the file ends there now. */
    public void forgetFrom(int file, long offset) {
        long firstPage = (offset + PAGE_BYTES - 1) >> PAGE_SHIFT;
        long windows = (long) firstWindow[file + 1] - firstWindow[file];
        long last = windows * WINDOW_PAGES - 1;
        for (long page = firstPage; page <= last; page = behindWindowOf(page)) {
            forget(windowOf(file, page), pagesOf(page, last));
        }
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Memory that the cached pages occupy. */
    public long usedBytes() {
        return usedPages << PAGE_SHIFT;
    }

    /** Ranges looked up; {@link #hits} and {@link #misses} together. */
    public long lookups() {
        return lookups;
    }

    public long hits() {
        return hits;
    }

    public long misses() {
        return lookups - hits;
    }

    /** Pages that came in; those still there and the {@link #evictions} together. */
    public long insertions() {
        return insertions;
    }

    /** Pages that left. */
    public long evictions() {
        return evictions;
    }

    /** Number of files. */
    int fileCount() {
        return fileSizes.length;
    }

    /** Number of a file's first window; that of the file behind the last one is the number of all windows. */
    int firstWindow(int file) {
        return firstWindow[file];
    }

    /** Number of windows of all files. */
    int windowCount() {
        return firstWindow[fileSizes.length];
    }

    /** Number of pages that a file has. */
    long pageCount(int file) {
        return (fileSizes[file] + PAGE_BYTES - 1) >> PAGE_SHIFT;
    }

    /** Bytes of a file, as when the cache was made. */
    long sizeOf(int file) {
        return fileSizes[file];
    }

    /** Number of the page that holds a byte of a file. */
    static long pageOf(long offset) {
        return offset >> PAGE_SHIFT;
    }

    /** Number of the window that holds a page of a file. */
    int windowOf(int file, long page) {
        return firstWindow[file] + (int) (page / WINDOW_PAGES);
    }

    /** Number of the page that holds a byte of a file, among those of all files; windows begin at multiples of 32. */
    public long pageNumber(int file, long offset) {
        return (long) firstWindow[file] * WINDOW_PAGES + pageOf(offset);
    }

    /** Number of the window that holds a byte of a file. */
    int windowAt(int file, long offset) {
        return firstWindow[file] + (int) (offset >> WINDOW_SHIFT);
    }

    /** The first page of the window behind that of a page. */
    static long behindWindowOf(long page) {
        return (page | (WINDOW_PAGES - 1)) + 1;
    }

    /** The bits of a page and those behind it in its window, up to another page. */
    static int pagesOf(long page, long last) {
        int first = (int) page & (WINDOW_PAGES - 1);
        int most = (int) Math.min(WINDOW_PAGES - 1 - first, last - page);
        return (-1 >>> (WINDOW_PAGES - 1 - most)) << first;
    }

    boolean isCached(int file, long page) {
        return (cached[windowOf(file, page)] & pagesOf(page, page)) != 0;
    }

    /** Whether the use of a page starts the next read ahead. */
    boolean isMarked(int file, long page) {
        return (marked[windowOf(file, page)] & pagesOf(page, page)) != 0;
    }

    /** The page of a cached range whose use starts the next read ahead; that behind the range when there is none. */
    long markedIn(int file, long page, long last) {
        long at = page;
        while (at <= last && !isMarked(file, at)) {
            at++;
        }
        return at;
    }

    void mark(int file, long page) {
        marked[windowOf(file, page)] |= pagesOf(page, page);
    }

    void unmark(int file, long page) {
        marked[windowOf(file, page)] &= ~pagesOf(page, page);
    }

    /** Takes pages in of a window of which there are none, where there is room for them. */
    void insertFitting(int window, int pages) {
        requireMissing(window, -1);
        eviction.inserted(window);
        add(window, pages, Integer.bitCount(pages));
    }

    /** Takes pages of a window in that are not there, and evicts others until they fit. */
    void insert(int window, int pages) {
        requireMissing(window, pages);
        int count = Integer.bitCount(pages);
        pins[window]++; // what comes in does not leave to make room for itself
        makeRoom((long) count << PAGE_SHIFT);
        pins[window]--;
        if (cached[window] == 0) {
            eviction.inserted(window);
        } else {
            eviction.used(window);
        }
        add(window, pages, count);
    }

    private void add(int window, int pages, int count) {
        cached[window] |= pages;
        usedPages += count;
        insertions += count;
    }

    private void requireMissing(int window, int pages) {
        if ((cached[window] & pages) != 0) {
            throw new IllegalStateException("pages of window " + window + " are cached already");
        }
    }

    private void makeRoom(long bytes) {
        while (usedBytes() + bytes > capacityBytes) {
            int victim = eviction.victim(isFree);
            if (victim == windowCount()) {
                return;
            }
            forget(victim, cached[victim]);
        }
    }

    private void forget(int window, int pages) {
        int left = cached[window] & ~pages;
        int count = Integer.bitCount(cached[window] & pages);
        if (count > 0 && left == 0) {
            eviction.removed(window);
        }
        cached[window] = left;
        marked[window] &= left;
        usedPages -= count;
        evictions += count;
    }

    private void requireRange(int file, long offset, long length) {
        if (offset < 0 || length < 1 || offset > fileSizes[file] - length) {
            throw new IllegalArgumentException(
                    "file " + file + " of " + fileSizes[file] + " B has no range of " + length + " B at " + offset);
        }
    }

    /** The bits of all pages of a window that its file has. */
    int pagesIn(int file, int window) {
        long first = (long) (window - firstWindow[file]) * WINDOW_PAGES;
        return pagesOf(first, pageCount(file) - 1);
    }
}
