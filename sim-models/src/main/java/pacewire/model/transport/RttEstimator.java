package pacewire.model.transport;

/**
 * The retransmission timeout of RFC 6298, section 2, in whole picoseconds. The clock's granularity G is one tick, so the
 * term max(G, 4 RTTVAR) is 4 RTTVAR.
 */
final class RttEstimator {
    private final long minRtoPs;
    private final long maxRtoPs;
    private boolean isMeasured;
    private long smoothedPs;
    private long variationPs;
    private long leastPs;
    private long rtoPs;

    /** Whether a segment is being timed, one past its last number, and when it was sent. */
    private boolean isTiming;

    private long timedEnd;
    private long timedSincePs;

    RttEstimator(long initialRtoPs, long minRtoPs, long maxRtoPs) {
        this.rtoPs = initialRtoPs;
        this.minRtoPs = minRtoPs;
        this.maxRtoPs = maxRtoPs;
    }

    long rtoPs() {
        return rtoPs;
    }

    /** Smoothed round-trip time; 0 before the first measurement. */
    long smoothedPs() {
        return smoothedPs;
    }

    /** Least round-trip time; 0 before the first measurement. */
    long leastPs() {
        return leastPs;
    }

    /** Whether a segment is being timed. */
    boolean isTiming() {
        return isTiming;
    }

    /** A segment was sent that was not sent before: it is timed if no other one is. */
    void sent(long end, long nowPs) {
        if (!isTiming) {
            isTiming = true;
            timedEnd = end;
            timedSincePs = nowPs;
        }
    }

    /** Something is sent again: whatever is acknowledged next may answer either (Karn's algorithm). */
    void repeats() {
        isTiming = false;
    }

    /** All up to a number was acknowledged. */
    void acknowledged(long acknowledgement, long nowPs) {
        if (isTiming && acknowledgement >= timedEnd) {
            measured(nowPs - timedSincePs);
            isTiming = false;
        }
    }

    /** Takes the round-trip time of a segment that was sent once (Karn's algorithm). */
    void measured(long roundTripPs) {
        if (isMeasured) {
            // (2.3): beta = 1/4, alpha = 1/8; RTTVAR first, with the old SRTT.
            variationPs = (3 * variationPs + Math.abs(smoothedPs - roundTripPs)) / 4;
            smoothedPs = (7 * smoothedPs + roundTripPs) / 8;
            leastPs = Math.min(leastPs, roundTripPs);
        } else {
            // (2.2)
            isMeasured = true;
            smoothedPs = roundTripPs;
            leastPs = roundTripPs;
            variationPs = roundTripPs / 2;
        }
        rtoPs = measuredRtoPs();
    }

    /** (5.5): doubles the timeout; it stays so until the next measurement. */
    void backOff() {
        rtoPs = bounded(2 * rtoPs);
    }

    /** (5.7): the timeout after a handshake whose SYN had to be repeated. */
    void restartAt(long newRtoPs) {
        rtoPs = bounded(newRtoPs);
    }

    void save(CompactWriter writer) {
        writer.put(isMeasured);
        writer.put(smoothedPs);
        // The average is never below the least.
        writer.put(smoothedPs - leastPs);
        writer.put(variationPs);
        // Mostly it is what the last measurement makes it: then 0 says so.
        writer.put(rtoPs == measuredRtoPs() ? 0 : rtoPs);
    }

    void restore(CompactReader reader) {
        isMeasured = reader.nextFlag();
        smoothedPs = reader.next();
        leastPs = smoothedPs - reader.next();
        variationPs = reader.next();
        long savedRtoPs = reader.next();
        rtoPs = savedRtoPs == 0 ? measuredRtoPs() : savedRtoPs;
    }

    private long measuredRtoPs() {
        return bounded(smoothedPs + 4 * variationPs);
    }

    private long bounded(long wantedPs) {
        return Math.min(Math.max(wantedPs, minRtoPs), maxRtoPs);
    }
}
