package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * The flows that a packet scheduler knows at present, by flow number. Flow numbers are issued one after another and grow
 * without bound over a run, the flows known at once do not: each gets a slot, and slots and their objects are used again. A
 * table of pages: a page is there as long as one of its flows is, so that memory follows the flows known, and no number
 * is searched for.
 */
final class FlowTable<F extends KeyedFlow> {
    private static final int PAGE_BITS = 9;
    private static final int PAGE_FLOWS = 1 << PAGE_BITS;
    private static final int FIRST_CAPACITY = 16;

    private final IntFunction<F> newFlow;
    private @Nullable Page[] pages = new Page[FIRST_CAPACITY];
    /** Pages without flows, to be used again. */
    private @Nullable Page freePages;

    private @Nullable KeyedFlow[] flows = new KeyedFlow[FIRST_CAPACITY];
    private int usedSlots;
    private int[] freeSlots = new int[FIRST_CAPACITY];
    private int free;

    /** @param newFlow makes the object of a slot, given the slot */
    FlowTable(IntFunction<F> newFlow) {
        this.newFlow = newFlow;
    }

    /** Number of flows known. */
    int size() {
        return usedSlots - free;
    }

    /** The flow in a slot that is in use. */
    @SuppressWarnings("unchecked") // all come from newFlow
    F at(int slot) {
        F flow = (F) flows[slot];
        if (flow == null) {
            throw new IllegalStateException("slot " + slot + " was never used");
        }
        return flow;
    }

    /** Fetches the flow in a slot into the processor's caches, if there is one. */
    void prefetch(int slot) {
        KeyedFlow flow = flows[slot];
        if (flow != null) {
            flow.prefetch();
        }
    }

    @Nullable
    @SuppressWarnings("unchecked") // all come from newFlow
    F find(int number) {
        int index = number >>> PAGE_BITS;
        Page page = index < pages.length ? pages[index] : null;
        return page == null ? null : (F) page.flows[number & (PAGE_FLOWS - 1)];
    }

    /** The flow of a number, made known if it was not. */
    F findOrAdd(int number) {
        F flow = find(number);
        return flow == null ? add(number) : flow;
    }

    /** Makes a number known that is not: best effort, with no packets. */
    F add(int number) {
        F flow = takeSlot();
        flow.number = number;
        flow.reset();
        Page page = pageFor(number >>> PAGE_BITS);
        page.flows[number & (PAGE_FLOWS - 1)] = flow;
        page.used++;
        return flow;
    }

    /** Forgets a flow. */
    void remove(F flow) {
        int index = flow.number >>> PAGE_BITS;
        Page page = pageFor(index);
        page.flows[flow.number & (PAGE_FLOWS - 1)] = null;
        if (--page.used == 0) {
            pages[index] = null;
            page.nextFree = freePages;
            freePages = page;
        }
        if (free == freeSlots.length) {
            freeSlots = Arrays.copyOf(freeSlots, 2 * free);
        }
        freeSlots[free++] = flow.slot;
    }

    /** All flows known, by page and number: an order that depends on nothing but their numbers. */
    @SuppressWarnings("unchecked") // all come from newFlow
    void forEach(Consumer<F> action) {
        for (Page page : pages) {
            if (page != null) {
                for (KeyedFlow flow : page.flows) {
                    if (flow != null) {
                        action.accept((F) flow);
                    }
                }
            }
        }
    }

    /** Forgets all flows. */
    void clear() {
        List<F> known = new ArrayList<>();
        forEach(known::add);
        known.forEach(this::remove);
    }

    private Page pageFor(int index) {
        if (index >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(index + 1, 2 * pages.length));
        }
        Page page = pages[index];
        if (page == null) {
            page = freePages == null ? new Page() : freePages;
            freePages = page.nextFree;
            page.nextFree = null;
            pages[index] = page;
        }
        return page;
    }

    private F takeSlot() {
        if (free > 0) {
            return at(freeSlots[--free]);
        }
        if (usedSlots == flows.length) {
            flows = Arrays.copyOf(flows, 2 * usedSlots);
        }
        F flow = newFlow.apply(usedSlots);
        flows[usedSlots++] = flow;
        return flow;
    }

    /** Flows of consecutive numbers. */
    private static final class Page {
        final @Nullable KeyedFlow[] flows = new KeyedFlow[PAGE_FLOWS];
        int used;

        @Nullable
        Page nextFree;
    }
}
