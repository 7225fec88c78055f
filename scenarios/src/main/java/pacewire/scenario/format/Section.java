package pacewire.scenario.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** A mapping with declared keys. */
public final class Section<T> implements Shape<T> {
    /** Makes a value of the fields' values; may find problems that concern several of them, and then returns null. */
    @FunctionalInterface
    public interface Binder<T> {
        @Nullable
        T bind(Entries entries);
    }

    private final String name;
    private final List<Field<?>> fields;
    private final List<Field<?>> exactlyOneOf;
    private final boolean bindsDespiteProblems;
    private final Binder<T> binder;

    private Section(
            String name,
            List<Field<?>> fields,
            List<Field<?>> exactlyOneOf,
            boolean bindsDespiteProblems,
            Binder<T> binder) {
        this.name = name;
        this.fields = List.copyOf(fields);
        this.exactlyOneOf = List.copyOf(exactlyOneOf);
        this.bindsDespiteProblems = bindsDespiteProblems;
        this.binder = binder;
    }

    /**
     * A mapping whose binder runs when every field was right.
     *
     * @param name of the definition in the JSON Schema
     */
    public static <T> Section<T> of(String name, List<Field<?>> fields, Binder<T> binder) {
        return new Section<>(name, fields, List.of(), false, binder);
    }

    /** A mapping that yields its entries even when some are wrong, so that others can be checked against each other. */
    public static Section<Entries> open(String name, List<Field<?>> fields) {
        return new Section<>(name, fields, List.of(), true, entries -> entries);
    }

    /** The same, with exactly one of some optional fields given. */
    public Section<T> withExactlyOneOf(Field<?>... alternatives) {
        return new Section<>(name, fields, List.of(alternatives), bindsDespiteProblems, binder);
    }

    /** The same, with another field before the others. */
    Section<T> withFirst(Field<?> first) {
        List<Field<?>> all = new ArrayList<>();
        all.add(first);
        all.addAll(fields);
        return new Section<>(name, all, exactlyOneOf, bindsDespiteProblems, binder);
    }

    public String name() {
        return name;
    }

    /** The keys in the order to show them. */
    public List<Field<?>> fields() {
        return fields;
    }

    /** The keys of which exactly one is given; empty when there is no such rule. */
    public List<Field<?>> exactlyOneOf() {
        return exactlyOneOf;
    }

    @Override
    public @Nullable T read(Spot spot, Reading reading) {
        if (!(spot.node() instanceof Node.Mapping mapping)) {
            reading.problems().add(spot, "this is " + words());
            return null;
        }
        int before = reading.problems().count();
        Entries entries = new Entries(spot, mapping, reading);
        entries.read(fields);
        checkAlternatives(entries);
        boolean isWhole = reading.problems().count() == before;
        return isWhole || bindsDespiteProblems ? binder.bind(entries) : null;
    }

    private void checkAlternatives(Entries entries) {
        List<Field<?>> given = exactlyOneOf.stream().filter(entries::isGiven).toList();
        if (exactlyOneOf.isEmpty() || given.size() == 1) {
            return;
        }
        String found = given.isEmpty() ? "none of them" : "both " + keys(given, " and ");
        entries.problems()
                .add(
                        given.isEmpty()
                                ? entries.spot().place()
                                : entries.spot(given.get(1)).place(),
                        entries.spot().path(),
                        found,
                        "exactly one of " + keys(exactlyOneOf, ", ") + " is given here");
    }

    private static String keys(List<Field<?>> fields, String separator) {
        return fields.stream().map(field -> "'" + field.key() + "'").collect(Collectors.joining(separator));
    }

    @Override
    public String words() {
        return "a mapping with the keys " + fields.stream().map(Field::key).collect(Collectors.joining(", "));
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        return definitions.reference(name, () -> definition(definitions));
    }

    private Object definition(SchemaDefinitions definitions) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Field<?> field : fields) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", field.help());
            if (field.defaultText() != null) {
                property.put("$comment", "default: " + field.defaultText());
            }
            if (field.shape().schema(definitions) instanceof Map<?, ?> shape) {
                shape.forEach((key, value) -> property.put((String) key, value));
            }
            properties.put(field.key(), property);
        }
        Map<String, Object> schema = Scalars.type("object");
        schema.put("properties", properties);
        schema.put(
                "required",
                fields.stream().filter(Field::isRequired).map(Field::key).toList());
        schema.put("additionalProperties", false);
        if (!exactlyOneOf.isEmpty()) {
            schema.put(
                    "oneOf",
                    exactlyOneOf.stream()
                            .map(field -> Map.of("required", List.of(field.key())))
                            .toList());
        }
        return schema;
    }

    @Override
    public Node resolve(Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            return node;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Field<?> field : fields) {
            Node.Entry given = mapping.entries().get(field.key());
            Node value = given != null ? given.value() : field.defaultNode();
            if (value != null) {
                entries.put(
                        field.key(), new Node.Entry(value.place(), field.shape().resolve(value)));
            }
        }
        return new Node.Mapping(node.place(), entries);
    }
}
