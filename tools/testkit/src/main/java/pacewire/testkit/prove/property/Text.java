package pacewire.testkit.prove.property;

import java.math.BigDecimal;
import java.math.MathContext;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

/** Instants and bounds in messages. */
final class Text {
    private static final MathContext DIGITS = new MathContext(15);

    private Text() {}

    static String instant(long ps) {
        return ps == SimTime.NEVER ? "never" : SimTime.format(ps);
    }

    /** A time in picoseconds; a fraction of one is told in decimals. */
    static String time(Rational ps) {
        return ps.denominator().bitLength() == 1 && ps.numerator().bitLength() < Long.SIZE
                ? SimTime.format(ps.numerator().longValue())
                : number(ps) + " ps";
    }

    static String number(Rational value) {
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String bytes(Rational bytes) {
        return number(bytes) + " B";
    }
}
