package pacewire.scenario.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** A whole number, or two with a dash between them: a range, ends included. */
public record NumberRange(int smallest, int largest) implements Shape<NumberRange.Range> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})(?:\\s*-\\s*([0-9]{1,10}))?");

    /** From one number to another, ends included. */
    public record Range(int from, int to) {}

    @Override
    public @Nullable Range read(Spot spot, Reading reading) {
        String text = Scalars.textAt(spot, reading, "this is " + words());
        if (text == null) {
            return null;
        }
        Matcher matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            if (from >= smallest && from <= to && to <= largest) {
                return new Range((int) from, (int) to);
            }
        }
        reading.problems().add(spot, "this is " + words());
        return null;
    }

    @Override
    public String words() {
        return "a whole number from " + smallest + " to " + largest + ", or a range of them such as " + smallest + "-"
                + Math.min(largest, smallest + 1);
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> number = Scalars.type("integer");
        number.put("minimum", smallest);
        number.put("maximum", largest);
        Map<String, Object> range = Scalars.type("string");
        range.put("pattern", "^[0-9]{1,10}\\s*-\\s*[0-9]{1,10}$");
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", List.of(number, range));
        return schema;
    }
}
