package pacewire.model.os.storage;

/** Fills a page cache before a run: every file from its beginning, all evenly, until the next window does not fit. */
final class WarmUp {
    /** The bits of a window that ends before its file. */
    private static final int ALL_PAGES = -1;

    /** Windows inserted at once: few, so that the virtual machine soon has compiled what inserts them. */
    private static final int BLOCK = 64;

    private final PageCache cache;
    /** The files with windows left, in the order of their numbers; as many as {@link #unfinished}. */
    private final int[] files;

    private int unfinished;
    /** The next window of each file, and the one behind its last. */
    private final int[] next;

    private final int[] end;
    private long freeBytes;
    /** The windows to warm up in the order of their choice, and the pages of each; as many as {@link #chosen}. */
    private final int[] order;

    private final int[] pages;
    private int chosen;

    WarmUp(PageCache cache) {
        this.cache = cache;
        int count = cache.fileCount();
        files = new int[count];
        next = new int[count];
        end = new int[count];
        for (int file = 0; file < count; file++) {
            files[file] = file;
            next[file] = cache.firstWindow(file);
            end[file] = cache.firstWindow(file + 1);
        }
        unfinished = count;
        freeBytes = cache.capacityBytes() - cache.usedBytes();
        order = new int[cache.windowCount()];
        pages = new int[cache.windowCount()];
    }

    void fill() {
        while (unfinished > 0) {
            chooseRound();
        }
        // The beginnings are what most requests start with: they are the most recently used.
        for (int until = chosen; until > 0; until -= BLOCK) {
            insertBackwards(Math.max(0, until - BLOCK), until);
        }
    }

    private void insertBackwards(int from, int until) {
        for (int i = until - 1; i >= from; i--) {
            cache.insertFitting(order[i], pages[i]);
        }
    }

    /** The next window of every file; none is left when one does not fit. */
    private void chooseRound() {
        int left = 0;
        for (int i = 0; i < unfinished; i++) {
            int file = files[i];
            int window = next[file]++;
            if (window < end[file]) {
                if (!choose(window, window + 1 < end[file] ? ALL_PAGES : cache.pagesIn(file, window))) {
                    left = 0;
                    break;
                }
                files[left++] = file;
            }
        }
        unfinished = left;
    }

    private boolean choose(int window, int pagesOfWindow) {
        freeBytes -= (long) Integer.bitCount(pagesOfWindow) * PageCache.PAGE_BYTES;
        if (freeBytes < 0) {
            return false;
        }
        order[chosen] = window;
        pages[chosen] = pagesOfWindow;
        chosen++;
        return true;
    }
}
