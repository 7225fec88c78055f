package pacewire.model.os.storage;

/**
 * What Linux keeps of one reader of a file to read ahead for it ({@code struct file_ra_state} in {@code include/linux/fs.h}, the
 * algorithm is that of {@code page_cache_sync_ra}, {@code page_cache_async_ra} and {@code ondemand_readahead} in {@code
 * mm/readahead.c}): the window read last, and from where in it on a use starts the next one. A window begins with two to four
 * times what was asked for and grows by as much each time, up to the limit of the disk ({@code read_ahead_kb}). All in pages.
 *
 * <p>Left out: the search for traces that an earlier stream has left in the cache ({@code try_context_readahead}).
 */
public final class Readahead {
    private static final long NOWHERE = -2;

    private long start;
    private long size;
    private long asyncSize;
    /** What to read now: the window, or no more than was asked for, which leaves the window as it is. */
    private long readStart;

    private long readSize;
    private long readMark;
    /** The page that was read last. */
    private long previous = NOWHERE;

    private Pattern pattern = Pattern.NORMAL;

    /** What the reader has said of how it reads: {@code posix_fadvise(2)}. */
    public enum Pattern {
        NORMAL,
        /** Twice as far ahead ({@code POSIX_FADV_SEQUENTIAL} in {@code mm/fadvise.c}). */
        SEQUENTIAL,
        /** Not ahead at all ({@code POSIX_FADV_RANDOM}). */
        RANDOM,
        /**
         * All that follows is read for sure, as the kernel knows of what it sends by itself: it begins with two windows of full
         * size at once. (Linux has no such reader; {@code POSIX_FADV_WILLNEED} is how a program would say it.)
         */
        WHOLE
    }

    /** A reader that has read nothing. */
    public Readahead() {}

    /** Reads by a pattern from now on. */
    public void advise(Pattern newPattern) {
        pattern = newPattern;
    }

    /** The reader has read up to an offset, which is where it goes on if it reads in order. */
    public void readTo(long offset) {
        previous = offset == 0 ? NOWHERE : PageCache.pageOf(offset - 1);
    }

    /** First page to read now. */
    long start() {
        return readStart;
    }

    /** Where a first read ends: before the mark where two windows are read at once, else where all ends. */
    long endOfFirst() {
        return pattern == Pattern.WHOLE ? readMark : end();
    }

    /** Behind the last page to read now. */
    long end() {
        return readStart + readSize;
    }

    /** The page of them whose use starts the next window; behind them when none does. */
    long mark() {
        return readMark;
    }

    /** A page is missing: decides on the window to read now. */
    void missed(long page, long pages, long limit) {
        long most = most(limit);
        if (most == 0) {
            readAsIs(page, pages);
        } else if (page == 0) {
            begin(page, pages, most);
        } else if (isExpected(page)) {
            goOn(page, most);
        } else if (pages > most || (page >= previous && page - previous <= 1)) {
            begin(page, pages, most);
        } else {
            readAsIs(page, pages);
        }
    }

    /**
     * A marked page is used: decides on the next window; false when there is none to read.
     *
     * @param firstMissing the first page behind it that is not cached
     */
    boolean passedMark(long page, long pages, long limit, long firstMissing) {
        long most = most(limit);
        if (most == 0) {
            return false;
        }
        if (isExpected(page)) {
            goOn(page, most);
            return true;
        }
        if (firstMissing - page > most) {
            return false;
        }
        // Another reader has set the mark: what is cached behind it tells how large its window was.
        start = firstMissing;
        size = next(firstMissing - page + pages, most);
        asyncSize = size;
        merge(page, most);
        return true;
    }

    /**
     * A page of a mapping is missing: the pages around it are read, a quarter of them ahead ({@code do_sync_mmap_readahead} in
     * {@code mm/filemap.c}); of a mapping that is read in order, those behind it.
     */
    void faulted(long page, long limit) {
        long most = most(limit);
        if (pattern == Pattern.SEQUENTIAL || most == 0) {
            missed(page, 1, limit);
            return;
        }
        start = Math.max(0, page - most / 2);
        size = most;
        asyncSize = most / 4;
        readWindow();
    }

    private long most(long limit) {
        return switch (pattern) {
            case NORMAL, WHOLE -> limit;
            case SEQUENTIAL -> 2 * limit;
            case RANDOM -> 0;
        };
    }

    private boolean isExpected(long page) {
        return size > 0 && (page == start + size - asyncSize || page == start + size);
    }

    private void begin(long page, long pages, long most) {
        start = page;
        if (pattern == Pattern.WHOLE) {
            size = 2 * most;
            asyncSize = most;
            readWindow();
            return;
        }
        size = initial(pages, most);
        asyncSize = size > pages ? size - pages : size;
        merge(page, most);
    }

    private void readWindow() {
        readStart = start;
        readSize = size;
        readMark = start + size - asyncSize;
    }

    private void goOn(long page, long most) {
        start += size;
        size = next(size, most);
        asyncSize = size;
        merge(page, most);
    }

    private void readAsIs(long page, long pages) {
        readStart = page;
        readSize = pages;
        readMark = page + pages;
    }

    /** A window whose mark would be met at once takes the next one along. */
    private void merge(long page, long most) {
        if (page == start && size == asyncSize) {
            long added = next(size, most);
            if (size + added <= most) {
                asyncSize = added;
                size += added;
            } else {
                size = most;
                asyncSize = most / 2;
            }
        }
        readWindow();
    }

    /** {@code get_init_ra_size}. */
    private static long initial(long pages, long most) {
        long rounded = pages <= 1 ? 1 : Long.highestOneBit(pages - 1) << 1;
        if (rounded <= most / 32) {
            return 4 * rounded;
        }
        return rounded <= most / 4 ? 2 * rounded : most;
    }

    /** {@code get_next_ra_size}. */
    private static long next(long present, long most) {
        if (present < most / 16) {
            return 4 * present;
        }
        return present <= most / 2 ? 2 * present : most;
    }
}
