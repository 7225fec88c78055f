package pacewire.model.os;

import java.util.Arrays;

import pacewire.model.os.storage.PageCache;

/**
 * Ranges of files that a TCP connection refers to, in the order in which they were written: their pages stay in memory until the
 * other end has acknowledged all of a range, for until then it may have to be sent again.
 */
final class PinnedPages {
    private final PageCache cache;
    /** Of each range: its place, and the sequence number behind it. */
    private int[] files = new int[4];

    private long[] offsets = new long[4];
    private int[] lengths = new int[4];
    private long[] ends = new long[4];
    private int head;
    private int count;

    PinnedPages(PageCache cache) {
        this.cache = cache;
    }

    /** Pins a range whose last byte is before a sequence number. */
    void pin(int file, long offset, int length, long end) {
        if (count == files.length) {
            grow();
        }
        int place = (head + count++) & (files.length - 1);
        files[place] = file;
        offsets[place] = offset;
        lengths[place] = length;
        ends[place] = end;
        cache.pin(file, offset, length);
    }

    private void grow() {
        int length = files.length;
        // The ranges are brought to the beginning, in their order; a power of two leaves the mask as it works.
        int[] newFiles = Arrays.copyOf(files, 2 * length);
        long[] newOffsets = Arrays.copyOf(offsets, 2 * length);
        int[] newLengths = Arrays.copyOf(lengths, 2 * length);
        long[] newEnds = Arrays.copyOf(ends, 2 * length);
        for (int i = 0; i < length; i++) {
            int from = (head + i) & (length - 1);
            newFiles[i] = files[from];
            newOffsets[i] = offsets[from];
            newLengths[i] = lengths[from];
            newEnds[i] = ends[from];
        }
        files = newFiles;
        offsets = newOffsets;
        lengths = newLengths;
        ends = newEnds;
        head = 0;
    }

    /** All before a sequence number was acknowledged. */
    void acknowledged(long sequence) {
        while (count > 0 && ends[head] <= sequence) {
            unpinFirst();
        }
    }

    /** The connection is over. */
    void unpinAll() {
        while (count > 0) {
            unpinFirst();
        }
    }

    private void unpinFirst() {
        cache.unpin(files[head], offsets[head], lengths[head]);
        head = (head + 1) & (files.length - 1);
        count--;
    }
}
