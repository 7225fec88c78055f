package pacewire.model.sched;

import java.util.Arrays;

import pacewire.core.random.RandomStream;

/**
 * A count-min sketch of the greatest bid of each flow (Cormode and Muthukrishnan, "An Improved Data Stream Summary: The
 * Count-Min Sketch and its Applications", 2005), as {@link AfqScheduler} keeps it: a flow's bid is the least of its counters,
 * and a new bid raises those below it. Never less than the truth.
 */
final class BidSketch {
    private final long[][] rows;
    /** Odd factors of multiplicative hashing (Dietzfelbinger and others 1997), one for each row. */
    private final long[] factors;

    private final int shift;

    /**
     * A sketch without bids.
     *
     * @param columns at least 1; the next power of two is taken
     * @param random draws the hash functions
     */
    BidSketch(int rowCount, int columns, RandomStream random) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(columns - 1);
        rows = new long[rowCount][1 << bits];
        shift = Long.SIZE - bits;
        factors = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            factors[row] = random.nextLong() | 1;
        }
    }

    long bid(int flow) {
        long least = Long.MAX_VALUE;
        for (int row = 0; row < rows.length; row++) {
            least = Math.min(least, rows[row][column(row, flow)]);
        }
        return least;
    }

    void raise(int flow, long bid) {
        for (int row = 0; row < rows.length; row++) {
            int column = column(row, flow);
            rows[row][column] = Math.max(rows[row][column], bid);
        }
    }

    void clear() {
        for (long[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    private int column(int row, int flow) {
        // A shift by all 64 bits would be one by none: a single column needs no hash.
        return shift == Long.SIZE ? 0 : (int) (((flow + 1L) * factors[row]) >>> shift);
    }
}
