package pacewire.scenario.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A mapping whose {@code type} says which other keys it has, such as a packet scheduler or a distribution.
 *
 * @param name of the definition in the JSON Schema
 * @param noun in words, such as "a packet scheduler"
 * @param variants in the order to show them
 */
public record Variants<T>(String name, String noun, List<Variant<T>> variants) implements Shape<T> {
    /** The key that tells the variants apart. */
    public static final String TYPE = "type";

    /**
     * One of them.
     *
     * @param type its name
     * @param keys its other keys; asked only when it is chosen or described, for those of some take a while to put together
     */
    public record Variant<T>(String type, Supplier<Section<T>> keys) {
        /** One whose keys are at hand. */
        public Variant(String type, Section<T> section) {
            this(type, () -> section);
        }

        Section<T> section() {
            return keys.get();
        }
    }

    @Override
    public @Nullable T read(Spot spot, Reading reading) {
        if (!(spot.node() instanceof Node.Mapping mapping)) {
            reading.problems().add(spot, "this is " + words());
            return null;
        }
        Node.Entry entry = mapping.entries().get(TYPE);
        if (entry == null) {
            reading.problems()
                    .add(
                            spot.place(),
                            spot.pathTo(TYPE),
                            "nothing",
                            "'type' is required: " + typeField().shape().words());
            return null;
        }
        String type = typeField().shape().read(spot.key(TYPE, entry.value()), reading);
        return type == null ? null : sectionOf(type).read(spot, reading);
    }

    private Section<T> sectionOf(String type) {
        return find(type)
                .orElseThrow(() -> new IllegalStateException(type))
                .section()
                .withFirst(typeField());
    }

    private Field<String> typeField() {
        return Field.required(TYPE, Scalars.word(noun, types()), "which one");
    }

    private Optional<Variant<T>> find(String type) {
        return variants.stream().filter(variant -> variant.type().equals(type)).findFirst();
    }

    private List<String> types() {
        return variants.stream().map(Variant::type).toList();
    }

    @Override
    public String words() {
        return noun + " such as {type: " + variants.get(0).type() + "}";
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        return definitions.reference(name, () -> definition(definitions));
    }

    private Object definition(SchemaDefinitions definitions) {
        Map<String, Object> schema = Scalars.type("object");
        schema.put("required", List.of(TYPE));
        schema.put("properties", typeProperty(types()));
        schema.put(
                "allOf",
                variants.stream().map(variant -> rule(variant, definitions)).toList());
        return schema;
    }

    /** If it is of this type, then its keys are these: an editor so reports what is wrong in one variant, not in all. */
    private Object rule(Variant<T> variant, SchemaDefinitions definitions) {
        Map<String, Object> ofThisType = new LinkedHashMap<>();
        ofThisType.put("properties", Map.of(TYPE, Map.of("const", variant.type())));
        ofThisType.put("required", List.of(TYPE));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("if", ofThisType);
        rule.put("then", variant.section().withFirst(typeField()).schema(definitions));
        return rule;
    }

    private static Map<String, Object> typeProperty(List<String> types) {
        return Map.of(TYPE, Map.of("enum", types));
    }

    @Override
    public Node resolve(Node node) {
        Node.Entry entry =
                node instanceof Node.Mapping mapping ? mapping.entries().get(TYPE) : null;
        return entry != null && entry.value() instanceof Node.Scalar type
                ? sectionOf(type.text()).resolve(node)
                : node;
    }
}
