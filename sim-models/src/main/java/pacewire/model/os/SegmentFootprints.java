package pacewire.model.os;

import java.util.Arrays;

/**
 * What the segments of super-packets give back to their socket when they are sent: the last one all of it, as Linux {@code
 * skb_segment} hands the memory of the super-packet to its last segment. Other packets do not stand here.
 */
final class SegmentFootprints {
    private static final int FREE = -1;

    private long[] sequences = filled(256);
    private int[] bytes = new int[256];

    private static long[] filled(int capacity) {
        long[] sequences = new long[capacity];
        Arrays.fill(sequences, FREE);
        return sequences;
    }

    /** A datagram gives back so much, not the usual. */
    void put(long sequence, int footprintBytes) {
        int slot = slot(sequence);
        while (sequences[slot] != FREE) {
            grow();
            slot = slot(sequence);
        }
        sequences[slot] = sequence;
        bytes[slot] = footprintBytes;
    }

    private int slot(long sequence) {
        return (int) sequence & (sequences.length - 1);
    }

    private void grow() {
        long[] oldSequences = sequences;
        int[] oldBytes = bytes;
        sequences = filled(2 * oldSequences.length);
        bytes = new int[sequences.length];
        for (int i = 0; i < oldSequences.length; i++) {
            if (oldSequences[i] != FREE) {
                int slot = slot(oldSequences[i]);
                sequences[slot] = oldSequences[i];
                bytes[slot] = oldBytes[i];
            }
        }
    }

    /** What a datagram gives back, which stands here no longer; {@code usualBytes} when it did not. */
    long take(long sequence, long usualBytes) {
        int slot = slot(sequence);
        if (sequences[slot] != sequence) {
            return usualBytes;
        }
        sequences[slot] = FREE;
        return bytes[slot];
    }
}
