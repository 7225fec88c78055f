package pacewire.testkit.replay;

import java.math.BigInteger;
import java.util.function.Supplier;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

/**
 * The tick and the unit of length in which a replay is exact. Both factors are 1 in ordinary replays, where a tick is a
 * picosecond and a unit of length is a byte. Where a time is no whole number of picoseconds, such as 1/3 s, or a length no whole
 * number of bytes, the packet scheduler runs in finer units and takes them for picoseconds and bytes: what it does depends on
 * ratios only, except for constants that are built into it.
 *
 * @param ticksPerPs whole ticks in a picosecond
 * @param unitsPerByte whole units of length in a byte
 */
public record ReplayUnits(BigInteger ticksPerPs, BigInteger unitsPerByte) {
    /** Picoseconds and bytes. */
    public static final ReplayUnits ORDINARY = new ReplayUnits(BigInteger.ONE, BigInteger.ONE);

    private static final BigInteger PS_PER_SECOND = BigInteger.valueOf(SimTime.SECOND);
    private static final int BITS_PER_BYTE = 8;

    /** A time in ticks. */
    public long ticks(Rational seconds) {
        return quotient(
                seconds.numerator().multiply(PS_PER_SECOND).multiply(ticksPerPs),
                seconds.denominator(),
                () -> "the time " + seconds + " s");
    }

    /** Ticks in seconds. */
    public Rational seconds(long ticks) {
        return Rational.of(BigInteger.valueOf(ticks), ticksPerPs.multiply(PS_PER_SECOND));
    }

    /** A length in units. */
    public int units(Rational bytes) {
        long units = quotient(
                bytes.numerator().multiply(unitsPerByte), bytes.denominator(), () -> "the length " + bytes + " bytes");
        if (units > Integer.MAX_VALUE) {
            throw new ReplayException(
                    "a length of " + bytes + " bytes is too large: in the unit in which this replay is" + " exact, 1/"
                            + unitsPerByte + " byte, it may have 2147483647");
        }
        return (int) units;
    }

    /** Units of length in bytes. */
    public Rational bytes(long units) {
        return Rational.of(BigInteger.valueOf(units), unitsPerByte);
    }

    /** A rate in units of length and ticks. */
    public DataRate rate(Rational bytesPerSecond) {
        Rational bits = inThese(Quantity.RATE, bytesPerSecond.times(BITS_PER_BYTE));
        long value = whole(bits, "the rate " + bytesPerSecond + " bytes/s");
        if (value < 1 || value > DataRate.LARGEST_BITS_PER_SECOND) {
            throw new ReplayException(
                    "a rate of " + bytesPerSecond + " bytes/s is out of range: in the units in which this"
                            + " replay is exact, it is " + value + " bps, and 1 bps to 10 Tbps are allowed");
        }
        return new DataRate(value);
    }

    /** A rate of these units in bytes a second. */
    public Rational bytesPerSecond(DataRate rate) {
        return Rational.of(rate.bitsPerSecond(), BITS_PER_BYTE)
                .times(ticksPerPsExactly())
                .dividedBy(unitsPerByteExactly());
    }

    /** A value in base units of its kind (picoseconds, bytes, bits per second), in these units. */
    public Rational inThese(Quantity quantity, Rational value) {
        return switch (quantity) {
            case TIME -> value.times(ticksPerPsExactly());
            case SIZE -> value.times(unitsPerByteExactly());
            case RATE -> value.times(unitsPerByteExactly()).dividedBy(ticksPerPsExactly());
            case FREQUENCY -> value.dividedBy(ticksPerPsExactly());
            default -> value;
        };
    }

    private Rational ticksPerPsExactly() {
        return Rational.of(ticksPerPs, BigInteger.ONE);
    }

    private Rational unitsPerByteExactly() {
        return Rational.of(unitsPerByte, BigInteger.ONE);
    }

    /** The nearest number that fits. */
    static long clamped(BigInteger value) {
        return value.bitLength() < Long.SIZE ? value.longValueExact() : Long.MAX_VALUE;
    }

    /** A number that must be whole and fit. */
    static long whole(Rational value, String what) {
        return quotient(value.numerator(), value.denominator(), () -> what);
    }

    /** The same of a quotient that is not in lowest terms: to reduce it costs more than all else that is done for a packet. */
    private static long quotient(BigInteger numerator, BigInteger denominator, Supplier<String> what) {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        if (parts[1].signum() != 0) {
            throw new ReplayException(what.get() + " is no whole number in the units of this replay: "
                    + Rational.of(numerator, denominator));
        }
        if (parts[0].bitLength() >= Long.SIZE) {
            throw new ReplayException(what.get() + " is beyond the range of a replay: " + parts[0] + " in its units");
        }
        return parts[0].longValueExact();
    }
}
