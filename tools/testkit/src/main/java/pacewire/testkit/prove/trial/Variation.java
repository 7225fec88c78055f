package pacewire.testkit.prove.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.spec.ParameterValues;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.SchedulerSetup;

/**
 * How a case sets the packet scheduler up, other than it is set up under test.
 *
 * @param parameters those that differ, in base units
 * @param tables those that differ, with all their rows
 * @param classes all of them; empty: those of the set-up under test
 * @param opensLate whether each flow is opened when its first packet comes, in the midst of others' traffic; otherwise all are
 *     before the first packet of all, as in a replay
 */
public record Variation(
        Map<String, Long> parameters,
        Map<String, List<ParameterValues>> tables,
        List<ClassSetup> classes,
        boolean opensLate) {
    /** Nothing differs. */
    public static final Variation NONE = new Variation(Map.of(), Map.of(), List.of(), false);

    public Variation {
        classes = List.copyOf(classes);
    }

    Variation withParameters(Map<String, Long> others) {
        return new Variation(others, tables, classes, opensLate);
    }

    /** With the tables and classes of the set-up under test. */
    public Variation withoutTables() {
        return new Variation(parameters, Map.of(), List.of(), opensLate);
    }

    /** With flows opened before the first packet. */
    public Variation openingEarly() {
        return new Variation(parameters, tables, classes, false);
    }

    /** With each flow opened when its first packet comes. */
    public Variation openingLate() {
        return new Variation(parameters, tables, classes, true);
    }

    /** Without a parameter: as in the set-up under test. */
    public Variation without(String parameter) {
        Map<String, Long> rest = new LinkedHashMap<>(parameters);
        rest.remove(parameter);
        return withParameters(rest);
    }

    /** With other rows of a table; none: those of the set-up under test. */
    public Variation withRows(String table, List<ParameterValues> rows) {
        Map<String, List<ParameterValues>> rest = new LinkedHashMap<>(tables);
        rest.remove(table);
        if (!rows.isEmpty()) {
            rest.put(table, List.copyOf(rows));
        }
        return new Variation(parameters, rest, classes, opensLate);
    }

    /** With other classes; none: those of the set-up under test. */
    public Variation withClasses(List<ClassSetup> others) {
        return new Variation(parameters, tables, others, opensLate);
    }

    /** Whether tables or classes differ. */
    public boolean hasTables() {
        return !tables.isEmpty() || !classes.isEmpty();
    }

    /** The set-up of the case. */
    public SchedulerSetup of(SchedulerSetup setup) {
        if (parameters.isEmpty() && !hasTables()) {
            return setup;
        }
        Map<String, Long> values = new LinkedHashMap<>(setup.parameters().asMap());
        values.putAll(parameters);
        Map<String, List<ParameterValues>> rows = new LinkedHashMap<>(setup.tables());
        rows.putAll(tables);
        return new SchedulerSetup(
                setup.spec(),
                ParameterValues.of(setup.spec().parameters(), values),
                rows,
                classes.isEmpty() ? setup.classes() : classes);
    }
}
