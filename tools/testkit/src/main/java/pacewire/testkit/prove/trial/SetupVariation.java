package pacewire.testkit.prove.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TableSpec;

/**
 * Varies what the user left at its default: small limits, rates below the line's, quanta and bursts of about a packet, every
 * choice; rows of tables; and classes, with filters, packet schedulers inside and classes below.
 */
final class SetupVariation {
    /** In one case of so many, flows are opened with their first packets. */
    private static final int LATE_ONE_IN = 3;

    private static final int TABLES_ONE_IN = 3;
    private static final int CLASSES_ONE_IN = 3;
    private static final int MOST_ROWS = 4;
    /** Most rows and classes drawn exclude one another in some way: one of so many is taken. */
    private static final int ATTEMPTS = 8;

    private final SchedulerSetup setup;
    private final Set<String> fixed;

    /** @param fixed names of parameters, tables and "classes" that stay as they are */
    SetupVariation(SchedulerSetup setup, Set<String> fixed) {
        this.setup = setup;
        this.fixed = fixed;
    }

    /**
     * What differs in a case; often nothing.
     *
     * @param nested draws tables and classes: a case without them is the same as if there were no such thing
     * @param accepts whether a packet scheduler can be made so
     */
    Variation next(
            RandomStream random,
            RandomStream rare,
            RandomStream nested,
            ValueDraw values,
            Predicate<Variation> accepts) {
        Map<String, Long> parameters = parameters(random, values);
        boolean opensLate = rare.nextInt(LATE_ONE_IN) == 0;
        Variation plain = new Variation(parameters, Map.of(), List.of(), opensLate);
        if (!accepts.test(plain)) {
            plain = new Variation(Map.of(), Map.of(), List.of(), opensLate);
        }
        return withClasses(withTables(plain, nested, values, accepts), nested, values, accepts);
    }

    /** In base units. */
    private Map<String, Long> parameters(RandomStream random, ValueDraw values) {
        Map<String, Long> changes = new LinkedHashMap<>();
        boolean isVaried = random.nextInt(2) == 0;
        for (ParameterSpec spec : setup.spec().parameters()) {
            long draw = random.nextLong(1 << 30);
            if (isVaried && isLeftOpen(spec) && draw % 2 == 0) {
                Long value = values.ofParameter(spec, draw / 2);
                if (value != null) {
                    changes.put(spec.name(), value);
                }
            }
        }
        return changes;
    }

    /** Whether the user said nothing of it, or its default. */
    private boolean isLeftOpen(ParameterSpec spec) {
        @Nullable Long value = setup.parameters().asMap().get(spec.name());
        String usual = spec.defaultText();
        boolean isDefault = value == null || (usual != null && spec.parse(usual) == value);
        return isDefault && !fixed.contains(spec.name());
    }

    private Variation withTables(Variation plain, RandomStream random, ValueDraw values, Predicate<Variation> accepts) {
        List<TableSpec> open = setup.spec().tables().stream()
                .filter(table -> !setup.tables().containsKey(table.name()) && !fixed.contains(table.name()))
                .toList();
        if (open.isEmpty() || random.nextInt(TABLES_ONE_IN) > 0) {
            return plain;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, List<ParameterValues>> tables = new LinkedHashMap<>();
            for (TableSpec table : open) {
                if (open.size() == 1 || random.nextInt(2) == 0) {
                    tables.put(table.name(), rows(table, random, values));
                }
            }
            Variation candidate = new Variation(plain.parameters(), tables, List.of(), plain.opensLate());
            if (accepts.test(candidate)) {
                return candidate;
            }
        }
        return plain;
    }

    private static List<ParameterValues> rows(TableSpec table, RandomStream random, ValueDraw values) {
        List<ParameterValues> rows = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_ROWS);
        for (int i = 0; i < count; i++) {
            rows.add(values.ofRow(table.columns(), random));
        }
        return rows;
    }

    private Variation withClasses(
            Variation plain, RandomStream random, ValueDraw values, Predicate<Variation> accepts) {
        ClassSpec declared = setup.spec().classes();
        boolean isOpen = setup.classes().isEmpty() && !fixed.contains("classes");
        if (declared == null || !isOpen || random.nextInt(CLASSES_ONE_IN) > 0) {
            return plain;
        }
        ClassDraw draw = new ClassDraw(setup, declared, values, random);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<ClassSetup> classes = draw.next();
            for (Variation base : List.of(plain, Variation.NONE)) {
                Variation candidate = new Variation(base.parameters(), base.tables(), classes, plain.opensLate());
                if (!classes.isEmpty() && accepts.test(candidate)) {
                    return candidate;
                }
            }
        }
        return plain;
    }
}
