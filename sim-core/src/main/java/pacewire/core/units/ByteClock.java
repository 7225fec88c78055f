package pacewire.core.units;

/**
 * Turns a stream of byte counts into a stream of durations at one rate, and carries the remainder of each division into
 * the next, so that after any number of packets the sum is the exact time of all bytes, rounded down once.
 */
public final class ByteClock {
    /** 9 * 10^5 times 8 * 10^12, and a remainder below the largest rate of 10^13: within the 9.2 * 10^18 of a long. */
    static final int LARGEST_PACKET_BYTES = 900_000;

    /** Time of a byte at one bit per second. */
    public static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    /** Whether a byte takes a whole number of picoseconds. */
    private final boolean isExact;
    /** Picoseconds for each byte in an exact clock, bits per second in any other. */
    private final long rate;

    private long carried;

    public ByteClock(DataRate rate) {
        isExact = rate.wholePsPerByte() > 0;
        this.rate = isExact ? rate.wholePsPerByte() : rate.bitsPerSecond();
    }

    /** Whether a byte takes a whole number of picoseconds: then there is never a remainder, and many may share the clock. */
    public boolean isExact() {
        return isExact;
    }

    /**
     * Time for the next bytes of the stream, in picoseconds.
     *
     * @param bytes 0 to 900,000: a packet, not a file (beyond, use {@link DataRate#psForBytes})
     */
    public long advance(int bytes) {
        if (bytes < 0 || bytes > LARGEST_PACKET_BYTES) {
            throw new IllegalArgumentException("a packet has 0 to " + LARGEST_PACKET_BYTES + " bytes, not " + bytes);
        }
        if (isExact) {
            return bytes * rate;
        }
        long dividend = bytes * PS_PER_BYTE_AT_1_BPS + carried;
        long ps = dividend / rate;
        // One division, where the operator % would be a second: this is done several times for every packet.
        carried = dividend - ps * rate;
        return ps;
    }

    /** Whether the bytes so far ended within a picosecond. */
    public boolean hasRemainder() {
        return carried != 0;
    }

    /** Forgets the remainder: the stream starts anew, as after an idle gap. */
    public void restart() {
        carried = 0;
    }
}
