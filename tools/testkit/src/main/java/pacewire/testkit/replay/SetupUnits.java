package pacewire.testkit.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketFilter.Condition;
import pacewire.model.sched.PacketFilter.DelayAtMost;
import pacewire.model.sched.PacketFilter.JitterAtMost;
import pacewire.model.sched.PacketFilter.RateInRange;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TableSpec;

/** Takes a set-up from picoseconds and bytes to the units of a replay: parameters, tables, and classes with what they hold. */
final class SetupUnits {
    private final ReplayUnits units;

    SetupUnits(ReplayUnits units) {
        this.units = units;
    }

    /** The same in these units. */
    SchedulerSetup scaled(SchedulerSetup setup) {
        return scaled(setup, rationals(setup.parameters()), Map.of());
    }

    /**
     * The same in these units, with some parameters in place of its own.
     *
     * @param parameters in base units
     * @param texts as the user wrote them, for messages
     */
    SchedulerSetup scaled(SchedulerSetup setup, Map<String, Rational> parameters, Map<String, String> texts) {
        String name = setup.spec().name();
        Map<String, List<ParameterValues>> tables = new LinkedHashMap<>();
        for (TableSpec table : setup.spec().tables()) {
            if (setup.tables().containsKey(table.name())) {
                tables.put(table.name(), scaledRows(name, table, setup.rows(table.name())));
            }
        }
        ClassSpec declared = setup.spec().classes();
        return new SchedulerSetup(
                setup.spec(),
                scaled(name, setup.spec().parameters(), parameters, texts),
                tables,
                declared == null ? List.of() : scaledClasses(name, declared, setup.classes()));
    }

    /** Tells of every quantity in a set-up, in base units. */
    static void forEach(SchedulerSetup setup, BiConsumer<Quantity, Rational> listener) {
        forEach(setup.spec().parameters(), rationals(setup.parameters()), listener);
        for (TableSpec table : setup.spec().tables()) {
            setup.rows(table.name()).forEach(row -> forEach(table.columns(), rationals(row), listener));
        }
        ClassSpec declared = setup.spec().classes();
        if (declared != null) {
            forEachOfClasses(declared, setup.classes(), listener);
        }
    }

    /** Tells of every quantity among some parameters, in base units. */
    static void forEach(
            List<ParameterSpec> specs, Map<String, Rational> values, BiConsumer<Quantity, Rational> listener) {
        for (ParameterSpec spec : specs) {
            @Nullable Rational value = values.get(spec.name());
            Quantity quantity = spec.quantity();
            if (value != null && quantity != null && !isNone(value)) {
                listener.accept(quantity, value);
            }
        }
    }

    static Map<String, Rational> rationals(ParameterValues values) {
        Map<String, Rational> rationals = new LinkedHashMap<>();
        values.asMap().forEach((name, value) -> rationals.put(name, Rational.of(value)));
        return rationals;
    }

    private static void forEachOfClasses(
            ClassSpec declared, List<ClassSetup> classes, BiConsumer<Quantity, Rational> listener) {
        for (ClassSetup each : classes) {
            forEach(declared.parameters(), rationals(each.parameters()), listener);
            forEachOfClasses(declared, each.classes(), listener);
            SchedulerSetup queue = each.queue();
            if (queue != null) {
                forEach(queue, listener);
            }
        }
    }

    private List<ClassSetup> scaledClasses(String name, ClassSpec declared, List<ClassSetup> classes) {
        List<ClassSetup> scaled = new ArrayList<>();
        for (ClassSetup each : classes) {
            SchedulerSetup queue = each.queue();
            scaled.add(new ClassSetup(
                    each.name(),
                    scaled(
                            name + "'s class " + each.name(),
                            declared.parameters(),
                            rationals(each.parameters()),
                            Map.of()),
                    each.match().stream().map(this::scaled).toList(),
                    queue == null ? null : scaled(queue),
                    scaledClasses(name, declared, each.classes())));
        }
        return scaled;
    }

    /** A bound of a filter need not be whole: what is between two whole numbers parts them just as well. */
    private PacketFilter scaled(PacketFilter filter) {
        List<Condition> conditions = new ArrayList<>();
        for (Condition condition : filter.conditions()) {
            if (condition instanceof RateInRange range) {
                conditions.add(new RateInRange(
                        range.rate(), above(Quantity.RATE, range.fromBps()), below(Quantity.RATE, range.toBps())));
            } else if (condition instanceof JitterAtMost most) {
                conditions.add(new JitterAtMost(below(Quantity.TIME, most.ps())));
            } else if (condition instanceof DelayAtMost most) {
                conditions.add(new DelayAtMost(below(Quantity.TIME, most.ps())));
            } else {
                conditions.add(condition);
            }
        }
        return new PacketFilter(conditions);
    }

    private long above(Quantity quantity, long value) {
        return ReplayUnits.clamped(units.inThese(quantity, Rational.of(value)).ceiling());
    }

    private long below(Quantity quantity, long value) {
        return ReplayUnits.clamped(units.inThese(quantity, Rational.of(value)).floor());
    }

    private List<ParameterValues> scaledRows(String name, TableSpec table, List<ParameterValues> rows) {
        return rows.stream()
                .map(row -> scaled(name + "'s " + table.name(), table.columns(), rationals(row), Map.of()))
                .toList();
    }

    private ParameterValues scaled(
            String owner, List<ParameterSpec> specs, Map<String, Rational> values, Map<String, String> texts) {
        Map<String, Long> scaled = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            @Nullable Rational value = values.get(spec.name());
            if (value != null) {
                scaled.put(spec.name(), scaled(owner, spec, value, texts.get(spec.name())));
            }
        }
        return ParameterValues.of(specs, scaled);
    }

    private long scaled(String owner, ParameterSpec spec, Rational value, @Nullable String text) {
        String what = "parameter " + spec.name() + " of " + owner + (text == null ? "" : ": '" + text + "'");
        Quantity quantity = spec.quantity();
        long scaled =
                ReplayUnits.whole(quantity == null || isNone(value) ? value : units.inThese(quantity, value), what);
        if (scaled < spec.smallest() || scaled > spec.largest()) {
            String inUnits = units.equals(ReplayUnits.ORDINARY)
                    ? ""
                    : " (in the units in which this replay is exact it is " + scaled + ")";
            throw new ReplayException(what + " is out of range" + inUnits + "; allowed: " + spec.allowed());
        }
        return scaled;
    }

    /** A bound that stands for "none" stands for it in every unit. */
    private static boolean isNone(Rational value) {
        return value.equals(Rational.of(Long.MAX_VALUE));
    }
}
