package pacewire.testkit.replay;

import java.math.BigInteger;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

/** Finds the coarsest tick and unit of length in which all that was added is whole. Times first: rates need both. */
final class UnitSearch {
    private static final BigInteger PS_PER_SECOND = BigInteger.valueOf(SimTime.SECOND);

    private BigInteger ticksPerPs = BigInteger.ONE;
    private BigInteger unitsPerByte = BigInteger.ONE;

    void addTime(Rational seconds) {
        addTime(seconds.numerator(), seconds.denominator());
    }

    /** The time that so many bytes take. */
    void addTime(Rational bytes, Rational bytesPerSecond) {
        addTime(
                bytes.numerator().multiply(bytesPerSecond.denominator()),
                bytes.denominator().multiply(bytesPerSecond.numerator()));
    }

    /** A quotient that is not in lowest terms: to reduce it is only worth while when it is not whole as it is. */
    private void addTime(BigInteger secondsNumerator, BigInteger denominator) {
        BigInteger numerator = secondsNumerator.multiply(PS_PER_SECOND);
        if (numerator.multiply(ticksPerPs).mod(denominator).signum() == 0) {
            return;
        }
        ticksPerPs = leastCommonMultiple(
                ticksPerPs, Rational.of(numerator, denominator).denominator());
    }

    void addLength(Rational bytes) {
        unitsPerByte = leastCommonMultiple(unitsPerByte, bytes.denominator());
    }

    /** A rate in bits per second; after the last time. */
    void addRate(Rational bitsPerSecond) {
        Rational perTick = bitsPerSecond.dividedBy(Rational.of(ticksPerPs, BigInteger.ONE));
        unitsPerByte = leastCommonMultiple(unitsPerByte, perTick.denominator());
    }

    ReplayUnits found() {
        return new ReplayUnits(ticksPerPs, unitsPerByte);
    }

    static BigInteger leastCommonMultiple(BigInteger a, BigInteger b) {
        return a.divide(a.gcd(b)).multiply(b);
    }
}
