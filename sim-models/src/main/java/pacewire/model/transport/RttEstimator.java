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
    private long rtoPs;

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

    /** Takes the round-trip time of a segment that was sent once (Karn's algorithm). */
    void measured(long roundTripPs) {
        if (isMeasured) {
            // (2.3): beta = 1/4, alpha = 1/8; RTTVAR first, with the old SRTT.
            variationPs = (3 * variationPs + Math.abs(smoothedPs - roundTripPs)) / 4;
            smoothedPs = (7 * smoothedPs + roundTripPs) / 8;
        } else {
            // (2.2)
            isMeasured = true;
            smoothedPs = roundTripPs;
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
        writer.put(variationPs);
        // Mostly it is what the last measurement makes it: then 0 says so.
        writer.put(rtoPs == measuredRtoPs() ? 0 : rtoPs);
    }

    void restore(CompactReader reader) {
        isMeasured = reader.nextFlag();
        smoothedPs = reader.next();
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
