package pacewire.testkit.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;

/**
 * Reads quantities as replays take them: with a unit, such as "5 us", or a plain number, which is in seconds, bytes or bytes a
 * second. Numbers are decimals or fractions ("0.125", "1/3"), and are exact.
 */
public final class ReplayQuantity {
    private static final String DECIMAL = "[+-]?(?:[0-9][0-9_]*)?(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?";
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("(" + DECIMAL + "(?:\\s*/\\s*" + DECIMAL + ")?)\\s*([A-Za-zµ%]*)");
    private static final Rational PLAIN_SECONDS = Rational.of(SimTime.SECOND);
    /** A rate without a unit is in bytes a second, and the base unit is the bit. */
    private static final Rational PLAIN_BYTES_PER_SECOND = Rational.of(8);

    private ReplayQuantity() {}

    /**
     * A time in seconds.
     *
     * @throws UnitException when it is none
     */
    public static Rational seconds(String text) {
        return inBaseUnits(Quantity.TIME, text).dividedBy(PLAIN_SECONDS);
    }

    /**
     * A length in bytes.
     *
     * @throws UnitException when it is none
     */
    public static Rational bytes(String text) {
        return inBaseUnits(Quantity.SIZE, text);
    }

    /**
     * A rate in bytes a second.
     *
     * @throws UnitException when it is none
     */
    public static Rational bytesPerSecond(String text) {
        return inBaseUnits(Quantity.RATE, text).dividedBy(PLAIN_BYTES_PER_SECOND);
    }

    /**
     * A quantity in the base units of its kind.
     *
     * @throws UnitException when it is none
     */
    public static Rational inBaseUnits(Quantity quantity, String text) {
        if (quantity == Quantity.FREQUENCY) {
            return Rational.of(quantity.parse(text));
        }
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches() || !hasDigit(matcher.group(1))) {
            throw new UnitException("'" + text + "' is not " + expectation(quantity));
        }
        Rational number = number(quantity, text, matcher.group(1));
        String unit = matcher.group(2);
        return number.times(unit.isEmpty() ? plain(quantity) : Rational.of(unitOf(quantity, text, unit)));
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private static Rational number(Quantity quantity, String text, String number) {
        try {
            return Rational.parse(number.replace("_", ""));
        } catch (UnitException wrong) {
            throw new UnitException("'" + text + "' is not " + expectation(quantity));
        }
    }

    private static long unitOf(Quantity quantity, String text, String unit) {
        String symbol = unit.replace("µs", "us");
        if (!quantity.unitSymbols().contains(symbol)) {
            throw new UnitException("'" + text + "' has the unit '" + symbol + "'; expected " + expectation(quantity));
        }
        return quantity.parse("1 " + symbol);
    }

    private static Rational plain(Quantity quantity) {
        return switch (quantity) {
            case TIME -> PLAIN_SECONDS;
            case RATE -> PLAIN_BYTES_PER_SECOND;
            case SHARE -> Rational.of(Quantity.WHOLE);
            default -> Rational.ONE;
        };
    }

    private static String expectation(Quantity quantity) {
        String plainly = switch (quantity) {
            case TIME -> ", or a plain number of seconds such as '0.125' or '1/3'";
            case SIZE -> ", or a plain number of bytes such as '1500' or '1/3'";
            case RATE -> ", or a plain number of bytes a second such as '1250' or '1/3'";
            default -> ", or a plain number";
        };
        if (quantity == Quantity.NUMBER) {
            return quantity.noun() + " such as '" + quantity.example() + "'";
        }
        return quantity.noun() + " such as '" + quantity.example() + "' (units: "
                + String.join(", ", quantity.unitSymbols()) + ")" + plainly;
    }
}
