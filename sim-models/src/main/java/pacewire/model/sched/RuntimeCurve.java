package pacewire.model.sched;

/**
 * A service curve from a point on: runtime_sc of Linux {@code sch_hfsc.c}. Times are picoseconds, amounts are bytes and
 * fractions of {@link ServiceCurve#UNITS_PER_BYTE} of one, so that slopes times times are exact; a time that an amount takes
 * is rounded up to a tick, always from the point on, so that nothing adds up.
 */
final class RuntimeCurve {
    private final WideDivision division;
    private final long m1Bps;
    private final long m2Bps;
    private long x;
    private long y;
    /** First segment: how long, and how much. */
    private long dx;

    private long dyBytes;
    private long dyUnits;

    /** What {@link #valueAt} has found. */
    private long bytes;

    private long units;

    private RuntimeCurve(ServiceCurve curve, WideDivision division) {
        this.division = division;
        m1Bps = curve.m1Bps();
        m2Bps = curve.m2Bps();
    }

    /** The curve from an instant and an amount on. */
    static RuntimeCurve from(ServiceCurve curve, long x, long y, WideDivision division) {
        RuntimeCurve runtime = new RuntimeCurve(curve, division);
        runtime.restart(curve, x, y);
        return runtime;
    }

    /** The same curve from another point on. */
    void restart(ServiceCurve curve, long newX, long newY) {
        x = newX;
        y = newY;
        setFirstSegment(curve.dPs());
    }

    /** Becomes what another one of the same service curve is. */
    void copy(RuntimeCurve other) {
        x = other.x;
        y = other.y;
        dx = other.dx;
        dyBytes = other.dyBytes;
        dyUnits = other.dyUnits;
    }

    private void setFirstSegment(long ps) {
        dx = ps;
        division.divide(m1Bps, ps, 0, ServiceCurve.UNITS_PER_BYTE);
        dyBytes = division.quotient();
        dyUnits = division.remainder();
    }

    /** The first tick at which the curve has reached an amount (rtsc_y2x); far beyond all time when it never does. */
    long timeOf(long amount) {
        if (amount < y) {
            return x;
        }
        long above = amount - y;
        if (above < dyBytes || (above == dyBytes && dyUnits == 0)) {
            return dyBytes == 0 ? plus(x, dx) : plus(x, timeOf(above, 0, m1Bps));
        }
        if (above == dyBytes) {
            return plus(x, timeOf(above, 0, m1Bps));
        }
        return plus(plus(x, dx), timeOf(above - dyBytes - (dyUnits == 0 ? 0 : 1), complement(dyUnits), m2Bps));
    }

    /** {@link #timeOf} on the eligible curve: for a convex curve it is the second slope from the point on (init_ed). */
    long eligibleOf(long amount, boolean isConcave) {
        if (isConcave || amount < y) {
            return timeOf(amount);
        }
        return plus(x, timeOf(amount - y, 0, m2Bps));
    }

    private static long complement(long parts) {
        return parts == 0 ? 0 : ServiceCurve.UNITS_PER_BYTE - parts;
    }

    private long timeOf(long wholeBytes, long parts, long bps) {
        if (wholeBytes == 0 && parts == 0) {
            return 0;
        }
        if (bps == 0) {
            return Long.MAX_VALUE;
        }
        division.divide(wholeBytes, ServiceCurve.UNITS_PER_BYTE, parts, bps);
        return division.quotientUp();
    }

    /** The sum, or the end of time. */
    private static long plus(long instant, long ps) {
        long sum = instant + ps;
        return sum < instant ? Long.MAX_VALUE : sum;
    }

    /** The amount at an instant (rtsc_x2y), into {@link #bytes} and {@link #units}. */
    private void valueAt(long instant) {
        bytes = y;
        units = 0;
        if (instant <= x) {
            return;
        }
        long passed = instant - x;
        if (passed <= dx) {
            division.divide(m1Bps, passed, 0, ServiceCurve.UNITS_PER_BYTE);
        } else {
            bytes += dyBytes;
            division.divide(m2Bps, passed - dx, dyUnits, ServiceCurve.UNITS_PER_BYTE);
        }
        bytes += division.quotient();
        units = division.remainder();
    }

    /** Becomes the lower one of itself and the curve from a point on (rtsc_min). */
    void lowerTo(ServiceCurve curve, long newX, long newY) {
        valueAt(newX);
        boolean isBelow = bytes < newY || (curve.isConcave() && bytes == newY && units == 0);
        if (isBelow) {
            return;
        }
        if (!curve.isConcave()) {
            x = newX;
            y = newY;
            return;
        }
        long gapBytes = bytes - newY;
        long gapUnits = units;
        if (isAboveAtKnee(curve, newX, newY)) {
            restart(curve, newX, newY);
            return;
        }
        // They cross: m1 t = m2 t + gap. Rounded down to a tick, as in Linux to one of its own.
        division.divide(gapBytes, ServiceCurve.UNITS_PER_BYTE, gapUnits, curve.m1Bps() - curve.m2Bps());
        long crossing = division.quotient();
        long kneePs = x + dx;
        x = newX;
        y = newY;
        setFirstSegment(crossing + Math.max(0, kneePs - newX));
    }

    private boolean isAboveAtKnee(ServiceCurve curve, long newX, long newY) {
        valueAt(newX + curve.dPs());
        division.divide(curve.m1Bps(), curve.dPs(), 0, ServiceCurve.UNITS_PER_BYTE);
        long knee = newY + division.quotient();
        return bytes > knee || (bytes == knee && units >= division.remainder());
    }
}
