package pacewire.core.units;

/**
 * Turns a stream of byte counts into a stream of durations at one rate, and carries the remainder of each division into
 * the next, so that after any number of packets the sum is the exact time of all bytes, rounded down once.
 */
public final class ByteClock {
    /** Above this, the product with the remainder at the largest rate would leave the range of a long. */
    static final int LARGEST_PACKET_BYTES = 900_000;

    private static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    private final long bitsPerSecond;
    private final long wholePsPerByte;
    private final long remainderPerByte;
    private long carried;

    public ByteClock(DataRate rate) {
        bitsPerSecond = rate.bitsPerSecond();
        wholePsPerByte = PS_PER_BYTE_AT_1_BPS / bitsPerSecond;
        remainderPerByte = PS_PER_BYTE_AT_1_BPS % bitsPerSecond;
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
        long wholePs = bytes * wholePsPerByte;
        if (remainderPerByte == 0) {
            return wholePs;
        }
        long dividend = bytes * remainderPerByte + carried;
        long quotient = dividend / bitsPerSecond;
        // One division, where the operator % would be a second: it is done several times for every packet.
        carried = dividend - quotient * bitsPerSecond;
        return wholePs + quotient;
    }

    /** Forgets the remainder: the stream starts anew, as after an idle gap. */
    public void restart() {
        carried = 0;
    }
}
