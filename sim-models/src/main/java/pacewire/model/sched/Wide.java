package pacewire.model.sched;

/**
 * A whole number from 0 to 2^127 - 1 that changes in place: virtual times in units so fine that nothing need be rounded.
 * Allocates nothing. Results beyond the range are the caller's mistake and are not looked for.
 */
final class Wide implements Comparable<Wide> {
    private static final int BITS = 64;
    private static final int HALF_BITS = 32;
    private static final long HALF = 0xFFFF_FFFFL;

    private long high;
    /** Without a sign. */
    private long low;

    void setZero() {
        high = 0;
        low = 0;
    }

    void set(Wide other) {
        set(other.high, other.low);
    }

    void set(long newHigh, long newLow) {
        high = newHigh;
        low = newLow;
    }

    /** @param a and b: 0 or more */
    void setProduct(long a, long b) {
        high = Math.multiplyHigh(a, b);
        low = a * b;
    }

    void setMax(Wide a, Wide b) {
        set(a.compareTo(b) >= 0 ? a : b);
    }

    void add(Wide other) {
        add(other.high, other.low);
    }

    /** @param a and b: 0 or more */
    void addProduct(long a, long b) {
        add(Math.multiplyHigh(a, b), a * b);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        boolean carries = Long.compareUnsigned(low, otherLow) < 0;
        high += otherHigh + (carries ? 1 : 0);
    }

    /** @param other no greater */
    void subtract(Wide other) {
        boolean borrows = Long.compareUnsigned(low, other.low) < 0;
        low -= other.low;
        high -= other.high + (borrows ? 1 : 0);
    }

    /** @param factor 0 or more */
    void multiply(long factor) {
        // The high word of an unsigned product: multiplyHigh takes a set top bit for a sign.
        long carried = Math.multiplyHigh(low, factor) + (low < 0 ? factor : 0);
        low *= factor;
        high = high * factor + carried;
    }

    /**
     * Divides, rounding down.
     *
     * @param divisor at least 1
     * @return the remainder
     */
    long divide(long divisor) {
        long rest = high % divisor;
        high /= divisor;
        if (divisor <= HALF >>> 1) {
            return divideByHalves(rest, divisor);
        }
        return divideByBits(rest, divisor);
    }

    /** Schoolbook division in digits of 32 bits, for a divisor of 31: each digit's dividend fits a long. */
    private long divideByHalves(long rest, long divisor) {
        long upper = (rest << HALF_BITS) | (low >>> HALF_BITS);
        long lower = ((upper % divisor) << HALF_BITS) | (low & HALF);
        low = ((upper / divisor) << HALF_BITS) | (lower / divisor);
        return lower % divisor;
    }

    private long divideByBits(long rest, long divisor) {
        long remainder = rest;
        long quotient = 0;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            remainder = (remainder << 1) | ((low >>> bit) & 1);
            quotient <<= 1;
            if (Long.compareUnsigned(remainder, divisor) >= 0) {
                remainder -= divisor;
                quotient |= 1;
            }
        }
        low = quotient;
        return remainder;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    boolean isZero() {
        return (high | low) == 0;
    }

    @Override
    public int compareTo(Wide other) {
        return compare(high, low, other.high, other.low);
    }

    static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compare(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wide wide && high == wide.high && low == wide.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * high + low);
    }

    @Override
    public String toString() {
        return new java.math.BigInteger(Long.toUnsignedString(low))
                .add(java.math.BigInteger.valueOf(high).shiftLeft(BITS))
                .toString();
    }
}
