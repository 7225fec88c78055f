package pacewire.model.os;

import java.util.Arrays;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * What a thread spent its recent time in: consecutive segments, each with its end and its part. When the thread hands a
 * datagram to the kernel, the segments since the datagram's ideal instant are its delay so far.
 *
 * <p>Running totals by part make that a difference of two sums: a sender that is seconds behind its schedule charges each
 * datagram with thousands of segments at once.
 */
@SuppressWarnings("EnumOrdinal") // the parts index an array of sums
final class DelayTimeline {
    private static final int FIRST_CAPACITY = 16;

    private long[] endsPs = new long[FIRST_CAPACITY];
    private DelayPart[] parts = new DelayPart[FIRST_CAPACITY];
    private int head;
    private int size;
    /** Time in each part from the first segment kept to the last. */
    private final long[] totalPs = new long[DelayPart.COUNT];
    /** Where the first segment kept begins. */
    private long beginPs;

    private long endPs;

    /** Everything since the last segment's end was spent in this part. */
    void append(DelayPart part, long untilPs) {
        if (untilPs <= endPs) {
            return;
        }
        int mask = endsPs.length - 1;
        totalPs[part.ordinal()] += untilPs - endPs;
        endPs = untilPs;
        int last = (head + size - 1) & mask;
        if (size > 0 && parts[last] == part) {
            endsPs[last] = untilPs;
            return;
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
     * lies before this one's is forgotten. What happened before the first segment counts for that one.
     */
    void chargeTo(Packet packet) {
        forgetUntil(packet.accountBasePs());
        if (size == 0) {
            return;
        }
        long spentToPs = packet.accountBasePs();
        int firstPart = parts[head & (parts.length - 1)].ordinal();
        for (int part = 0; part < DelayPart.COUNT; part++) {
            spentToPs += totalPs[part] + (part == firstPart ? beginPs - packet.accountBasePs() : 0);
            packet.spend(DelayPart.of(part), spentToPs);
        }
    }

    private void forgetUntil(long instantPs) {
        int mask = endsPs.length - 1;
        while (size > 0 && endsPs[head] <= instantPs) {
            totalPs[parts[head].ordinal()] -= endsPs[head] - beginPs;
            beginPs = endsPs[head];
            head = (head + 1) & mask;
            size--;
        }
    }

    /** Forgets everything: what comes next belongs to no schedule of before. */
    void clear() {
        Arrays.fill(totalPs, 0);
        beginPs = endPs;
        size = 0;
    }

    /** Forgets everything before an instant, which is not before the last segment's end: what comes next begins there. */
    void restartAt(long instantPs) {
        if (size > 0) {
            clear();
        }
        endPs = instantPs;
        beginPs = instantPs;
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
