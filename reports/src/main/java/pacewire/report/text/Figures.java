package pacewire.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

import pacewire.core.units.SimTime;

/**
 * Numbers for people to read: three significant digits and a unit that fits. Plain ASCII ("us"), since a terminal may not
 * know more.
 */
public final class Figures {
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private static final List<Unit> TIMES = List.of(
            new Unit("s", BigDecimal.valueOf(SimTime.SECOND)),
            new Unit("ms", BigDecimal.valueOf(SimTime.MILLISECOND)),
            new Unit("us", BigDecimal.valueOf(SimTime.MICROSECOND)),
            new Unit("ns", BigDecimal.valueOf(SimTime.NANOSECOND)),
            new Unit("ps", BigDecimal.ONE));

    private static final List<Unit> RATES = decimal("Tbit/s", "Gbit/s", "Mbit/s", "kbit/s", "bit/s");
    private static final List<Unit> SIZES = decimal("TB", "GB", "MB", "kB", "B");

    private Figures() {}

    private record Unit(String symbol, BigDecimal size) {}

    /** A time in picoseconds, such as "1.23 ms". */
    public static String time(long ps) {
        return ps == 0 ? "0 us" : rounded(TIMES, BigDecimal.valueOf(ps));
    }

    /** A time in picoseconds, such as a mean. */
    public static String time(double ps) {
        return ps == 0 ? "0 us" : rounded(TIMES, BigDecimal.valueOf(ps));
    }

    /** A time in picoseconds with all its digits, such as "2 ms": for what somebody wrote. */
    public static String exactTime(long ps) {
        return SimTime.format(ps);
    }

    /** A figure as it is printed where the sign of the microsecond can be: on charts and pages. */
    public static String inPrint(String figure) {
        return figure.replace(" us", "\u00a0µs").replace(' ', '\u00a0');
    }

    /** A rate in bits per second, such as "4.98 Mbit/s". */
    public static String rate(double bitsPerSecond) {
        return bitsPerSecond == 0 ? "0 bit/s" : rounded(RATES, BigDecimal.valueOf(bitsPerSecond));
    }

    /** A number of bytes, such as "1.05 GB". */
    public static String size(long bytes) {
        return bytes == 0 ? "0 B" : rounded(SIZES, BigDecimal.valueOf(bytes));
    }

    /** A whole number, such as "1,234,567". */
    public static String count(long number) {
        return grouped(Long.toString(number));
    }

    /** A share of a whole, such as "12.5 %". */
    public static String percent(double share) {
        return number(100 * share) + " %";
    }

    /** Three significant digits, such as "0.00123", "12.3", "1,230". */
    public static String number(double value) {
        return plain(BigDecimal.valueOf(value).round(THREE_DIGITS));
    }

    private static String rounded(List<Unit> units, BigDecimal value) {
        for (Unit unit : units) {
            // Rounded before it is compared: 999.7 us is 1.00 ms, not 1000 us.
            BigDecimal inUnit = value.divide(unit.size, MathContext.DECIMAL64).round(THREE_DIGITS);
            if (inUnit.abs().compareTo(BigDecimal.ONE) >= 0) {
                // There is no part of a byte, a bit or a tick to be exact about.
                boolean isWhole = unit.size.compareTo(BigDecimal.ONE) == 0
                        && inUnit.stripTrailingZeros().scale() <= 0;
                return (isWhole ? inUnit.toBigInteger().toString() : plain(inUnit)) + " " + unit.symbol;
            }
        }
        Unit smallest = units.get(units.size() - 1);
        return plain(value.round(THREE_DIGITS)) + " " + smallest.symbol;
    }

    /** With three digits shown: zeros behind the point say how exact a figure is. */
    private static String plain(BigDecimal rounded) {
        if (rounded.signum() == 0) {
            return "0";
        }
        int decimals = Math.max(0, 2 - (rounded.precision() - rounded.scale() - 1));
        return grouped(rounded.setScale(decimals, RoundingMode.HALF_UP).toPlainString());
    }

    /**
     * With commas between thousands. The formatter of the library would do it, too; but a small run prints some hundred
     * figures, and with that they would take a twentieth of it.
     */
    private static String grouped(String number) {
        int point = number.indexOf('.');
        StringBuilder grouped = new StringBuilder(number);
        int firstDigit = number.startsWith("-") ? 1 : 0;
        for (int at = (point < 0 ? number.length() : point) - 3; at > firstDigit; at -= 3) {
            grouped.insert(at, ',');
        }
        return grouped.toString();
    }

    private static List<Unit> decimal(String... symbols) {
        java.util.ArrayList<Unit> units = new java.util.ArrayList<>();
        for (int index = 0; index < symbols.length; index++) {
            int thousands = symbols.length - 1 - index;
            units.add(new Unit(symbols[index], BigDecimal.ONE.movePointRight(3 * thousands)));
        }
        return List.copyOf(units);
    }
}
