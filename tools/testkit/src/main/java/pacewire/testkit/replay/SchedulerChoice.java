package pacewire.testkit.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.model.sched.SchedulerSetup;

/** A packet scheduler with its parameters, which become whole numbers in the units of a replay. */
final class SchedulerChoice {
    private final SchedulerSetup base;
    /** Parameters that stand in place of those of the setup, in base units. */
    private final Map<String, Rational> given = new LinkedHashMap<>();
    /** The same as the user wrote them. */
    private final Map<String, String> texts = new LinkedHashMap<>();

    SchedulerChoice(SchedulerSetup base) {
        this.base = base;
    }

    /** Sets a parameter, in the words of a user. */
    void set(String name, String text) {
        ParameterSpec spec = declared(name);
        texts.put(name, text);
        try {
            Quantity quantity = spec.quantity();
            given.put(
                    name,
                    quantity == null ? Rational.of(spec.parse(text)) : ReplayQuantity.inBaseUnits(quantity, text));
        } catch (UnitException wrong) {
            throw new ReplayException("parameter " + name + " of " + base.spec().name() + ": " + wrong.getMessage());
        }
    }

    void addTimesTo(UnitSearch search) {
        Rational second = Rational.of(SimTime.SECOND);
        forEach(Quantity.TIME, ps -> search.addTime(ps.dividedBy(second)));
    }

    void addLengthsTo(UnitSearch search) {
        forEach(Quantity.SIZE, search::addLength);
    }

    void addRatesTo(UnitSearch search) {
        forEach(Quantity.RATE, search::addRate);
    }

    /** The same, set up in the units of a replay. */
    SchedulerSetup in(ReplayUnits units) {
        SchedulerSetup setup = new SetupUnits(units).scaled(base, parameters(), texts);
        setup.problem().ifPresent(problem -> {
            throw new ReplayException(base.spec().name() + ": " + problem);
        });
        return setup;
    }

    private ParameterSpec declared(String name) {
        return base.spec().parameters().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplayException(base.spec().name() + " has no parameter '" + name + "'; it has: "
                        + base.spec().parameters().stream()
                                .map(ParameterSpec::name)
                                .collect(Collectors.joining(", "))));
    }

    private Map<String, Rational> parameters() {
        Map<String, Rational> values = SetupUnits.rationals(base.parameters());
        values.putAll(given);
        return values;
    }

    private void forEach(Quantity wanted, Consumer<Rational> listener) {
        SetupUnits.forEach(base, (quantity, value) -> {
            if (quantity == wanted) {
                listener.accept(value);
            }
        });
        SetupUnits.forEach(base.spec().parameters(), given, (quantity, value) -> {
            if (quantity == wanted) {
                listener.accept(value);
            }
        });
    }
}
