package pacewire.core.units;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction, in lowest terms with a positive denominator. For what must be exact and is not done for every packet of
 * a large run: textbook examples, the fluid reference, bounds.
 */
public final class Rational implements Comparable<Rational> {
    public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);
    public static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

    private final BigInteger numerator;
    private final BigInteger denominator;

    private Rational(BigInteger numerator, BigInteger denominator) {
        this.numerator = numerator;
        this.denominator = denominator;
    }

    public static Rational of(long value) {
        return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
    }

    /**
     * A fraction of whole numbers.
     *
     * @throws ArithmeticException when the denominator is 0
     */
    public static Rational of(long numerator, long denominator) {
        return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /**
     * A fraction of whole numbers.
     *
     * @throws ArithmeticException when the denominator is 0
     */
    public static Rational of(BigInteger numerator, BigInteger denominator) {
        if (denominator.signum() == 0) {
            throw new ArithmeticException(numerator + "/0");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        return new Rational(numerator.divide(divisor), denominator.divide(divisor));
    }

    public static Rational of(BigDecimal value) {
        return value.scale() > 0
                ? of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
                : of(value.toBigIntegerExact(), BigInteger.ONE);
    }

    /**
     * Reads a whole number, a decimal such as "0.125", or a fraction such as "1/3".
     *
     * @throws UnitException when it is none of these
     */
    public static Rational parse(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            Rational number = of(new BigDecimal(parts[0].strip()));
            if (parts.length == 1) {
                return number;
            }
            Rational divisor = of(new BigDecimal(parts[1].strip()));
            if (parts.length == 2 && divisor.signum() != 0) {
                return number.dividedBy(divisor);
            }
        } catch (NumberFormatException notANumber) {
            throw new UnitException(wrong(text));
        }
        throw new UnitException(wrong(text));
    }

    private static String wrong(String text) {
        return "'" + text + "' is not a number such as '12', '0.125' or '1/3'";
    }

    public Rational plus(Rational other) {
        return of(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Rational minus(Rational other) {
        return plus(other.negated());
    }

    public Rational times(Rational other) {
        return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Rational times(long factor) {
        return times(of(factor));
    }

    /**
     * The quotient.
     *
     * @throws ArithmeticException when the other is 0
     */
    public Rational dividedBy(Rational other) {
        return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Rational negated() {
        return new Rational(numerator.negate(), denominator);
    }

    public Rational max(Rational other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public Rational min(Rational other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public int signum() {
        return numerator.signum();
    }

    public BigInteger numerator() {
        return numerator;
    }

    public BigInteger denominator() {
        return denominator;
    }

    /** The greatest whole number not above it. */
    public BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The least whole number not below it. */
    public BigInteger ceiling() {
        return negated().floor().negate();
    }

    /** Near enough to draw. */
    public double toDouble() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
                .doubleValue();
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rational rational
                && numerator.equals(rational.numerator)
                && denominator.equals(rational.denominator);
    }

    @Override
    public int hashCode() {
        return 31 * numerator.hashCode() + denominator.hashCode();
    }

    /** A plain decimal where it ends, a fraction in lowest terms otherwise. */
    @Override
    public String toString() {
        try {
            return new BigDecimal(numerator)
                    .divide(new BigDecimal(denominator))
                    .stripTrailingZeros()
                    .toPlainString();
        } catch (ArithmeticException endless) {
            return numerator + "/" + denominator;
        }
    }
}
