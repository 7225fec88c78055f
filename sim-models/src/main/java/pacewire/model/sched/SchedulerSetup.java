package pacewire.model.sched;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import pacewire.core.spec.ParameterValues;

/**
 * A packet scheduler as a user set it up: which one, and the values of all that it declares.
 *
 * @param spec which one
 * @param parameters values of its parameters, defaults filled in
 * @param tables rows of its tables, by the table's name; a table that was left out has its default rows
 * @param classes its classes at the top, in the order written
 */
public record SchedulerSetup(
        SchedulerSpec spec,
        ParameterValues parameters,
        Map<String, List<ParameterValues>> tables,
        List<ClassSetup> classes) {
    public SchedulerSetup {
        classes = List.copyOf(classes);
    }

    /** One without classes. */
    public SchedulerSetup(SchedulerSpec spec, ParameterValues parameters, Map<String, List<ParameterValues>> tables) {
        this(spec, parameters, tables, List.of());
    }

    /** One that sets nothing. */
    public static SchedulerSetup defaults(SchedulerSpec spec) {
        return of(spec, Map.of());
    }

    /** One that sets parameters only; values in base units. */
    public static SchedulerSetup of(SchedulerSpec spec, Map<String, Long> given) {
        return new SchedulerSetup(spec, ParameterValues.of(spec.parameters(), given), Map.of());
    }

    /** The same with classes. */
    public SchedulerSetup withClasses(ClassSetup... setups) {
        return new SchedulerSetup(spec, parameters, tables, List.of(setups));
    }

    /** The same, where leaves for which none is named hold their packets in this packet scheduler. */
    public SchedulerSetup withQueueIfNone(SchedulerSetup usual) {
        return new SchedulerSetup(
                spec,
                parameters,
                tables,
                classes.stream().map(each -> each.withQueueIfNone(usual)).toList());
    }

    /** The rows of a table; empty when it has none. */
    public List<ParameterValues> rows(String table) {
        return tables.getOrDefault(table, List.of());
    }

    /** Whether it, or what holds the packets of one of its classes, makes {@linkplain SchedulerSpec#promises promises}. */
    public boolean promises() {
        return spec.promises() || classes.stream().anyMatch(ClassSetup::promises);
    }

    /** What is wrong with it, as a sentence; empty when it is right. */
    public Optional<String> problem() {
        return spec.check().problem(this);
    }

    /**
     * Makes the packet scheduler, for a place in the network.
     *
     * @throws IllegalArgumentException when it has a problem
     * @throws UnfitSetupException when it does not fit that place
     */
    public PacketScheduler create(SchedulerEnvironment environment) {
        problem().ifPresent(problem -> {
            throw new IllegalArgumentException(spec.name() + ": " + problem);
        });
        return spec.factory().create(this, environment);
    }

    /** What it claims of itself as it is set up, at a place in the network. */
    public List<Claim> claims(SchedulerEnvironment environment) {
        return spec.claims().of(this, environment);
    }
}
