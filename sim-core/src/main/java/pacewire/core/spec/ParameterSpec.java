package pacewire.core.spec;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;

/**
 * One parameter of a pluggable part, declared once.
 *
 * @param name as in scenario files, camelCase
 * @param quantity its kind and unit; null for a choice
 * @param choices the words allowed, for a choice; empty otherwise
 * @param defaultText the default as a user would write it; null: optional without a default
 * @param smallest least value allowed, in base units (index of the word, for a choice)
 * @param largest greatest value allowed, in base units
 * @param help what it does, in a few words
 */
public record ParameterSpec(
        String name,
        @Nullable Quantity quantity,
        List<String> choices,
        @Nullable String defaultText,
        long smallest,
        long largest,
        String help) {

    /** A quantity with a default. */
    public static ParameterSpec quantity(
            String name, Quantity quantity, String defaultText, long smallest, long largest, String help) {
        return new ParameterSpec(name, quantity, List.of(), defaultText, smallest, largest, help);
    }

    /** A quantity that may be left out. */
    public static ParameterSpec optionalQuantity(
            String name, Quantity quantity, long smallest, long largest, String help) {
        return new ParameterSpec(name, quantity, List.of(), null, smallest, largest, help);
    }

    /** One word of several; the first is the default. Its value is the word's index. */
    public static ParameterSpec choice(String name, List<String> choices, String help) {
        return new ParameterSpec(name, null, List.copyOf(choices), choices.get(0), 0, choices.size() - 1L, help);
    }

    /**
     * Reads a value.
     *
     * @throws UnitException when it is not of the kind, or out of range
     */
    public long parse(String text) {
        long value = quantity == null ? indexOfChoice(text) : quantity.parse(text);
        if (value < smallest || value > largest) {
            throw new UnitException("'" + text + "' is out of range; allowed: " + allowed());
        }
        return value;
    }

    /** The values allowed, in words. */
    public String allowed() {
        if (quantity == null) {
            return String.join(", ", choices);
        }
        String from = quantity.format(smallest);
        boolean isUnbounded = largest >= Integer.MAX_VALUE && quantity == Quantity.PACKETS;
        return isUnbounded || largest == Long.MAX_VALUE
                ? quantity.noun() + ", at least " + from
                : quantity.noun() + " from " + from + " to " + quantity.format(largest);
    }

    private long indexOfChoice(String text) {
        int index = choices.indexOf(text);
        if (index < 0) {
            throw new UnitException("'" + text + "' is not one of: " + String.join(", ", choices));
        }
        return index;
    }
}
