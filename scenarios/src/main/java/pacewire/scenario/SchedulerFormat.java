package pacewire.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.model.sched.TableSpec;
import pacewire.scenario.format.Deferred;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.OneOrMore;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Variants;

/** Packet schedulers with what each declares: parameters, tables, and classes, which hold packet schedulers again. */
final class SchedulerFormat {
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Field<String> NAME = Field.required(
            "name", Scalars.text("a name of letters, digits, '-' and '_'", CLASS_NAME), "name of the class");
    private static final Field<List<PacketFilter>> MATCH = Field.optional(
            "match",
            new OneOrMore<>(PacketFilterFormat.FILTER),
            "the packets it takes, as far as no class before it does; without it, all");

    /** Those that ship; after the fields that it is made of. */
    static final Shape<SchedulerSetup> BUILT_IN = of(SchedulerCatalogue.builtIn());

    private final SchedulerCatalogue catalogue;
    private @Nullable Shape<SchedulerSetup> shape;

    private SchedulerFormat(SchedulerCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The packet schedulers of a catalogue. */
    static Shape<SchedulerSetup> of(SchedulerCatalogue catalogue) {
        return new SchedulerFormat(catalogue).shape();
    }

    private Shape<SchedulerSetup> shape() {
        Shape<SchedulerSetup> made = shape;
        if (made == null) {
            made = new Variants<>(
                    "packetScheduler",
                    "a packet scheduler",
                    catalogue.names().stream().map(this::variant).toList());
            shape = made;
        }
        return made;
    }

    private Variants.Variant<SchedulerSetup> variant(String name) {
        return new Variants.Variant<>(
                name, () -> new SchedulerKeys(catalogue.find(name).orElseThrow()).section());
    }

    /** A list of rows that a packet scheduler declares. */
    private record Table(String name, Field<List<ParameterValues>> rows) {}

    /** The keys of one packet scheduler. */
    private final class SchedulerKeys {
        private final SchedulerSpec spec;
        private final String section;
        private final List<Field<Long>> parameters;
        private final List<Table> tables;
        private final @Nullable Field<List<ClassSetup>> classes;

        SchedulerKeys(SchedulerSpec spec) {
            this.spec = spec;
            section = "scheduler-" + spec.name();
            parameters = parameterFields(spec.parameters());
            tables = spec.tables().stream().map(this::table).toList();
            ClassSpec declared = spec.classes();
            classes = declared == null ? null : new ClassKeys(section + "-class", declared).listed();
        }

        Section<SchedulerSetup> section() {
            List<Field<?>> fields = new ArrayList<>(parameters);
            tables.forEach(table -> fields.add(table.rows()));
            if (classes != null) {
                fields.add(classes);
            }
            return Section.of(section, fields, this::setup);
        }

        private Table table(TableSpec table) {
            List<Field<Long>> columns = parameterFields(table.columns());
            Section<ParameterValues> row = Section.of(
                    section + "-" + table.name(),
                    List.copyOf(columns),
                    entries -> values(entries, table.columns(), columns));
            return new Table(table.name(), Field.optional(table.name(), new ListOf<>(row, 1), table.help()));
        }

        private @Nullable SchedulerSetup setup(Entries entries) {
            Map<String, List<ParameterValues>> rows = new LinkedHashMap<>();
            tables.forEach(table -> entries.find(table.rows()).ifPresent(given -> rows.put(table.name(), given)));
            SchedulerSetup setup = new SchedulerSetup(
                    spec,
                    values(entries, spec.parameters(), parameters),
                    rows,
                    classes == null ? List.of() : entries.getOr(classes, List.of()));
            String problem = twice(setup.classes(), new HashSet<>());
            if (problem == null) {
                problem = setup.problem().orElse(null);
            }
            if (problem != null) {
                entries.problems().add(entries.spot(), problem);
                return null;
            }
            return setup;
        }

        private static @Nullable String twice(List<ClassSetup> classes, Set<String> names) {
            for (ClassSetup each : classes) {
                if (!names.add(each.name())) {
                    return "the names of its classes differ, and two are called '" + each.name() + "'";
                }
                String below = twice(each.classes(), names);
                if (below != null) {
                    return below;
                }
            }
            return null;
        }
    }

    /** The keys of the classes of one packet scheduler. */
    private final class ClassKeys {
        private final ClassSpec spec;
        private final List<Field<Long>> parameters;
        private final Field<SchedulerSetup> queue = Field.optional(
                "queue",
                Deferred.of("a packet scheduler such as {type: fifo}", SchedulerFormat.this::shape),
                "the packet scheduler that holds its packets; without it, fifo");
        private final Field<List<ClassSetup>> below;
        private final Section<ClassSetup> section;

        ClassKeys(String name, ClassSpec spec) {
            this.spec = spec;
            parameters = parameterFields(spec.parameters());
            below = Field.optional(
                    "classes",
                    Deferred.of("a list of classes", () -> list()),
                    "classes that share what it gets, and hold its packets");
            List<Field<?>> fields = new ArrayList<>(List.of(NAME, MATCH));
            fields.addAll(parameters);
            fields.add(queue);
            if (spec.nests()) {
                fields.add(below);
            }
            section = Section.of(name, fields, this::setup);
        }

        Field<List<ClassSetup>> listed() {
            return Field.optional("classes", list(), spec.help());
        }

        private Shape<List<ClassSetup>> list() {
            return new ListOf<>(section, 1);
        }

        private @Nullable ClassSetup setup(Entries entries) {
            List<ClassSetup> classes = entries.getOr(below, List.of());
            SchedulerSetup held = entries.find(queue).orElse(null);
            if (held != null && !classes.isEmpty()) {
                entries.problem(queue, "a class that has classes holds no packets itself: leave 'queue' out");
                return null;
            }
            return new ClassSetup(
                    entries.get(NAME),
                    values(entries, spec.parameters(), parameters),
                    entries.getOr(MATCH, List.of()),
                    held,
                    classes);
        }
    }

    private static List<Field<Long>> parameterFields(List<ParameterSpec> specs) {
        return specs.stream().map(Scalars::parameter).toList();
    }

    private static ParameterValues values(Entries entries, List<ParameterSpec> specs, List<Field<Long>> fields) {
        return ChoiceFormat.values(entries, specs, fields);
    }
}
