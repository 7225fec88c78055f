package pacewire.scenario.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;

/** Shapes of single words, numbers and quantities. */
public final class Scalars {
    private Scalars() {}

    /** A text that satisfies a rule. */
    public static Shape<String> text(String words, Pattern pattern) {
        return new Text(words, pattern);
    }

    /** Any text. */
    public static Shape<String> text(String words) {
        return new Text(words, Pattern.compile("(?s).*"));
    }

    /** One of a few words; {@code noun} is what they are, such as "a machine profile". */
    public static Shape<String> word(String noun, List<String> allowed) {
        return new Word(noun, allowed);
    }

    /** True or false. */
    public static Shape<Boolean> flag() {
        return new Flag();
    }

    /** A whole number without a unit. */
    public static Shape<Long> whole(long smallest, long largest) {
        return new Whole(smallest, largest);
    }

    /** A decimal number without a unit, above 0. */
    public static Shape<BigDecimal> positiveDecimal() {
        return new PositiveDecimal();
    }

    /** A quantity with its unit, in base units; {@code Long.MAX_VALUE} is no bound. */
    public static Shape<Long> measure(Quantity quantity, long smallest, long largest) {
        return new Measure(quantity, smallest, largest);
    }

    /** The parameter of a pluggable part, in base units. */
    public static Field<Long> parameter(ParameterSpec spec) {
        return new Field<>(spec.name(), new Parameter(spec), false, spec.defaultText(), spec.help());
    }

    /** The text of a scalar; null, with a problem, when something else stands there. */
    static @Nullable String textAt(Spot spot, Reading reading, String allowed) {
        if (spot.node() instanceof Node.Scalar scalar) {
            return scalar.text();
        }
        reading.problems().add(spot, allowed);
        return null;
    }

