package pacewire.model.os;

import java.util.Arrays;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * What a thread spent its recent time in: consecutive segments, each with its end and its part. When the thread hands a
 * datagram to the kernel, the segments since the datagram's ideal instant are its delay so far.
 */
final class DelayTimeline {
    private static final int FIRST_CAPACITY = 16;

    private long[] endsPs = new long[FIRST_CAPACITY];
    private DelayPart[] parts = new DelayPart[FIRST_CAPACITY];
    private int head;
    private int size;

    /** Everything since the last segment's end was spent in this part. */
    void append(DelayPart part, long untilPs) {
        int mask = endsPs.length - 1;
        if (size > 0) {
            int last = (head + size - 1) & mask;
            if (endsPs[last] >= untilPs) {
                return;
            }
            if (parts[last] == part) {
                endsPs[last] = untilPs;
                return;
            }
        }
        if (size == endsPs.length) {
            grow();
            mask = endsPs.length - 1;
        }
        int index = (head + size++) & mask;
        endsPs[index] = untilPs;
        parts[index] = part;
    }

    /**
     * Charges a packet with what happened since its account's base. Later packets of this thread have later bases, so what
     * lies before this one's is forgotten.
     */
    void chargeTo(Packet packet) {
        int mask = endsPs.length - 1;
        while (size > 0 && endsPs[head] <= packet.accountBasePs()) {
            head = (head + 1) & mask;
            size--;
        }
        for (int i = 0; i < size; i++) {
            int index = (head + i) & mask;
            packet.spend(parts[index], endsPs[index]);
        }
    }

    /** Forgets everything: what comes next is not paced. */
    void clear() {
        size = 0;
    }

    private void grow() {
        int capacity = endsPs.length;
        long[] newEnds = new long[2 * capacity];
        DelayPart[] newParts = Arrays.copyOf(parts, 2 * capacity);
        for (int i = 0; i < size; i++) {
            int index = (head + i) & (capacity - 1);
            newEnds[i] = endsPs[index];
            newParts[i] = parts[index];
        }
        endsPs = newEnds;
        parts = newParts;
        head = 0;
    }
}
