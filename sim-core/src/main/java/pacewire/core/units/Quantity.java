package pacewire.core.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of quantity a scenario can state: each knows its units, its base unit (one tick of the {@code long}), and
 * how to read and write a value exactly.
 */
public enum Quantity {
    /** Time; the base unit is the picosecond. */
    TIME(
            "a time",
            "5 us",
            unit("ps", "1"),
            unit("ns", "1e3"),
            unit("us", "1e6"),
            unit("ms", "1e9"),
            unit("s", "1e12"),
            unit("min", "60e12"),
            unit("h", "3600e12")),
    /** Data; the base unit is the byte. Decimal prefixes are powers of ten, binary ones (KiB) powers of two. */
    SIZE(
            "a size",
            "700 MB",
            unit("B", "1"),
            unit("kB", "1e3"),
            unit("MB", "1e6"),
            unit("GB", "1e9"),
            unit("TB", "1e12"),
            unit("KiB", "1024"),
            unit("MiB", "1048576"),
            unit("GiB", "1073741824")),
    /** Data rate; the base unit is the bit per second. */
    RATE(
            "a data rate",
            "10 Gbps",
            unit("bps", "1"),
            unit("kbps", "1e3"),
            unit("Mbps", "1e6"),
            unit("Gbps", "1e9"),
            unit("Tbps", "1e12")),
    /** A share of a whole; the base unit is one part in a billion. */
    SHARE("a share", "25 %", unit("ppb", "1"), unit("ppm", "1e3"), unit("%", "1e7")),
    /** Events per time; the base unit is one event per million seconds, so that 0.000001/s is exact. */
    FREQUENCY(
            "a frequency",
            "100/s",
            unit("/s", "1e6"),
            unit("/ms", "1e9"),
            unit("/us", "1e12"),
            unit("/min", "1e6/60"),
            unit("/h", "1e6/3600")),
    /** A number of packets. */
    PACKETS("a number of packets", "1000 packets", unit("packets", "1"), unit("packet", "1")),
    /** A plain whole number, such as a priority or a mask: the one kind without a unit. */
    NUMBER("a whole number", "3", unit("", "1"));

    /** One billion: the whole of a {@link #SHARE}. */
    public static final long WHOLE = 1_000_000_000L;

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?)\\s*([A-Za-zµ%/]*)");

    private final String noun;
    private final String example;

    @SuppressWarnings("ImmutableEnumChecker") // List.of, which cannot change
    private final List<Unit> units;

    Quantity(String noun, String example, Unit... units) {
        this.noun = noun;
        this.example = example;
        this.units = List.of(units);
    }

    /** The kind in words, such as "a time". */
    public String noun() {
        return noun;
    }

    /** A value as a user would write it, such as "5 us". */
    public String example() {
        return example;
    }

    /** The symbols of the units allowed, smallest first. */
    public List<String> unitSymbols() {
        return units.stream().map(Unit::symbol).toList();
    }

    /**
     * Reads a number with a unit, exactly.
     *
     * @return the value in base units
     * @throws UnitException when there is no number, no unit or another kind's unit, when the value is finer than the
     *     base unit, or when it does not fit
     */
    public long parse(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UnitException("'" + text + "' is not " + expectation());
        }
        BigDecimal number = new BigDecimal(matcher.group(1).replace("_", ""));
        String symbol = matcher.group(2).replace("µs", "us");
        if (symbol.isEmpty() && this != NUMBER) {
            throw new UnitException("'" + text + "' has no unit; expected " + expectation());
        }
        Unit unit = units.stream()
                .filter(candidate -> candidate.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() ->
                        new UnitException("'" + text + "' has the unit '" + symbol + "'; expected " + expectation()));
        return inBaseUnits(text, number, unit);
    }

    /**
     * Writes a value in the largest unit in which it is at least one and exact to at most three decimals; in the base unit
     * when there is none.
     */
    public String format(long value) {
        if (value == 0 && this == SHARE) {
            return "0 %"; // nobody counts nothing in parts per billion
        }
        if (value == 1 && this == PACKETS) {
            return "1 packet";
        }
        Unit best = units.get(0);
        BigDecimal inBest = BigDecimal.valueOf(value).divide(best.ticks()).stripTrailingZeros();
        for (Unit unit : units) {
            BigDecimal inUnit = unit.inThousandths(value);
            if (inUnit != null
                    && unit.ticks().compareTo(best.ticks()) > 0
                    && inUnit.abs().compareTo(BigDecimal.ONE) >= 0) {
                best = unit;
                inBest = inUnit;
            }
        }
        boolean isJoined = best.symbol().startsWith("/") || best.symbol().isEmpty();
        return inBest.toPlainString() + (isJoined ? "" : " ") + best.symbol();
    }

    private String expectation() {
        if (this == NUMBER) {
            return noun + " such as '" + example + "'";
        }
        String symbols = units.stream().map(Unit::symbol).collect(Collectors.joining(", "));
        return noun + " such as '" + example + "' (units: " + symbols + ")";
    }

    private long inBaseUnits(String text, BigDecimal number, Unit unit) {
        BigDecimal ticks = number.multiply(unit.ticks());
        BigDecimal value = ticks.divide(unit.divisor(), 0, RoundingMode.HALF_EVEN);
        boolean isLost = value.signum() == 0 && number.signum() != 0;
        if (isLost || (unit.isExact() && hasFraction(ticks))) {
            throw new UnitException("'" + text + "' is finer than " + format(1) + "; expected " + expectation());
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new UnitException("'" + text + "' is too large; the largest is " + largest());
        }
    }

    /** The greatest value that fits, in whole units of the largest: the exact one has a digit for each tick. */
    private String largest() {
        Unit unit =
                units.stream().max(java.util.Comparator.comparing(Unit::ticks)).orElseThrow();
        return BigDecimal.valueOf(Long.MAX_VALUE).divide(unit.ticks(), 0, RoundingMode.DOWN) + " " + unit.symbol();
    }

    private static boolean hasFraction(BigDecimal number) {
        return number.stripTrailingZeros().scale() > 0;
    }

    private static Unit unit(String symbol, String ticks) {
        int slash = ticks.indexOf('/');
        return slash < 0
                ? new Unit(symbol, new BigDecimal(ticks), BigDecimal.ONE)
                : new Unit(
                        symbol, new BigDecimal(ticks.substring(0, slash)), new BigDecimal(ticks.substring(slash + 1)));
    }

    /** One unit: {@code ticks / divisor} base units. */
    private record Unit(String symbol, BigDecimal ticks, BigDecimal divisor) {
        private static final int DECIMALS = 3;

        /** Whether the unit is a whole number of base units. */
        boolean isExact() {
            return divisor.compareTo(BigDecimal.ONE) == 0;
        }

        /** A value in this unit; null when that takes more than three decimals. */
        @Nullable
        BigDecimal inThousandths(long value) {
            BigDecimal[] thousandths =
                    BigDecimal.valueOf(value).movePointRight(DECIMALS).divideAndRemainder(ticks);
            return isExact() && thousandths[1].signum() == 0
                    ? thousandths[0].movePointLeft(DECIMALS).stripTrailingZeros()
                    : null;
        }
    }
}
