package pacewire.model.sched;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The flows that a packet scheduler knows at present, by flow number. Flow numbers are issued one after another and grow
 * without bound over a run, the flows known at once do not: each gets a slot, and slots and their objects are used again. A
 * table of pages: a page is there as long as one of its flows is, so that memory follows the flows known, and no number
 * is searched for.
 */
final class FlowTable {
    private static final int PAGE_BITS = 9;
    private static final int PAGE_FLOWS = 1 << PAGE_BITS;
    private static final int FIRST_CAPACITY = 16;

    private @Nullable Page[] pages = new Page[FIRST_CAPACITY];
    /** Pages without flows, to be used again. */
    private @Nullable Page freePages;

    private @Nullable ScheduledFlow[] flows = new ScheduledFlow[FIRST_CAPACITY];
    private int usedSlots;
    private int[] freeSlots = new int[FIRST_CAPACITY];
    private int free;

    /** Number of flows known. */
    int size() {
        return usedSlots - free;
    }

    /** The flow in a slot that is in use. */
    ScheduledFlow at(int slot) {
        ScheduledFlow flow = flows[slot];
        if (flow == null) {
            throw new IllegalStateException("slot " + slot + " was never used");
        }
        return flow;
    }

    @Nullable
    ScheduledFlow find(int number) {
        int index = number >>> PAGE_BITS;
        Page page = index < pages.length ? pages[index] : null;
        return page == null ? null : page.flows[number & (PAGE_FLOWS - 1)];
    }

    /** Makes a number known that is not: best effort, with no packets. */
    ScheduledFlow add(int number) {
        ScheduledFlow flow = takeSlot();
        flow.reset(number);
        Page page = pageFor(number >>> PAGE_BITS);
        page.flows[number & (PAGE_FLOWS - 1)] = flow;
        page.used++;
        return flow;
    }

    /** Forgets a flow. */
    void remove(ScheduledFlow flow) {
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

    private ScheduledFlow takeSlot() {
        if (free > 0) {
            return at(freeSlots[--free]);
        }
        if (usedSlots == flows.length) {
            flows = Arrays.copyOf(flows, 2 * usedSlots);
        }
        ScheduledFlow flow = new ScheduledFlow(usedSlots);
        flows[usedSlots++] = flow;
        return flow;
    }

    /** Flows of consecutive numbers. */
    private static final class Page {
        final @Nullable ScheduledFlow[] flows = new ScheduledFlow[PAGE_FLOWS];
        int used;

        @Nullable
        Page nextFree;
    }
}
