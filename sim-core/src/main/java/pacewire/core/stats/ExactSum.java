package pacewire.core.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** A sum of products of longs in 128 bits: exact, and adding allocates nothing. */
final class ExactSum {
    private long high;
    private long low;
    /** Belongs to the sum as well: most values fit together into a long, which is added to in one step. */
    private long recent;

    /** Adds a value. */
    void add(long value) {
        long sum = recent + value;
        boolean overflows = ((recent ^ sum) & (value ^ sum)) < 0;
        if (overflows) {
            addSmall(recent);
            sum = value;
        }
        recent = sum;
    }

    /** Adds {@code value * times}. */
    void add(long value, long times) {
        add128(Math.multiplyHigh(value, times), value * times);
    }

    void add(ExactSum other) {
        add128(other.high, other.low);
        addSmall(other.recent);
    }

    BigInteger value() {
        BigInteger lowUnsigned = new BigInteger(Long.toUnsignedString(low));
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lowUnsigned).add(BigInteger.valueOf(recent));
    }

    /** An exact sum over an exact count, rounded once. */
    static double quotient(BigInteger sum, long count) {
        return new BigDecimal(sum)
                .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                .doubleValue();
    }

    private void addSmall(long value) {
        add128(value >> (Long.SIZE - 1), value);
    }

    private void add128(long addHigh, long addLow) {
        long sum = low + addLow;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        low = sum;
        high += addHigh + carry;
    }
}
