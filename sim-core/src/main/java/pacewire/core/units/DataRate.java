package pacewire.core.units;

/**
 * A data rate. This is the one place where bytes become time, in exact integers.
 *
 * @param bitsPerSecond 1 to 10^13 (10 Tbit/s)
 */
public record DataRate(long bitsPerSecond) implements Comparable<DataRate> {
    /** Above this, the remainder arithmetic of a jumbo frame would leave the range of a long. */
    public static final long LARGEST_BITS_PER_SECOND = 10_000_000_000_000L;

    /** Picoseconds that one byte takes at one bit per second: 8 bits of 10^12 ps each. */
    private static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    public DataRate {
        if (bitsPerSecond < 1 || bitsPerSecond > LARGEST_BITS_PER_SECOND) {
            throw new UnitException("a data rate of " + bitsPerSecond + " bps is outside 1 bps to 10 Tbps");
        }
    }

    /**
     * Reads a rate such as {@code "10 Gbps"}.
     *
     * @throws UnitException when the text is no positive rate with a unit, or is above 10 Tbps
     */
    public static DataRate parse(String text) {
        return new DataRate(Quantity.RATE.parse(text));
    }

    /**
     * The slowest rate, in whole bits per second, at which so many bytes pass in a time.
     *
     * @param bytes at least 1
     * @param ps at least 1
     * @throws UnitException when that is above 10 Tbps
     */
    public static DataRate slowestCarrying(long bytes, long ps) {
        return new DataRate(mulDiv(bytes, PS_PER_BYTE_AT_1_BPS, ps, true));
    }

    /** Time that so many bytes take, in picoseconds, rounded down; exact for every size. */
    public long psForBytes(long bytes) {
        return mulDiv(bytes, PS_PER_BYTE_AT_1_BPS, bitsPerSecond, false);
    }

    /** Time that a byte takes, in picoseconds, where that is a whole number; else 0. */
    public long wholePsPerByte() {
        return PS_PER_BYTE_AT_1_BPS % bitsPerSecond == 0 ? PS_PER_BYTE_AT_1_BPS / bitsPerSecond : 0;
    }

    /** Time that so many bytes take, in picoseconds, rounded up: the first tick at which all of them have passed. */
    public long psForBytesUp(long bytes) {
        return mulDiv(bytes, PS_PER_BYTE_AT_1_BPS, bitsPerSecond, true);
    }

    /** Whole bytes that pass in a time, rounded down. */
    public long bytesInPs(long ps) {
        return mulDiv(ps, bitsPerSecond, PS_PER_BYTE_AT_1_BPS, false);
    }

    /**
     * The rate at which so many bytes pass in a time, in bits per second, rounded down; 0 when it is below one.
     *
     * @param ps at least 1
     */
    public static long bitsPerSecond(long bytes, long ps) {
        return mulDiv(bytes, PS_PER_BYTE_AT_1_BPS, ps, false);
    }

    /** By hand, as {@link #equals}: those of a record are assembled at their first call, which a short run would feel. */
    @Override
    public int hashCode() {
        return Long.hashCode(bitsPerSecond);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataRate that && bitsPerSecond == that.bitsPerSecond;
    }

    @Override
    public int compareTo(DataRate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    /** The rate as a user would write it, such as {@code "10 Gbps"}. */
    @Override
    public String toString() {
        return Quantity.RATE.format(bitsPerSecond);
    }

    /**
     * {@code a * b / divisor} of non-negative numbers without losing a bit of the product.
     *
     * @throws ArithmeticException when the quotient does not fit a long
     */
    static long mulDiv(long a, long b, long divisor, boolean up) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0 && low >= 0) {
            return low / divisor + (up && low % divisor != 0 ? 1 : 0);
        }
        // Most rates divide the picoseconds of a byte nearly evenly: whole parts first leave a remainder that fits.
        long whole = b / divisor;
        long rest = b % divisor;
        boolean fits = Math.multiplyHigh(a, whole) == 0 && Math.multiplyHigh(a, rest) == 0;
        if (fits && a * whole >= 0 && a * rest >= 0) {
            long part = a * rest;
            return Math.addExact(a * whole, part / divisor + (up && part % divisor != 0 ? 1 : 0));
        }
        return mulDivWide(high, low, divisor, up);
    }

    /** Schoolbook division of the 128-bit product, one bit at a time: rare, and allocates nothing. */
    private static long mulDivWide(long high, long low, long divisor, boolean up) {
        if (Long.compareUnsigned(high, divisor) >= 0) {
            throw new ArithmeticException("the time or size does not fit 63 bits");
        }
        long remainder = high;
        long quotient = 0;
        for (int bit = 63; bit >= 0; bit--) {
            remainder = remainder << 1 | (low >>> bit & 1);
            quotient <<= 1;
            if (Long.compareUnsigned(remainder, divisor) >= 0) {
                remainder -= divisor;
                quotient |= 1;
            }
        }
        if (up && remainder != 0) {
            quotient++;
        }
        if (quotient < 0) {
            throw new ArithmeticException("the time or size does not fit 63 bits");
        }
        return quotient;
    }
}
