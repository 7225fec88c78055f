package pacewire.model.os.storage;

/** Fills a page cache before a run: every file from its beginning, all evenly, until the next window does not fit. */
final class WarmUp {
    private final PageCache cache;

    WarmUp(PageCache cache) {
        this.cache = cache;
    }

    void fill() {
        int[] order = new int[cache.windowCount()];
        int chosen = chooseEvenly(order);
        // The beginnings are what most requests start with: they are the most recently used.
        for (int i = chosen - 1; i >= 0; i--) {
            cache.insert(order[i], cache.pagesIn(fileOf(order[i]), order[i]));
        }
    }

    /** Writes the windows to warm up in the order of their choice; returns how many. */
    private int chooseEvenly(int[] order) {
        int[] files = new int[cache.fileCount()];
        for (int file = 0; file < files.length; file++) {
            files[file] = file;
        }
        long freeBytes = cache.capacityBytes() - cache.usedBytes();
        int chosen = 0;
        int unfinished = files.length;
        for (int round = 0; unfinished > 0; round++) {
            int left = 0;
            for (int i = 0; i < unfinished; i++) {
                int file = files[i];
                int window = cache.firstWindow(file) + round;
                if (window == cache.firstWindow(file + 1)) {
                    continue;
                }
                freeBytes -= (long) Integer.bitCount(cache.pagesIn(file, window)) * PageCache.PAGE_BYTES;
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

    /** Binary search. */
    private int fileOf(int window) {
        int low = 0;
        int high = cache.fileCount() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (cache.firstWindow(middle) <= window) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
