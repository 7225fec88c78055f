package pacewire.model.sched;

/** Divides what needs 128 bits on the way, without allocating: {@code (a b + c) / d}, quotient and remainder. */
final class WideDivision {
    private long quotient;
    private long remainder;

    /** Divides numbers that are not negative, by one above 0. A quotient that does not fit is {@link Long#MAX_VALUE}. */
    void divide(long a, long b, long c, long d) {
        long high = Math.multiplyHigh(a, b);
        long product = a * b;
        long low = product + c;
        if (Long.compareUnsigned(low, product) < 0) {
            high++;
        }
        if (high == 0) {
            quotient = Long.divideUnsigned(low, d);
            remainder = Long.remainderUnsigned(low, d);
        } else if (high < d) {
            divideByBits(high, low, d);
        } else {
            quotient = -1;
        }
        if (quotient < 0) {
            quotient = Long.MAX_VALUE;
            remainder = 0;
        }
    }

    /** Long division, a bit at a time; the high half is below the divisor, which is below 2^63. */
    private void divideByBits(long high, long low, long d) {
        long rest = high;
        long digits = 0;
        for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
            rest = (rest << 1) | ((low >>> bit) & 1);
            digits <<= 1;
            if (Long.compareUnsigned(rest, d) >= 0) {
                rest -= d;
                digits |= 1;
            }
        }
        quotient = digits;
        remainder = rest;
    }

    long quotient() {
        return quotient;
    }

    long remainder() {
        return remainder;
    }

    /** The quotient, rounded up. */
    long quotientUp() {
        return remainder == 0 ? quotient : quotient + 1;
    }
}
