package pacewire.model.os;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * What a thread spent its time in, for a thread that serves many clients: their datagrams come in any order of their ideal
 * instants, so nothing can be forgotten behind one of them, as {@link DelayTimeline} does. The time between any two instants is
 * the difference of two sums, so that a sender that is seconds late takes no longer for a datagram than a punctual one.
 */
@SuppressWarnings("EnumOrdinal") // the parts index arrays of sums
final class DelayHistory {
    /** Segments between two places with a sum of all before; a power of two. */
    private static final int STRIDE = 64;

    /** Segments kept at least: the past tenth of a second or so of a busy thread. */
    private static final int LEAST = 1 << 16;

    /**
     * Segments kept at most, some seconds: of a datagram that is later still, what lies before counts for the part of the first
     * one kept.
     */
    private static final int MOST = 1 << 20;

    private long[] endsPs = new long[LEAST];
    private byte[] parts = new byte[LEAST];
    /** At each stride: time in each part before its first segment. */
    private long[] sumsPs = new long[LEAST / STRIDE * DelayPart.COUNT];
    /** How far back a datagram's account began at most: twice that is kept. */
    private long longestPs;

    private final long[] fromPs = new long[DelayPart.COUNT];
    private final long[] toPs = new long[DelayPart.COUNT];
    /** Time in each part in all. */
    private final long[] totalPs = new long[DelayPart.COUNT];
    /** Number of the first segment kept, a multiple of the stride, and of the one behind the last. */
    private long first;

    private long end;
    private long beginPs;
    private long endPs;

    DelayHistory(long nowPs) {
        beginPs = nowPs;
        endPs = nowPs;
    }

    /** Everything since the last segment's end was spent in this part. */
    void append(DelayPart part, long untilPs) {
        if (untilPs <= endPs) {
            return;
        }
        int mask = endsPs.length - 1;
        int last = (int) (end - 1) & mask;
        if (end > first && parts[last] == part.ordinal()) {
            endsPs[last] = untilPs;
        } else {
            appendSegment(part, untilPs);
        }
        totalPs[part.ordinal()] += untilPs - endPs;
        endPs = untilPs;
    }

    private void appendSegment(DelayPart part, long untilPs) {
        if (end - first == endsPs.length) {
            makeRoom();
        }
        int slot = (int) end & (endsPs.length - 1);
        if (slot % STRIDE == 0) {
            System.arraycopy(totalPs, 0, sumsPs, slot / STRIDE * DelayPart.COUNT, DelayPart.COUNT);
        }
        endsPs[slot] = untilPs;
        parts[slot] = (byte) part.ordinal();
        end++;
    }

    private void makeRoom() {
        int capacity = endsPs.length;
        if (capacity < MOST && endPs - beginPs < 2 * longestPs) {
            grow(capacity);
        } else {
            beginPs = endsPs[(int) (first + STRIDE - 1) & (capacity - 1)];
            first += STRIDE;
        }
    }

    /** Segment n stands at n modulo the capacity, before and after. */
    private void grow(int capacity) {
        long[] newEnds = new long[2 * capacity];
        byte[] newParts = new byte[2 * capacity];
        long[] newSums = new long[2 * sumsPs.length];
        for (long n = first; n < end; n += STRIDE) {
            int from = (int) n & (capacity - 1);
            int to = (int) n & (2 * capacity - 1);
            System.arraycopy(endsPs, from, newEnds, to, STRIDE);
            System.arraycopy(parts, from, newParts, to, STRIDE);
            int sum = DelayPart.COUNT;
            System.arraycopy(sumsPs, from / STRIDE * sum, newSums, to / STRIDE * sum, sum);
        }
        endsPs = newEnds;
        parts = newParts;
        sumsPs = newSums;
    }

    /**
     * Charges a packet with what happened from where its account stands to an instant.
     *
     * @param untilPs not after the last segment's end
     */
    void chargeTo(Packet packet, long untilPs) {
        if (untilPs <= packet.accountedToPs() || end == first) {
            return;
        }
        longestPs = Math.max(longestPs, endPs - packet.accountBasePs());
        if (packet.accountedToPs() < beginPs) {
            packet.spend(partOf(first), Math.min(beginPs, untilPs));
        }
        sumUntil(packet.accountedToPs(), fromPs);
        sumUntil(untilPs, toPs);
        long spentToPs = packet.accountedToPs();
        for (int part = 0; part < DelayPart.COUNT; part++) {
            spentToPs += toPs[part] - fromPs[part];
            packet.spend(DelayPart.of(part), spentToPs);
        }
    }

    /** Charges a packet with what happened from where its account stands to the last segment's end. */
    void chargeTo(Packet packet) {
        chargeTo(packet, endPs);
    }

    private DelayPart partOf(long segment) {
        return DelayPart.of(parts[(int) segment & (parts.length - 1)]);
    }

    private void sumUntil(long instantPs, long[] sum) {
        if (instantPs >= endPs) {
            System.arraycopy(totalPs, 0, sum, 0, DelayPart.COUNT);
            return;
        }
        int mask = endsPs.length - 1;
        long segment = segmentAt(instantPs);
        long begin = segment - segment % STRIDE;
        System.arraycopy(sumsPs, ((int) begin & mask) / STRIDE * DelayPart.COUNT, sum, 0, DelayPart.COUNT);
        long sincePs = begin == first ? beginPs : endsPs[(int) (begin - 1) & mask];
        for (long i = begin; i < segment; i++) {
            int slot = (int) i & mask;
            sum[parts[slot]] += endsPs[slot] - sincePs;
            sincePs = endsPs[slot];
        }
        sum[parts[(int) segment & mask]] += instantPs - sincePs;
    }

    /** The segment that an instant within the history falls into: the first that ends behind it. */
    private long segmentAt(long instantPs) {
        int mask = endsPs.length - 1;
        long low = first;
        long high = end - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (endsPs[(int) middle & mask] > instantPs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
