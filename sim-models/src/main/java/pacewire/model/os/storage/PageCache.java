package pacewire.model.os.storage;

import java.util.Arrays;

import pacewire.core.units.DataSize;

/**
 * The page cache: which parts of the files stand in memory. Least recently used goes first.
 *
 * <p>The unit of caching and of eviction is a window of 128 KiB of a file, aligned to its size: the amount that Linux reads
 * ahead at a time ({@code VM_READAHEAD_PAGES} in {@code include/linux/mm.h}; {@code read_ahead_kb} of a disk). Linux ages
 * single folios on two lists per memory group ({@code mm/vmscan.c}); files are read in order here, so that the pages of a
 * window come and grow old together, and one list of windows in exact order of use gives the same hits at a thirty-second of
 * the work. A window occupies whole pages; the last one of a file may be short.
 */
public final class PageCache {
    /** Bytes of a window. */
    public static final int WINDOW_BYTES = (int) (128 * DataSize.KIB);

    /** 32 bits of a long beside the 31 of a window's number. */
    private static final long MOST_USES_OUT_OF_ORDER = 0xFFFF_FFFFL;

    private static final int PAGE_BYTES = (int) (4 * DataSize.KIB);

    private final long capacityBytes;
    private final long[] fileSizes;
    /** Number of the first window of each file; one more entry holds the number of all windows. */
    private final int[] firstWindow;
    /**
     * A ring of windows by age through a sentinel, whose number is the number of all windows: by their last use until {@link
     * #orderedUpTo}. Windows that were used since are brought to their places when the order matters, which is once for
     * many uses.
     */
    private final int[] older;

    private final int[] newer;
    private final boolean[] cached;
    private final int sentinel;
    /** Number of each window's last use. */
    private final long[] lastUse;
    /** The cached windows that were used since the ring was last in order; as many as {@link #outOfOrder}. */
    private long[] used = new long[64];

    private int outOfOrder;
    private long uses;
    private long orderedUpTo;

    private long usedBytes;
    private long lookups;
    private long hits;
    private long insertions;
    private long evictions;

    /**
     * An empty cache for a set of files.
     *
     * @param capacityBytes at least one window
     * @param fileSizes size of each file by its number; 2^31 windows (256 TiB) at most in all
     */
    public PageCache(long capacityBytes, long[] fileSizes) {
        if (capacityBytes < WINDOW_BYTES) {
            throw new IllegalArgumentException("a page cache of " + DataSize.format(capacityBytes)
                    + " holds no window of " + DataSize.format(WINDOW_BYTES));
        }
        this.capacityBytes = capacityBytes;
        this.fileSizes = fileSizes.clone();
        firstWindow = numberWindows(fileSizes);
        sentinel = firstWindow[fileSizes.length];
        older = new int[sentinel + 1];
        newer = new int[sentinel + 1];
        cached = new boolean[sentinel];
        lastUse = new long[sentinel];
        older[sentinel] = sentinel;
        newer[sentinel] = sentinel;
    }

