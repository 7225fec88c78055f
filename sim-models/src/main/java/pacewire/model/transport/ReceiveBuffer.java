package pacewire.model.transport;

/**
 * How much may be received and not read. It begins with what the settings say, and grows with what a round trip brings: Linux
 * {@code tcp_rcv_space_adjust} and {@code tcp_rcv_rtt_measure} in {@code net/ipv4/tcp_input.c} (dynamic right-sizing: M. Fisk
 * and W. Feng, "Dynamic right-sizing in TCP", Los Alamos Computer Science Institute Symposium 2001).
 *
 * <p>The round trip is the least time in which a window was filled, as Linux takes it where no timestamps travel. Sizes are
 * windows here: what Linux adds for the memory that surrounds the bytes ({@code tcp_space_from_win}) is left out on both sides.
 */
final class ReceiveBuffer {
    /** Linux {@code TCP_INIT_CWND}: the first round trip is taken to have brought so many segments. */
    private static final int FIRST_SEGMENTS = 10;

    /** "Add some cushion because of small variations." */
    private static final int CUSHION_SEGMENTS = 16;

    private final TcpSettings settings;
    private long bytes;

    /** Filling of a window, by which the round trip is measured: up to which number, and since when. */
    private long filledAt;

    private long fillingSincePs;
    /** The least time so far; 0: none yet. */
    private long roundTripPs;

    /** The present round trip: since when, from which number on, and what the one before has brought. */
    private long sincePs;

    private long sinceSequence;
    private long broughtBefore;

    /**
     * A buffer that begins to be watched.
     *
     * @param next the number that is expected next
     * @param offeredEnd one past what was offered
     */
    ReceiveBuffer(TcpSettings settings, long next, long offeredEnd, long nowPs) {
        this.settings = settings;
        bytes = settings.receiveBufferBytes();
        filledAt = offeredEnd;
        fillingSincePs = nowPs;
        sincePs = nowPs;
        sinceSequence = next;
        broughtBefore = Math.min(bytes, (long) FIRST_SEGMENTS * settings.mss());
    }

    /** Most bytes received and not read. */
    long bytes() {
        return bytes;
    }

    /**
     * Bytes have come in order, and were read.
     *
     * @param next the number that is expected next
     * @param offeredEnd one past what was offered
     */
    void read(long next, long offeredEnd, long nowPs) {
        measureRoundTrip(next, offeredEnd, nowPs);
        if (roundTripPs == 0 || nowPs - sincePs < roundTripPs) {
            return;
        }
        long brought = next - sinceSequence;
        if (brought > broughtBefore) {
            grow(brought);
            broughtBefore = brought;
        }
        sinceSequence = next;
        sincePs = nowPs;
    }

    private void measureRoundTrip(long next, long offeredEnd, long nowPs) {
        if (next < filledAt) {
            return;
        }
        long filledPs = nowPs - fillingSincePs;
        roundTripPs = roundTripPs == 0 ? filledPs : Math.min(roundTripPs, filledPs);
        filledAt = offeredEnd;
        fillingSincePs = nowPs;
    }

    /** Twice what a round trip brought, against losses, and twice the growth on top, as a sender in slow start doubles it. */
    private void grow(long brought) {
        long window = 2 * brought + (long) CUSHION_SEGMENTS * settings.mss();
        // No more comes than is offered, which is 2^30 at most: the product stays below 2^62.
        long growth = window * (brought - broughtBefore) / broughtBefore;
        bytes = Math.max(bytes, Math.min(settings.largestReceiveBufferBytes(), window + 2 * growth));
    }
}
