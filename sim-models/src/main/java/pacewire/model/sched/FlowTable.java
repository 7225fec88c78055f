package pacewire.model.sched;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The flows that a packet scheduler knows at present, by flow number. Flow numbers grow without bound over a run, the
 * flows known at once do not: each gets a slot, and slots and their objects are used again. An open-addressed hash table
 * with linear probing; deletion shifts back what stood behind (Knuth, The Art of Computer Programming, vol. 3, section 6.4,
 * algorithm R), so that no tombstones pile up.
 */
final class FlowTable {
    private static final int FIRST_CAPACITY = 16;
    /** 2^32 divided by the golden ratio: spreads consecutive numbers evenly (Knuth, section 6.4). */
    private static final int FIBONACCI = 0x9E3779B9;

    /** Slot plus one, so that a fresh array is an empty table. */
    private int[] table = new int[FIRST_CAPACITY];

    private ScheduledFlow[] flows = new ScheduledFlow[0];
    private int[] freeSlots = new int[FIRST_CAPACITY];
    private int free;
    private int size;

    /** Number of flows known. */
    int size() {
        return size;
    }

    /** The flow in a slot that is in use. */
    ScheduledFlow at(int slot) {
        return flows[slot];
    }

    @Nullable
    ScheduledFlow find(int number) {
        int mask = table.length - 1;
        for (int place = homeOf(number); table[place] != 0; place = (place + 1) & mask) {
            ScheduledFlow flow = flows[table[place] - 1];
            if (flow.number == number) {
                return flow;
            }
        }
        return null;
    }

    /** Makes a number known that is not: best effort, with no packets. */
    ScheduledFlow add(int number) {
        if (2 * (size + 1) > table.length) {
            growTable();
        }
        if (free == 0) {
            growSlots();
        }
        ScheduledFlow flow = flows[freeSlots[--free]];
        flow.reset(number);
        insert(flow);
        size++;
        return flow;
    }

    /** Forgets a flow. */
    void remove(ScheduledFlow flow) {
        int mask = table.length - 1;
        int hole = homeOf(flow.number);
        while (table[hole] != flow.slot + 1) {
            hole = (hole + 1) & mask;
        }
        for (int place = (hole + 1) & mask; table[place] != 0; place = (place + 1) & mask) {
            int home = homeOf(flows[table[place] - 1].number);
            // What stands here may fill the hole unless its home lies cyclically behind the hole.
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                table[hole] = table[place];
                hole = place;
            }
        }
        table[hole] = 0;
        freeSlots[free++] = flow.slot;
        size--;
    }

    private int homeOf(int number) {
        return (number * FIBONACCI) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }

    private void insert(ScheduledFlow flow) {
        int mask = table.length - 1;
        int place = homeOf(flow.number);
        while (table[place] != 0) {
            place = (place + 1) & mask;
        }
        table[place] = flow.slot + 1;
    }

    private void growTable() {
        int[] old = table;
        table = new int[2 * old.length];
        for (int entry : old) {
            if (entry != 0) {
                insert(flows[entry - 1]);
            }
        }
    }

    private void growSlots() {
        int used = flows.length;
        int capacity = Math.max(FIRST_CAPACITY, 2 * used);
        flows = Arrays.copyOf(flows, capacity);
        freeSlots = new int[capacity];
        // Lowest slots on top: they are used first.
        for (int slot = capacity - 1; slot >= used; slot--) {
            flows[slot] = new ScheduledFlow(slot);
            freeSlots[free++] = slot;
        }
    }
}
