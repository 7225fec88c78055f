package pacewire.testkit.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TableSpec;

/** A packet scheduler with its parameters, which become whole numbers in the units of a replay. */
final class SchedulerChoice {
    private final SchedulerSetup base;
    /** Parameters that stand in place of those of the setup, in base units. */
    private final Map<String, Rational> given = new LinkedHashMap<>();

    SchedulerChoice(SchedulerSetup base) {
        this.base = base;
    }

    String name() {
        return base.spec().name();
    }

    /** Sets a parameter, in the words of a user. */
    void set(String name, String text) {
        ParameterSpec spec = base.spec().parameters().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplayException(name() + " has no parameter '" + name + "'; it has: "
                        + String.join(
                                ", ",
                                base.spec().parameters().stream()
                                        .map(ParameterSpec::name)
                                        .toList())));
        try {
            Quantity quantity = spec.quantity();
            given.put(
                    name,
                    quantity == null ? Rational.of(spec.parse(text)) : ReplayQuantity.inBaseUnits(quantity, text));
        } catch (UnitException wrong) {
            throw new ReplayException("parameter " + name + " of " + name() + ": " + wrong.getMessage());
        }
    }

    void addLengthsTo(UnitSearch search) {
        valuesOf(Quantity.SIZE).forEach(search::addLength);
    }

    void addTimesTo(UnitSearch search) {
        valuesOf(Quantity.TIME)
                .forEach(ps -> search.addTime(ps.dividedBy(Rational.of(pacewire.core.units.SimTime.SECOND))));
    }

    void addRatesTo(UnitSearch search) {
        valuesOf(Quantity.RATE).forEach(search::addRate);
    }

    /** The same, set up in the units of a replay. */
    SchedulerSetup in(ReplayUnits units) {
        Map<String, List<ParameterValues>> tables = new LinkedHashMap<>();
        for (TableSpec table : base.spec().tables()) {
            if (base.tables().containsKey(table.name())) {
                tables.put(
                        table.name(),
                        base.rows(table.name()).stream()
                                .map(row -> scaled(table.columns(), rationals(row), units))
                                .toList());
            }
        }
        return new SchedulerSetup(base.spec(), scaled(base.spec().parameters(), parameters(), units), tables);
    }

    private Map<String, Rational> parameters() {
        Map<String, Rational> values = rationals(base.parameters());
        values.putAll(given);
        return values;
    }

    private ParameterValues scaled(List<ParameterSpec> specs, Map<String, Rational> values, ReplayUnits units) {
        Map<String, Long> scaled = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            Rational value = values.get(spec.name());
            if (value != null) {
                scaled.put(spec.name(), scaled(spec, value, units));
            }
        }
        return ParameterValues.of(specs, scaled);
    }

    private long scaled(ParameterSpec spec, Rational value, ReplayUnits units) {
        String what = "parameter " + spec.name() + " of " + name();
        Quantity quantity = spec.quantity();
        // A bound that stands for "none" stands for it in every unit.
        boolean isUnbounded = value.equals(Rational.of(Long.MAX_VALUE));
        long scaled = quantity == null || isUnbounded
                ? ReplayUnits.whole(value, what)
                : ReplayUnits.whole(units.inThese(quantity, value), what);
        if (scaled < spec.smallest() || scaled > spec.largest()) {
            String inUnits = units.equals(ReplayUnits.ORDINARY)
                    ? ""
                    : " (in the units in which this replay is exact it is " + scaled + ")";
            throw new ReplayException(what + " is out of range" + inUnits + "; allowed: " + spec.allowed());
        }
        return scaled;
    }

    private List<Rational> valuesOf(Quantity quantity) {
        List<Rational> values = new ArrayList<>();
        collect(base.spec().parameters(), parameters(), quantity, values);
        for (TableSpec table : base.spec().tables()) {
            for (ParameterValues row : base.rows(table.name())) {
                collect(table.columns(), rationals(row), quantity, values);
            }
        }
        return values;
    }

    private static void collect(
            List<ParameterSpec> specs, Map<String, Rational> values, Quantity quantity, List<Rational> into) {
        for (ParameterSpec spec : specs) {
            @Nullable Rational value = values.get(spec.name());
            if (spec.quantity() == quantity && value != null) {
                into.add(value);
            }
        }
    }

    private static Map<String, Rational> rationals(ParameterValues values) {
        Map<String, Rational> rationals = new LinkedHashMap<>();
        values.asMap().forEach((name, value) -> rationals.put(name, Rational.of(value)));
        return rationals;
    }
}
