package pacewire.model.client;

import java.util.Arrays;

import pacewire.model.packet.FileContent;

/**
 * The ranges of one file that have come: their bytes and digest, and the gaps between them, so that what comes twice counts
 * once. Gaps are few: what is lost, or overtaken. Of very many the older half is given up as lost, and what still comes for
 * it counts as if it had come before.
 */
final class FileRanges {
    /** Gaps that are kept at most: more than datagrams of one transfer overtake each other on any network. */
    static final int MOST_GAPS = 4096;

    /** Everything from here on is yet to come. */
    private long end;

    private long bytes;
    private long digest;
    /** Start and end of each gap below {@link #end}, ascending. */
    private long[] gaps = new long[8];

    private int gapCount;

    long bytes() {
        return bytes;
    }

    long digest() {
        return digest;
    }

    /** A range has come. */
    void add(int file, int version, long from, long to) {
        if (from < end) {
            fillGaps(file, version, from, Math.min(to, end));
        }
        if (to > end) {
            if (from > end) {
                addGap(end, from);
            }
            count(file, version, Math.max(from, end), to);
            end = to;
        }
    }

    private void count(int file, int version, long from, long to) {
        bytes += to - from;
        digest += FileContent.digest(file, version, from, to);
    }

    private void fillGaps(int file, int version, long from, long to) {
        int gap = firstGapEndingAfter(from);
        while (gap < gapCount && start(gap) < to) {
            long first = Math.max(start(gap), from);
            long last = Math.min(end(gap), to);
            count(file, version, first, last);
            gap = narrow(gap, first, last);
        }
    }

    /** Takes a range out of a gap that holds it; returns the next gap to look at. */
    private int narrow(int gap, long first, long last) {
        boolean isLeftBefore = first > start(gap);
        boolean isLeftBehind = last < end(gap);
        if (isLeftBefore && isLeftBehind) {
            insertGap(gap + 1, last, end(gap));
            gaps[2 * gap + 1] = first;
            return gap + 2;
        }
        if (isLeftBefore) {
            gaps[2 * gap + 1] = first;
            return gap + 1;
        }
        if (isLeftBehind) {
            gaps[2 * gap] = last;
            return gap + 1;
        }
        System.arraycopy(gaps, 2 * gap + 2, gaps, 2 * gap, 2 * (gapCount - gap - 1));
        gapCount--;
        return gap;
    }

    private void addGap(long from, long to) {
        if (gapCount >= MOST_GAPS) {
            int given = gapCount / 2;
            System.arraycopy(gaps, 2 * given, gaps, 0, 2 * (gapCount - given));
            gapCount -= given;
        }
        insertGap(gapCount, from, to);
    }

    private void insertGap(int gap, long from, long to) {
        if (2 * gapCount == gaps.length) {
            gaps = Arrays.copyOf(gaps, 2 * gaps.length);
        }
        System.arraycopy(gaps, 2 * gap, gaps, 2 * gap + 2, 2 * (gapCount - gap));
        gaps[2 * gap] = from;
        gaps[2 * gap + 1] = to;
        gapCount++;
    }

    private int firstGapEndingAfter(long offset) {
        int low = 0;
        int high = gapCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (end(middle) > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long start(int gap) {
        return gaps[2 * gap];
    }

    private long end(int gap) {
        return gaps[2 * gap + 1];
    }
}
