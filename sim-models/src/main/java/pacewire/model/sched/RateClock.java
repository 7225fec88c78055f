package pacewire.model.sched;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/**
 * The instant up to which what was sent has paid for itself at a rate: the theoretical arrival time of the generic cell rate
 * algorithm (ITU-T I.371, Annex A, virtual scheduling). Exact: the part below a picosecond is kept as a fraction of the rate,
 * so that any number of packets takes the exact time of all their bytes.
 */
final class RateClock {
    /** Picoseconds that one byte takes at one bit per second. */
    static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    private final long bitsPerSecond;
    private long ps;
    /** Parts of a picosecond beside, one of {@code bitsPerSecond} each; 0 to {@code bitsPerSecond - 1}. */
    private long parts;

    RateClock(DataRate rate) {
        bitsPerSecond = rate.bitsPerSecond();
    }

    /** Forgets all that was sent. */
    void reset() {
        ps = 0;
        parts = 0;
    }

    /**
     * Adds the time of a packet that leaves.
     *
     * @param bytes up to 1,152,921, the largest whose time at one bit per second fits
     */
    void charge(int bytes, long nowPs) {
        if (ps < nowPs) {
            ps = nowPs;
            parts = 0;
        }
        long dividend = Math.multiplyExact(bytes, PS_PER_BYTE_AT_1_BPS);
        ps += dividend / bitsPerSecond;
        parts += dividend % bitsPerSecond;
        if (parts >= bitsPerSecond) {
            parts -= bitsPerSecond;
            ps++;
        }
    }

    /** That instant, rounded up to the first tick at which all is paid for. */
    long paidPs() {
        return parts == 0 ? ps : ps + 1;
    }

    /** That instant, rounded down. */
    long wholePs() {
        return ps;
    }

    /** The fraction beside {@link #wholePs}, in parts of {@code 1 / bitsPerSecond}. */
    long parts() {
        return parts;
    }
}
