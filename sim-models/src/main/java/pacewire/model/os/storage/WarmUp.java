package pacewire.model.os.storage;

/** Fills a page cache before a run: every file from its beginning, all evenly, until the next window does not fit. */
final class WarmUp {
    /** The bits of a window that ends before its file. */
    private static final int ALL_PAGES = -1;

    private final PageCache cache;

    WarmUp(PageCache cache) {
        this.cache = cache;
    }

    void fill() {
        int[] order = new int[cache.windowCount()];
        int[] pages = new int[cache.windowCount()];
        int chosen = chooseEvenly(order, pages);
        // The beginnings are what most requests start with: they are the most recently used.
        for (int i = chosen - 1; i >= 0; i--) {
            cache.insert(order[i], pages[i]);
        }
    }

    /** Writes the windows to warm up in the order of their choice, and the pages that each has; returns how many. */
    private int chooseEvenly(int[] order, int[] pages) {
        int[] unfinished = new int[cache.fileCount()];
        int[] next = new int[cache.fileCount()];
        int[] end = new int[cache.fileCount()];
        for (int file = 0; file < cache.fileCount(); file++) {
            unfinished[file] = file;
            next[file] = cache.firstWindow(file);
            end[file] = cache.firstWindow(file + 1);
        }
        long freeBytes = cache.capacityBytes() - cache.usedBytes();
        int chosen = 0;
        int left = unfinished.length;
        while (left > 0) {
            int files = left;
            left = 0;
            for (int i = 0; i < files; i++) {
                int file = unfinished[i];
                int window = next[file]++;
                if (window == end[file]) {
                    continue;
                }
                int pagesOfWindow = window + 1 < end[file] ? ALL_PAGES : cache.pagesIn(file, window);
                freeBytes -= (long) Integer.bitCount(pagesOfWindow) * PageCache.PAGE_BYTES;
                if (freeBytes < 0) {
                    return chosen;
                }
                order[chosen] = window;
                pages[chosen] = pagesOfWindow;
                chosen++;
                unfinished[left++] = file;
            }
        }
        return chosen;
    }
}
