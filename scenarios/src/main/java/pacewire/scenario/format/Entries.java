package pacewire.scenario.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The values of a mapping by field, defaults filled in; what was wrong is missing. */
public final class Entries {
    private final Spot spot;
    private final Node.Mapping mapping;
    private final Reading reading;
    /** By key: a field's own hash code would go through all that may stand behind it. */
    private final Map<String, Object> values = new HashMap<>();

    Entries(Spot spot, Node.Mapping mapping, Reading reading) {
        this.spot = spot;
        this.mapping = mapping;
        this.reading = reading;
    }

    /** Where the mapping stands. */
    public Spot spot() {
        return spot;
    }

    /** Where a field's value stands; the mapping itself, under the field's path, when it was left out. */
    public Spot spot(Field<?> field) {
        Node.Entry entry = mapping.entries().get(field.key());
        return spot.key(field.key(), entry == null ? mapping : entry.value());
    }

    /** Whether the file itself gives a value, right or wrong. */
    public boolean isGiven(Field<?> field) {
        return mapping.entries().containsKey(field.key());
    }

    /** The value given, or the default; empty when there is neither, or when it is wrong. */
    @SuppressWarnings("unchecked") // put in by read(Field<T>) only
    public <T> Optional<T> find(Field<T> field) {
        return Optional.ofNullable((T) values.get(field.key()));
    }

    /** The value of a field that is required or has a default. */
    public <T> T get(Field<T> field) {
        return find(field).orElseThrow(() -> new IllegalStateException(field.key() + " was not read"));
    }

    /** The value of a field or another when it was left out. */
    public <T> T getOr(Field<T> field, T otherwise) {
        return find(field).orElse(otherwise);
    }

    /** A field's value is not what is allowed. */
    public void problem(Field<?> field, String allowed) {
        Spot at = spot(field);
        String found = mapping.entries().containsKey(field.key()) ? at.node().found() : "nothing";
        problems().add(at.place(), at.path(), found, allowed);
    }

    public Problems problems() {
        return reading.problems();
    }

    public Reading reading() {
        return reading;
    }

    /** Reads what the fields say; reports keys of no field, and fields that are required and missing. */
    void read(List<Field<?>> fields) {
        fields.forEach(this::read);
        List<String> keys = fields.stream().map(Field::key).toList();
        mapping.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                reportUnknown(key, entry, keys);
            }
        });
    }

    private <T> void read(Field<T> field) {
        Node.Entry entry = mapping.entries().get(field.key());
        if (entry != null && entry.value() instanceof Node.Nothing) {
            problem(field, "'" + field.key() + "' is " + field.shape().words());
        } else if (entry != null) {
            put(field, field.shape().read(spot.key(field.key(), entry.value()), reading));
        } else if (field.isRequired()) {
            problem(field, "'" + field.key() + "' is required: " + field.shape().words());
        } else {
            Node defaultNode = field.defaultNode();
            if (defaultNode != null) {
                put(field, field.shape().read(spot.key(field.key(), defaultNode), reading));
            }
        }
    }

    private <T> void put(Field<T> field, @Nullable T value) {
        if (value != null) {
            values.put(field.key(), value);
        }
    }

    private void reportUnknown(String key, Node.Entry entry, List<String> keys) {
        String allowed = keys.isEmpty()
                ? "nothing more may stand here"
                : "the keys here are: " + keys.stream().collect(Collectors.joining(", "));
        problems()
                .add(
                        entry.keyPlace(),
                        spot.pathTo(key),
                        "'" + key + "'",
                        allowed,
                        "unknown key '" + key + "'" + Suggestions.didYouMean(key, keys) + " (" + allowed + ")");
    }
}
