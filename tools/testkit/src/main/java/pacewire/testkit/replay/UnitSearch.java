package pacewire.testkit.replay;

import java.math.BigInteger;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

/** Finds the coarsest tick and unit of length in which all that was added is whole. Times first: rates need both. */
final class UnitSearch {
    private BigInteger ticksPerPs = BigInteger.ONE;
    private BigInteger unitsPerByte = BigInteger.ONE;

    void addTime(Rational seconds) {
        ticksPerPs =
                leastCommonMultiple(ticksPerPs, seconds.times(SimTime.SECOND).denominator());
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
