package pacewire.model.transport;

import pacewire.core.units.SimTime;

/**
 * Whether a sender waits until the windows take a larger super-packet: {@code tcp_tso_should_defer} in Linux {@code
 * net/ipv4/tcp_output.c}. It waits only for an acknowledgement that will come soon, so it has to know when the first segment
 * that is not acknowledged was sent.
 */
final class Deferral {
    /** Linux {@code net.ipv4.tcp_tso_win_divisor}: so large a part of the window is never held back. */
    private static final int WINDOW_DIVISOR = 3;

    /** "Avoid bursty behavior by allowing defer only if the last write was recent (1 ms)." */
    private static final long RECENT_PS = SimTime.MILLISECOND;

    private static final long[] NONE = {};

    /**
     * Of what is not acknowledged, in order of sending: one past the last number, and when it was sent. A ring, without room as
     * long as segments leave one by one.
     */
    private long[] ends = NONE;

    private long[] sentPs = NONE;
    private int head;
    private int count;

    /** All up to a number was sent, the part before it that was told already at its own instant. */
    void sent(long end, long nowPs) {
        if (count == ends.length) {
            grow();
        }
        int place = (head + count++) & (ends.length - 1);
        ends[place] = end;
        sentPs[place] = nowPs;
    }

    /** All up to a number was acknowledged. */
    void acknowledged(long unacknowledged) {
        while (count > 0 && ends[head] <= unacknowledged) {
            head = (head + 1) & (ends.length - 1);
            count--;
        }
    }

    /** What is not acknowledged will be sent again, all of it. */
    void forget() {
        count = 0;
    }

    /** The first of what is not acknowledged was sent again. */
    void repeated(long nowPs) {
        if (count > 0) {
            sentPs[head] = nowPs;
        }
    }

    /**
     * Whether to wait.
     *
     * @param usable bytes that the windows allow now
     * @param most bytes of the largest super-packet
     * @param window bytes of the smaller one of the windows
     * @param lastSentPs when something was sent last
     * @param roundTripPs smoothed round-trip time
     */
    boolean isAdvised(long usable, long most, long window, long lastSentPs, long roundTripPs, long nowPs) {
        boolean isWorthIt = usable < most && usable < window / WINDOW_DIVISOR && nowPs - lastSentPs <= RECENT_PS;
        // "If next ACK is likely to come too late (half srtt), do not defer."
        return isWorthIt && count > 0 && nowPs - sentPs[head] >= roundTripPs / 2;
    }

    private void grow() {
        int capacity = ends.length;
        long[] newEnds = new long[Math.max(16, 2 * capacity)];
        long[] newSent = new long[newEnds.length];
        for (int i = 0; i < capacity; i++) {
            int from = (head + i) & (capacity - 1);
            newEnds[i] = ends[from];
            newSent[i] = sentPs[from];
        }
        ends = newEnds;
        sentPs = newSent;
        head = 0;
    }
}
