package pacewire.model.os.storage;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The least recently used leaves first, in exact order. Windows that were used are brought to their places in the ring when
 * the order matters, which is once for many uses.
 */
final class LeastRecentlyUsed implements Eviction {
    /** 32 bits of a long beside the 31 of a window's number. */
    private static final long MOST_USES_OUT_OF_ORDER = 0xFFFF_FFFFL;

    /** By the last use until {@link #orderedUpTo}. */
    private final WindowRing ring;
    /** Number of each window's last use. */
    private final long[] lastUse;
    /** The cached windows that were used since the ring was last in order; as many as {@link #outOfOrder}. */
    private long[] used = new long[64];

    private int outOfOrder;
    private long uses;
    private long orderedUpTo;

    LeastRecentlyUsed(int windows) {
        ring = new WindowRing(windows);
        lastUse = new long[windows];
    }

    @Override
    public void inserted(int window) {
        order();
        ring.addNewest(window);
    }

    @Override
    public void used(int window) {
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

    @Override
    public void removed(int window) {
        order();
        ring.remove(window);
    }

    @Override
    public int victim(IntPredicate mayLeave) {
        order();
        int window = ring.oldest();
        while (window != ring.sentinel() && !mayLeave.test(window)) {
            window = ring.newerThan(window);
        }
        return window;
    }

    /** Brings the windows that were used to their places in the ring. */
    private void order() {
        if (outOfOrder == 0) {
            orderedUpTo = uses;
            return;
        }
        // The number of the use above the number of the window: both fit a long.
        for (int i = 0; i < outOfOrder; i++) {
            used[i] |= (lastUse[(int) used[i]] - orderedUpTo) << (Integer.SIZE - 1);
        }
        Arrays.sort(used, 0, outOfOrder);
        for (int i = 0; i < outOfOrder; i++) {
            int window = (int) used[i] & Integer.MAX_VALUE;
            ring.remove(window);
            ring.addNewest(window);
        }
        outOfOrder = 0;
        orderedUpTo = uses;
    }
}
