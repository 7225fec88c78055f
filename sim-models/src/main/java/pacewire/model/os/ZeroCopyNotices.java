package pacewire.model.os;

import java.util.Arrays;

/**
 * Sends without a copy of one socket: which message ends with which datagram, and which messages' pages are free again, as
 * ranges of their numbers to be read from the error queue (Linux {@code Documentation/networking/msg_zerocopy.rst}). Neighbouring
 * ranges become one, as {@code skb_zerocopy_notify_extend} makes them in {@code net/core/skbuff.c}.
 */
final class ZeroCopyNotices {
    /**
     * Sends without a notice read at most: {@code net.core.optmem_max} of 131,072 bytes (since Linux 6.8; 20,480 before) by
     * 576 bytes for an empty {@code sk_buff} ({@code SKB_TRUESIZE(0)}); {@code sock_omalloc} fails beyond.
     */
    private static final int MOST_OUTSTANDING = 131_072 / 576;

    /** Each in flight: its last datagram and its number. More than there can be outstanding. */
    private final long[] lastSequences = new long[MOST_OUTSTANDING];

    private final int[] numbers = new int[MOST_OUTSTANDING];
    private int inFlight;
    /** Ranges to be read, in order: first and last number by turns. */
    private int[] ranges = new int[8];

    private int rangeCount;
    private int nextNumber;
    private int outstanding;

    /** Whether a further send gets a notice; ENOBUFS else. */
    boolean hasRoom() {
        return outstanding < MOST_OUTSTANDING;
    }

    /** A message was sent whose last datagram this is. */
    void sent(long lastSequence) {
        lastSequences[inFlight] = lastSequence;
        numbers[inFlight] = nextNumber++;
        inFlight++;
        outstanding++;
    }

    /**
     * The kernel is done with a datagram.
     *
     * @return whether a message's pages are free by it
     */
    boolean done(long sequence) {
        for (int i = 0; i < inFlight; i++) {
            if (lastSequences[i] == sequence) {
                add(numbers[i]);
                inFlight--;
                System.arraycopy(lastSequences, i + 1, lastSequences, i, inFlight - i);
                System.arraycopy(numbers, i + 1, numbers, i, inFlight - i);
                return true;
            }
        }
        return false;
    }

    private void add(int number) {
        if (rangeCount > 0 && ranges[2 * rangeCount - 1] == number - 1) {
            ranges[2 * rangeCount - 1] = number;
            return;
        }
        if (2 * rangeCount == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length);
        }
        ranges[2 * rangeCount] = number;
        ranges[2 * rangeCount + 1] = number;
        rangeCount++;
    }

    boolean hasNotice() {
        return rangeCount > 0;
    }

    /** Hands out the first range. */
    void poll(EventBuffer buffer) {
        int first = ranges[0];
        int last = ranges[1];
        rangeCount--;
        System.arraycopy(ranges, 2, ranges, 0, 2 * rangeCount);
        outstanding -= last - first + 1;
        buffer.fillZeroCopy(first, last);
    }
}
