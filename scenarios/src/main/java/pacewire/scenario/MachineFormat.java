package pacewire.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataSize;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.machine.MachineVariant;
import pacewire.model.os.machine.ThreadScheduling;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Reading;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.SchemaDefinitions;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.YamlTree;

/**
 * The value of {@code machine:}: a machine profile that ships, by its name, or the path of a file that states one, ending in
 * .yaml. A file names the profile that it is based on, and the figures that are its own, each with its source.
 */
final class MachineFormat implements Shape<MachineProfile> {
    static final MachineFormat SHAPE = new MachineFormat();

    private static final String SUFFIX = ".yaml";

    /** Every time that a cost may be: an hour is longer than any. */
    private static final long MOST_PS = 3600 * SimTime.SECOND;

    /** Every cache: no processor has one of a gibibyte in 2026 but for stacked memory, which is memory here. */
    private static final long MOST_BYTES = 1024 * DataSize.MIB;

    private static final List<String> NAMES =
            MachineProfiles.all().stream().map(MachineProfile::name).toList();

    private static final Shape<String> NAME_OF_PROFILE =
            Scalars.word("a machine profile (or the path of one, .yaml)", NAMES);

    private static final Field<String> MACHINE =
            Field.required("machine", Scalars.text("a name"), "name of the machine in results");
    private static final Field<String> SUMMARY =
            Field.withDefault("summary", Scalars.text("a sentence"), "a machine of one's own", "what it is");
    private static final Field<Long> YEAR = Field.required("year", Scalars.whole(1970, 9999), "when it was measured");
    private static final Field<String> BASE = Field.withDefault(
            "base", Scalars.word("a machine profile", NAMES), "linux-6", "gives the figures that are not stated here");
    private static final Field<String> THREADS = Field.optional(
            "threads",
            Scalars.word(
                    "a way to share the cores",
                    Stream.of(ThreadScheduling.values())
                            .map(ThreadScheduling::key)
                            .toList()),
            "how threads share the cores: fair (Linux since 6.6), completelyFair (Linux before), roundRobin; as the base, if left"
                    + " out");
    private static final Field<String> SOURCE =
            Field.required("source", Scalars.text("a text"), "where the figure comes from");
    private static final Map<CostItem, Field<Cost>> COST_OF = costs();
    private static final Field<Entries> COSTS = Field.withDefault(
            "costs",
            Section.open("machineCosts", new ArrayList<>(COST_OF.values())),
            "{}",
            "the figures that are its own, by their names in the table of 'pacewire machines NAME'");
    private static final Section<MachineProfile> FILE =
            Section.of("machineFile", List.of(MACHINE, SUMMARY, YEAR, BASE, THREADS, COSTS), MachineFormat::profile);

    private MachineFormat() {}

    private static Map<CostItem, Field<Cost>> costs() {
        Map<CostItem, Field<Cost>> fields = new LinkedHashMap<>();
        for (CostItem item : CostItem.values()) {
            Field<Long> value = Field.required("value", value(item), item.meaning());
            fields.put(
                    item,
                    Field.optional(
                            item.key(),
                            Section.of(
                                    "machineCost",
                                    List.of(value, SOURCE),
                                    entries -> new Cost(item, entries.get(value), entries.get(SOURCE))),
                            item.meaning()));
        }
        return fields;
    }

    private static Shape<Long> value(CostItem item) {
        return switch (item.unit()) {
            case TIME, TIME_PER_KIB -> Scalars.measure(Quantity.TIME, 0, MOST_PS);
            case SIZE -> Scalars.measure(Quantity.SIZE, 0, MOST_BYTES);
            case COUNT -> Scalars.whole(0, Integer.MAX_VALUE);
        };
    }

    private static MachineProfile profile(Entries file) {
        MachineProfile base = MachineProfiles.find(file.get(BASE)).orElseThrow();
        MachineVariant variant = new MachineVariant(base, 100, "not stated for this machine");
        file.find(THREADS).ifPresent(key -> variant.sharing(ThreadScheduling.of(key)));
        Entries costs = file.get(COSTS);
        COST_OF.values().stream()
                .map(costs::find)
                .flatMap(Optional::stream)
                .forEach(cost -> variant.with(cost.item(), cost.value(), cost.source()));
        return variant.named(file.get(MACHINE), file.get(SUMMARY), Math.toIntExact(file.get(YEAR)));
    }

    @Override
    public @Nullable MachineProfile read(Spot spot, Reading reading) {
        boolean isFile =
                spot.node() instanceof Node.Scalar scalar && scalar.text().endsWith(SUFFIX);
        if (!isFile) {
            String name = NAME_OF_PROFILE.read(spot, reading);
            return name == null ? null : MachineProfiles.find(name).orElseThrow();
        }
        String path = ((Node.Scalar) spot.node()).text();
        String text = reading.inputs().text(spot, path, reading.problems());
        Node root = text == null ? null : YamlTree.read(path, text, reading.problems());
        return root == null ? null : FILE.read(Spot.top(root), reading);
    }

    @Override
    public String words() {
        return NAME_OF_PROFILE.words();
    }

    @Override
    public Object schema(SchemaDefinitions definitions) {
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("enum", NAMES);
        Map<String, Object> path = new LinkedHashMap<>();
        path.put("type", "string");
        path.put("pattern", "\\.yaml$");
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", Arrays.asList(name, path));
        return schema;
    }
}
