package pacewire.model.sched;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/**
 * The unit in which the virtual times of a packet scheduler are whole numbers: so small a part of a byte for each unit of
 * weight that every quotient so far came out even. It gets finer as new divisors come, and all virtual times in use are
 * multiplied with it. That ends at 2^62 units in one, which weights such as 1 to 40, all at once, stay within. A divisor that
 * does not go into those is rounded down from then on, by less than 2^-61; with a value below 2^64 a tag has 126 bits.
 */
final class TagUnit {
    private static final long FINEST = 1L << 62;
    private static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    /** The line sends {@code ratePart / coarsest} bytes each picosecond, in lowest terms. */
    private final long ratePart;

    /** Units in one at first; they stay a multiple of it. */
    private final long coarsest;

    private long perOne;
    private boolean isFinest;
    private final Wide quotient = new Wide();
    private final Wide sent = new Wide();

    /** A unit in which what the line sends in any time is a whole number, too. */
    TagUnit(DataRate line) {
        long divisor = greatestCommonDivisor(PS_PER_BYTE_AT_1_BPS, line.bitsPerSecond());
        ratePart = line.bitsPerSecond() / divisor;
        coarsest = PS_PER_BYTE_AT_1_BPS / divisor;
        perOne = coarsest;
    }

    /** A unit for bytes by weights only. */
    TagUnit() {
        ratePart = 0;
        coarsest = 1;
        perOne = 1;
    }

    /** As new: only when no virtual time is in use. */
    void reset() {
        perOne = coarsest;
        isFinest = false;
    }

    /** Whether quotients may have to be rounded. */
    boolean mayRound() {
        return isFinest;
    }

    /**
     * Makes the unit as fine as a divisor needs, if that can be.
     *
     * @param divisor at least 1
     * @return the factor by which every virtual time in use is to be multiplied; 1: nothing is to be done
     */
    long refineFor(long divisor) {
        long parts = perOne / coarsest;
        return parts % divisor == 0 ? 1 : refineBy(divisor / greatestCommonDivisor(parts, divisor));
    }

    /**
     * Makes the unit so many times finer, if that can be; otherwise as fine as it gets.
     *
     * @param wanted at least 1
     * @return the factor by which every virtual time in use is to be multiplied; 1: nothing is to be done
     */
    long refineBy(long wanted) {
        if (isFinest) {
            return 1;
        }
        long factor = wanted;
        long most = FINEST / perOne;
        if (factor > most) {
            factor = most;
            isFinest = true;
        }
        perOne *= factor;
        return factor;
    }

    /** Adds so many bytes by a divisor to a virtual time; exact when the unit was made fine enough for the divisor. */
    void addBytes(Wide tag, long bytes, long divisor) {
        if (perOne % divisor == 0) {
            tag.addProduct(bytes, perOne / divisor);
            return;
        }
        quotient.setProduct(bytes, perOne);
        quotient.divide(divisor);
        tag.add(quotient);
    }

    /**
     * Adds so many bytes times a factor by a divisor to a virtual time.
     *
     * @param bytes and factor: 0 or more, with a product below 2^127
     */
    void addBytes(Wide tag, long bytes, long factor, long divisor) {
        quotient.setProduct(bytes, factor);
        long rest = quotient.divide(divisor);
        quotient.multiply(perOne);
        tag.add(quotient);
        if (rest > 0) {
            addBytes(tag, rest, divisor);
        }
    }

    /** Adds what the line sends in a time by a divisor; exact when the unit was made fine enough for the divisor. */
    void addLineTime(Wide tag, long ps, long divisor) {
        quotient.setProduct(ps, ratePart);
        quotient.multiply(perOne / coarsest);
        if (divisor > 1) {
            quotient.divide(divisor);
        }
        tag.add(quotient);
    }

    /**
     * Adds what is left of so many bytes when the line has sent for a time, by a divisor; exact when the unit was made fine
     * enough for the divisor.
     *
     * @param ps less than the bytes take
     */
    void addRest(Wide tag, long bytes, long ps, long divisor) {
        if (ps == 0) {
            addBytes(tag, bytes, divisor);
            return;
        }
        sent.setProduct(ps, ratePart);
        sent.multiply(perOne / coarsest);
        quotient.setProduct(bytes, perOne);
        quotient.subtract(sent);
        if (divisor > 1) {
            quotient.divide(divisor);
        }
        tag.add(quotient);
    }

    static long greatestCommonDivisor(long a, long b) {
        long greater = a;
        long less = b;
        while (less != 0) {
            long rest = greater % less;
            greater = less;
            less = rest;
        }
        return greater;
    }
}
