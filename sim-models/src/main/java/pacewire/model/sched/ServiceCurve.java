package pacewire.model.sched;

import pacewire.core.units.SimTime;

/**
 * What a class of {@link HfscScheduler} is promised from when it has packets: {@code m1} for a time {@code d}, then {@code m2}.
 * Concave ({@code m1 > m2}) it promises a low delay to few packets, convex it does not.
 *
 * @param m1Bps first slope, bits a second
 * @param dPs how long the first slope lasts
 * @param m2Bps second slope, bits a second
 */
public record ServiceCurve(long m1Bps, long dPs, long m2Bps) {
    /** Units of a byte in which {@code bits a second} times {@code picoseconds} are whole. */
    static final long UNITS_PER_BYTE = 8 * SimTime.SECOND;

    /** A constant rate. */
    public static ServiceCurve linear(long bps) {
        return new ServiceCurve(0, 0, bps);
    }

    /**
     * A packet or burst of so many bytes within a time, and a rate: concave where the burst within the time is faster than
     * the rate, else convex (Stoica, Zhang and Ng 1997, section 6; {@code tc/q_hfsc.c}, hfsc_get_sc2). Rounded so that the
     * promise holds.
     */
    public static ServiceCurve burst(long bytes, long withinPs, long bps) {
        WideDivision division = new WideDivision();
        division.divide(bytes, UNITS_PER_BYTE, 0, withinPs);
        long burstBps = division.quotientUp();
        if (burstBps > bps) {
            return new ServiceCurve(burstBps, withinPs, bps);
        }
        division.divide(bytes, UNITS_PER_BYTE, 0, bps);
        return new ServiceCurve(0, withinPs - division.quotientUp(), bps);
    }

    /** Whether the first slope is the steeper one. */
    public boolean isConcave() {
        return m1Bps > m2Bps;
    }

    /** When so many bytes are due, for a class that has had packets since 0 and got nothing before. */
    public long deadlinePs(long bytes) {
        return RuntimeCurve.from(this, 0, 0, new WideDivision()).timeOf(bytes);
    }

    /** When the packet behind so many bytes must be eligible, so that deadlines to come can be kept. */
    public long eligiblePs(long bytes) {
        RuntimeCurve curve = RuntimeCurve.from(this, 0, 0, new WideDivision());
        return curve.eligibleOf(bytes, isConcave());
    }
}
