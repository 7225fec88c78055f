package pacewire.scenario.result;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;

/** The unit of a metric, which its key ends in, and how a bound for it is written in a scenario file. */
public enum MetricUnit {
    /** Things counted: a bound is a plain number. */
    COUNT(null, 0),
    /** Bytes: a bound is a size. */
    BYTES(Quantity.SIZE, 0),
    /** Microseconds: a bound is a time. */
    MICROSECONDS(Quantity.TIME, 6),
    /** Seconds: a bound is a time. */
    SECONDS(Quantity.TIME, 12),
    /** Bits per second: a bound is a data rate. */
    BITS_PER_SECOND(Quantity.RATE, 0),
    /** A ratio: a bound is a share. */
    RATIO(Quantity.SHARE, 9);

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[0-9]{1,18}");

    private final @Nullable Quantity quantity;
    /** How many powers of ten the metric's unit is above the quantity's base unit. */
    private final int powerOfTen;

    MetricUnit(@Nullable Quantity quantity, int powerOfTen) {
        this.quantity = quantity;
        this.powerOfTen = powerOfTen;
    }

    /** The unit of the metric at a path: that of the last key that tells one. A group's name tells none. */
    public static MetricUnit of(String path) {
        String[] keys = path.split("\\.", -1);
        int firstKey = keys[0].equals("groups") ? 2 : 0;
        for (int i = keys.length - 1; i >= firstKey; i--) {
            MetricUnit unit = ofKey(keys[i]);
            if (unit != null) {
                return unit;
            }
        }
        return COUNT;
    }

    private static @Nullable MetricUnit ofKey(String key) {
        if (key.equals("count")) {
            return COUNT;
        } else if (key.endsWith("Us") || key.endsWith("UsPerMegabyte")) {
            return MICROSECONDS;
        } else if (key.endsWith("Seconds")) {
            return SECONDS;
        } else if (key.endsWith("Bps")) {
            return BITS_PER_SECOND;
        } else if (key.endsWith("Ratio")) {
            return RATIO;
        }
        return key.startsWith("bytes") ? BYTES : null;
    }

    /** What a bound is, in words. */
    public String words() {
        return quantity == null
                ? "a whole number without a unit, such as 200"
                : quantity.noun() + " such as '" + quantity.example() + "'";
    }

    /**
     * Reads a bound.
     *
     * @return the bound in the unit of the metric's key
     * @throws UnitException when it is not of the kind
     */
    public BigDecimal parse(String text) {
        if (quantity != null) {
            return BigDecimal.valueOf(quantity.parse(text)).movePointLeft(powerOfTen);
        }
        if (!PLAIN_NUMBER.matcher(text).matches()) {
            throw new UnitException("'" + text + "' is not " + words());
        }
        return new BigDecimal(text);
    }
}
