package pacewire.core.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Validated values of a part's parameters, in base units, defaults filled in. */
public final class ParameterValues {
    private final Map<String, Long> values;

    private ParameterValues(Map<String, Long> values) {
        this.values = values;
    }

    /**
     * Fills in the defaults.
     *
     * @param specs the parameters declared
     * @param given the values named by the user, in base units
     * @throws IllegalArgumentException when a name is not declared
     */
    public static ParameterValues of(List<ParameterSpec> specs, Map<String, Long> given) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            String defaultText = spec.defaultText();
            Long value = given.get(spec.name());
            if (value != null) {
                values.put(spec.name(), value);
            } else if (defaultText != null) {
                values.put(spec.name(), spec.parse(defaultText));
            }
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("no such parameter: " + name);
            }
        }
        return new ParameterValues(values);
    }

    /** All defaults. */
    public static ParameterValues defaults(List<ParameterSpec> specs) {
        return of(specs, Map.of());
    }

    /** The value of a parameter that has a default or was given. */
    public long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("parameter has no value: " + name);
        }
        return value;
    }

    /** The value of a parameter, or another value when it was left out. */
    public long valueOr(String name, long otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** All values by name, in the order declared. */
    public Map<String, Long> asMap() {
        return java.util.Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParameterValues same && same.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
