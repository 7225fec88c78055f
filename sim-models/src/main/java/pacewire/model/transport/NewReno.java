package pacewire.model.transport;

/**
 * Congestion window: slow start, congestion avoidance, fast retransmit and fast recovery of RFC 5681 with the NewReno
 * modification of RFC 6582. All figures in bytes; sequence numbers are 64 bits wide and never wrap.
 */
final class NewReno {
    private static final int DUPLICATES_FOR_RETRANSMIT = 3;

    /** Bits by which {@link #save} writes the flags down. */
    private static final int RECOVERING = 1;

    private static final int REPEATED_TIMEOUT = 2;
    private static final int PARTIAL_ACK = 4;

    private final int mss;
    private final long initialWindow;
    private long window;
    private long slowStartThreshold = Long.MAX_VALUE;
    private int duplicates;
    private boolean isRecovering;
    private boolean hasRepeatedTimeout;
    private boolean hasPartialAck;
    /**
     * One past the highest sequence number sent when the last loss was found: RFC 6582's "recover" and one. 0 admits the
     * loss of the very first segment, which the RFC's initial value (the initial sequence number) would leave to the timer.
     */
    private long recoverEnd;

    NewReno(int mss, int initialSegments) {
        this.mss = mss;
        // RFC 6928 section 2: min(10 MSS, max(2 MSS, 14600)), the 10 being a parameter here.
        initialWindow = Math.min((long) initialSegments * mss, Math.max(2L * mss, initialSegments * 1460L));
        window = initialWindow;
    }

    long windowBytes() {
        return window;
    }

    long slowStartThreshold() {
        return slowStartThreshold;
    }

    boolean isRecovering() {
        return isRecovering;
    }

    /** What may be sent beyond the window: a segment for each of the first two duplicates (limited transmit, RFC 3042). */
    long limitedTransmitBytes() {
        return isRecovering ? 0 : (long) Math.min(duplicates, DUPLICATES_FOR_RETRANSMIT - 1) * mss;
    }

    /** RFC 5681 section 3.1: the window is one segment after a handshake whose SYN or SYN-ACK was lost. */
    void handshakeWasLossy() {
        window = mss;
    }

    /** RFC 5681 section 4.1: nothing was sent for longer than the timeout. */
    void restartedAfterIdle() {
        window = Math.min(window, initialWindow);
    }

    /**
     * Takes an acknowledgement of new data.
     *
     * @param acknowledged bytes newly acknowledged
     * @param acknowledgement the number acknowledged up to
     * @param outstanding bytes sent and not acknowledged
     * @return whether it was partial: the first outstanding segment is to be sent again
     */
    boolean acknowledged(long acknowledged, long acknowledgement, long outstanding) {
        hasRepeatedTimeout = false;
        duplicates = 0;
        if (!isRecovering) {
            grow(acknowledged);
            return false;
        }
        if (acknowledgement >= recoverEnd) {
            // RFC 6582 section 3.2, step 3, full acknowledgement, option 1.
            window = Math.min(slowStartThreshold, Math.max(outstanding, mss) + mss);
            isRecovering = false;
            return false;
        }
        // Partial acknowledgement: deflate by what was acknowledged, add back one segment.
        window = Math.max(window - acknowledged, 0) + (acknowledged >= mss ? mss : 0);
        window = Math.max(window, mss);
        return true;
    }

    /** RFC 6582, step 3: only the first partial acknowledgement of a recovery restarts the timer ("impatient"). */
    boolean restartsTimerOnPartialAck() {
        boolean isFirst = !hasPartialAck;
        hasPartialAck = true;
        return isFirst;
    }

    /**
     * Takes a duplicate acknowledgement.
     *
     * @param outstanding bytes sent and not acknowledged
     * @param unacknowledged the first sequence number that is not acknowledged
     * @param sentEnd one past the highest sequence number sent
     * @return whether the first outstanding segment is to be sent again (fast retransmit)
     */
    boolean duplicated(long outstanding, long unacknowledged, long sentEnd) {
        if (isRecovering) {
            window += mss;
            return false;
        }
        duplicates++;
        if (duplicates != DUPLICATES_FOR_RETRANSMIT || unacknowledged <= recoverEnd) {
            return false;
        }
        isRecovering = true;
        hasPartialAck = false;
        recoverEnd = sentEnd;
        slowStartThreshold = halfOf(outstanding);
        window = slowStartThreshold + (long) DUPLICATES_FOR_RETRANSMIT * mss;
        return true;
    }

    /** Takes a retransmission timeout. */
    void timedOut(long outstanding, long sentEnd) {
        // RFC 5681 equation 4 applies to the first timeout of a segment; its repetitions leave the threshold.
        if (!hasRepeatedTimeout) {
            slowStartThreshold = halfOf(outstanding);
        }
        hasRepeatedTimeout = true;
        window = mss;
        duplicates = 0;
        isRecovering = false;
        recoverEnd = sentEnd;
    }

    void save(CompactWriter writer) {
        writer.put(window);
        // Mostly there was no loss yet: the greatest long becomes 0.
        writer.put(Long.MAX_VALUE - slowStartThreshold);
        writer.put(duplicates);
        writer.put((isRecovering ? RECOVERING : 0)
                | (hasRepeatedTimeout ? REPEATED_TIMEOUT : 0)
                | (hasPartialAck ? PARTIAL_ACK : 0));
        writer.put(recoverEnd);
    }

    void restore(CompactReader reader) {
        window = reader.next();
        slowStartThreshold = Long.MAX_VALUE - reader.next();
        duplicates = (int) reader.next();
        long flags = reader.next();
        isRecovering = (flags & RECOVERING) != 0;
        hasRepeatedTimeout = (flags & REPEATED_TIMEOUT) != 0;
        hasPartialAck = (flags & PARTIAL_ACK) != 0;
        recoverEnd = reader.next();
    }

    private void grow(long acknowledged) {
        if (window < slowStartThreshold) {
            window += Math.min(acknowledged, mss);
        } else {
            // RFC 5681 equation 3: one segment each round trip.
            window += Math.max(1, (long) mss * mss / window);
        }
    }

    private long halfOf(long outstanding) {
        return Math.max(outstanding / 2, 2L * mss);
    }
}