    private static int[] numberWindows(long[] fileSizes) {
        int[] first = new int[fileSizes.length + 1];
        for (int file = 0; file < fileSizes.length; file++) {
            if (fileSizes[file] < 0) {
                throw new IllegalArgumentException("file " + file + " has a size of " + fileSizes[file] + " B");
            }
            long windows = (fileSizes[file] + WINDOW_BYTES - 1) / WINDOW_BYTES;
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
        int last = lastWindowOf(file, offset, length);
        for (int window = windowAt(file, offset); window <= last; window++) {
            if (!cached[window]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks a range up to use it: counts a hit when all of it is in memory and a miss otherwise, and makes what is there
     * the most recently used.
     *
     * @param length at least 1; the range ends within the file
     * @return whether all of it is in memory
     */
    public boolean lookUp(int file, long offset, long length) {
        int last = lastWindowOf(file, offset, length);
        boolean isHit = true;
        for (int window = windowAt(file, offset); window <= last; window++) {
            if (cached[window]) {
                touch(window);
            } else {
                isHit = false;
            }
        }
        lookups++;
        if (isHit) {
            hits++;
        }
        return isHit;
    }

    /** Fills the cache before the run: every file from its beginning, all evenly, until the next window does not fit. */
    public void warmUp() {
        int[] order = new int[sentinel];
        int chosen = chooseEvenly(order);
        // The beginnings are what most requests start with: they are the most recently used.
        for (int i = chosen - 1; i >= 0; i--) {
            insert(order[i]);
        }
    }

    /** Writes the windows to warm up in the order of their choice; returns how many. */
    private int chooseEvenly(int[] order) {
        int[] files = new int[fileSizes.length];
        for (int file = 0; file < files.length; file++) {
            files[file] = file;
        }
        long freeBytes = capacityBytes - usedBytes;
        int chosen = 0;
        int unfinished = files.length;
        for (int round = 0; unfinished > 0; round++) {
            int left = 0;
            for (int i = 0; i < unfinished; i++) {
                int file = files[i];
                int window = firstWindow[file] + round;
                if (window == firstWindow[file + 1]) {
                    continue;
                }
                freeBytes -= memoryBytes(file, window);
                if (freeBytes < 0) {
                    return chosen;
                }
                order[chosen++] = window;
                files[left++] = file;
            }
            unfinished = left;
        }
        return chosen;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Memory that the cached windows occupy, in whole pages. */
    public long usedBytes() {
        return usedBytes;
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

    /** Windows that came in; those still there and the {@link #evictions} together. */
    public long insertions() {
        return insertions;
    }

    public long evictions() {
        return evictions;
    }

    /** Number of windows in memory. */
    public long cachedWindows() {
        return insertions - evictions;
    }

    /** Number of windows of all files. */
    int windowCount() {
        return sentinel;
    }

    /** Number of the window that holds a byte of a file. */
    int windowAt(int file, long offset) {
        return firstWindow[file] + (int) (offset / WINDOW_BYTES);
    }

    /** Number of the window that holds the last byte of a range. */
    int lastWindowOf(int file, long offset, long length) {
        if (offset < 0 || length < 1 || offset > fileSizes[file] - length) {
            throw new IllegalArgumentException(
                    "file " + file + " of " + fileSizes[file] + " B has no range of " + length + " B at " + offset);
        }
        return windowAt(file, offset + length - 1);
    }

    /** Whether a window is the last of its file. */
    boolean isLastOf(int file, int window) {
        return window == firstWindow[file + 1] - 1;
    }

    boolean isCached(int window) {
        return cached[window];
    }

    /** Bytes of file content in a window. */
    int contentBytes(int file, int window) {
        long start = (long) (window - firstWindow[file]) * WINDOW_BYTES;
        return (int) Math.min(WINDOW_BYTES, fileSizes[file] - start);
    }

    /** Takes a window in as the most recently used, and evicts the least recently used ones until it fits. */
    void insert(int file, int window) {
        if (cached[window]) {
            throw new IllegalStateException("window " + window + " of file " + file + " is cached already");
        }
        order();
        int bytes = memoryBytes(file, window);
        while (usedBytes + bytes > capacityBytes) {
            evict(newer[sentinel]);
        }
        cached[window] = true;
        linkAsNewest(window);
        usedBytes += bytes;
        insertions++;
    }

    private void insert(int window) {
        insert(fileOf(window), window);
    }

    private void evict(int window) {
        unlink(window);
        cached[window] = false;
        usedBytes -= memoryBytes(fileOf(window), window);
        evictions++;
    }

    private int memoryBytes(int file, int window) {
        return (contentBytes(file, window) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }

    /** Binary search; only insertions and evictions ask, which come once in 128 KiB. */
    private int fileOf(int window) {
        int low = 0;
        int high = fileSizes.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstWindow[middle] <= window) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void touch(int window) {
        if (lastUse[window] <= orderedUpTo) {
            if (outOfOrder == used.length) {
                used = Arrays.copyOf(used, 2 * outOfOrder);
            }
            used[outOfOrder++] = window;
        }
        lastUse[window] = ++uses;
        if (uses - orderedUpTo == MOST_USES_OUT_OF_ORDER) {
            order();
        }
    }

    /** Brings the windows that were used to their places in the ring. */
    private void order() {
        // The number of the use above the number of the window: both fit a long.
        for (int i = 0; i < outOfOrder; i++) {
            used[i] |= (lastUse[(int) used[i]] - orderedUpTo) << (Integer.SIZE - 1);
        }
        Arrays.sort(used, 0, outOfOrder);
        for (int i = 0; i < outOfOrder; i++) {
            int window = (int) used[i] & Integer.MAX_VALUE;
            unlink(window);
            linkAsNewest(window);
        }
        outOfOrder = 0;
        orderedUpTo = uses;
    }

    private void linkAsNewest(int window) {
        int second = older[sentinel];
        older[window] = second;
        newer[window] = sentinel;
        newer[second] = window;
        older[sentinel] = window;
    }

    private void unlink(int window) {
        newer[older[window]] = newer[window];
        older[newer[window]] = older[window];
    }
}
