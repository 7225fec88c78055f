package pacewire.model.os.storage;

import java.util.function.IntPredicate;

/**
 * Second chance, or clock (Corbató, "A paging experiment with the Multics system", 1969): the hand goes from old to new; who was
 * used since it came or since the hand last passed is spared once and becomes the newest; the first other one leaves. Linux
 * ages folios on an inactive and an active list, and moves those that were used twice from the one to the other ({@code
 * mm/vmscan.c}, {@code mm/swap.c}); one list with a mark of use comes close to it where, as here, most is read once in order.
 */
final class SecondChance implements Eviction {
    private final WindowRing ring;
    private final boolean[] isUsed;

    SecondChance(int windows) {
        ring = new WindowRing(windows);
        isUsed = new boolean[windows];
    }

    @Override
    public void inserted(int window) {
        isUsed[window] = false;
        ring.addNewest(window);
    }

    @Override
    public void used(int window) {
        isUsed[window] = true;
    }

    @Override
    public void removed(int window) {
        ring.remove(window);
    }

    @Override
    public int victim(IntPredicate mayLeave) {
        int window = ring.oldest();
        while (window != ring.sentinel()) {
            int next = ring.newerThan(window);
            boolean isSpared = isUsed[window];
            if (isSpared) {
                // Whoever is spared stands behind all others: the hand gets there when nobody else may leave.
                isUsed[window] = false;
                ring.remove(window);
                ring.addNewest(window);
                next = next == ring.sentinel() ? window : next;
            } else if (mayLeave.test(window)) {
                return window;
            }
            window = next;
        }
        return window;
    }
}