    static Map<String, Object> type(String name) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", name);
        return schema;
    }

    /** A regular expression for a number with one of a quantity's units, as JSON Schema wants it. */
    private static Map<String, Object> quantitySchema(Quantity quantity) {
        Map<String, Object> schema = type("string");
        if (quantity == Quantity.NUMBER) {
            schema.put("type", List.of("string", "integer"));
        }
        String units = quantity.unitSymbols().stream()
                .map(symbol -> symbol.replace("/", "\\/"))
                .collect(Collectors.joining("|"));
        schema.put("pattern", "^\\s*[+-]?[0-9][0-9_]*(\\.[0-9]+)?\\s*(" + units + ")\\s*$");
        schema.put("examples", List.of(quantity.example()));
        return schema;
    }

    private record Text(String words, Pattern pattern) implements Shape<String> {
        @Override
        public @Nullable String read(Spot spot, Reading reading) {
            String text = textAt(spot, reading, "this is " + words);
            if (text != null && !pattern.matcher(text).matches()) {
                reading.problems().add(spot, "this is " + words);
                return null;
            }
            return text;
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            return Map.of("type", List.of("string", "number")); // YAML takes a title such as 2005 for a number
        }
    }

    private record Word(String noun, List<String> allowed) implements Shape<String> {
        @Override
        public @Nullable String read(Spot spot, Reading reading) {
            String text = textAt(spot, reading, words());
            if (text == null || allowed.contains(text)) {
                return text;
            }
            reading.problems()
                    .add(
                            spot.place(),
                            spot.path(),
                            spot.node().found(),
                            words(),
                            "found " + spot.node().found() + complaint(text));
            return null;
        }

        private String complaint(String text) {
            String suggestion = Suggestions.didYouMean(text, allowed);
            String start = suggestion.isEmpty()
                    ? "; " + noun
                    : suggestion + " " + Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
            return start + " is one of: " + String.join(", ", allowed);
        }

        @Override
        public String words() {
            return noun + ", one of: " + String.join(", ", allowed);
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            Map<String, Object> schema = type("string");
            schema.put("enum", allowed);
            return schema;
        }
    }

    private record Flag() implements Shape<Boolean> {
        @Override
        public @Nullable Boolean read(Spot spot, Reading reading) {
            String text = textAt(spot, reading, "this is true or false");
            if ("true".equals(text) || "false".equals(text)) {
                return Boolean.valueOf(text);
            }
            if (text != null) {
                reading.problems().add(spot, "this is true or false");
            }
            return null;
        }

        @Override
        public String words() {
            return "true or false";
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            return type("boolean");
        }
    }

    private record Whole(long smallest, long largest) implements Shape<Long> {
        private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9_]*");

        @Override
        public @Nullable Long read(Spot spot, Reading reading) {
            String text = textAt(spot, reading, "this is " + words());
            if (text == null) {
                return null;
            }
            if (NUMBER.matcher(text).matches()) {
                BigInteger number = new BigInteger(text.replace("_", ""));
                boolean isInRange = number.compareTo(BigInteger.valueOf(smallest)) >= 0
                        && number.compareTo(BigInteger.valueOf(largest)) <= 0;
                if (isInRange) {
                    return number.longValueExact();
                }
            }
            reading.problems().add(spot, "this is " + words());
            return null;
        }

        @Override
        public String words() {
            if (smallest == Long.MIN_VALUE) {
                return "a whole number";
            }
            return largest == Long.MAX_VALUE
                    ? "a whole number, at least " + smallest
                    : "a whole number from " + smallest + " to " + largest;
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            Map<String, Object> schema = type("integer");
            if (smallest != Long.MIN_VALUE) {
                schema.put("minimum", smallest);
            }
            if (largest != Long.MAX_VALUE) {
                schema.put("maximum", largest);
            }
            return schema;
        }
    }

    private record PositiveDecimal() implements Shape<BigDecimal> {
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

        @Override
        public @Nullable BigDecimal read(Spot spot, Reading reading) {
            String text = textAt(spot, reading, "this is " + words());
            if (text == null) {
                return null;
            }
            if (NUMBER.matcher(text).matches() && new BigDecimal(text).signum() > 0) {
                return new BigDecimal(text);
            }
            reading.problems().add(spot, "this is " + words());
            return null;
        }

        @Override
        public String words() {
            return "a number above 0, such as 1.5";
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            Map<String, Object> schema = type("number");
            schema.put("exclusiveMinimum", 0);
            return schema;
        }
    }

    private record Measure(Quantity quantity, long smallest, long largest) implements Shape<Long> {
        @Override
        public @Nullable Long read(Spot spot, Reading reading) {
            Long value = quantityAt(spot, reading, this, quantity::parse);
            if (value != null && (value < smallest || value > largest)) {
                reading.problems().add(spot, quantity.noun() + " must be " + range());
                return null;
            }
            return value;
        }

        @Override
        public String words() {
            return quantity.noun() + " such as '" + quantity.example() + "'";
        }

        private String range() {
            String least = smallest == 0 ? "0" : quantity.format(smallest);
            return largest == Long.MAX_VALUE
                    ? "at least " + least
                    : "from " + least + " to " + quantity.format(largest);
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            return quantitySchema(quantity);
        }
    }

    private record Parameter(ParameterSpec spec) implements Shape<Long> {
        @Override
        public @Nullable Long read(Spot spot, Reading reading) {
            return quantityAt(spot, reading, this, spec::parse);
        }

        @Override
        public String words() {
            Quantity quantity = spec.quantity();
            return quantity == null
                    ? "one of: " + spec.allowed()
                    : quantity.noun() + " such as '" + quantity.example() + "', " + spec.allowed();
        }

        @Override
        public Object schema(SchemaDefinitions definitions) {
            Quantity quantity = spec.quantity();
            if (quantity != null) {
                return quantitySchema(quantity);
            }
            Map<String, Object> schema = type("string");
            schema.put("enum", spec.choices());
            return schema;
        }
    }

    /** Reads a text with a unit; the parser's own words tell what is wrong with it. */
    private static @Nullable Long quantityAt(
            Spot spot, Reading reading, Shape<Long> shape, ToLongFunction<String> parser) {
        if (!(spot.node() instanceof Node.Scalar scalar)) {
            reading.problems().add(spot, "this is " + shape.words());
            return null;
        }
        try {
            return parser.applyAsLong(scalar.text());
        } catch (UnitException wrong) {
            reading.problems()
                    .add(
                            spot.place(),
                            spot.path(),
                            spot.node().found(),
                            shape.words(),
                            String.valueOf(wrong.getMessage()));
            return null;
        }
    }
}
