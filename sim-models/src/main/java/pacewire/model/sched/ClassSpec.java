package pacewire.model.sched;

import java.util.List;

import pacewire.core.spec.ParameterSpec;

/**
 * The classes that a packet scheduler can be set up with: each has a name, says by {@link PacketFilter}s which packets it
 * takes, and holds them in a packet scheduler of its own; or it has classes below it, which do.
 *
 * @param parameters what can be set of each class, in the order to show them
 * @param nests whether classes may have classes
 * @param help what the classes are, in a few words
 */
public record ClassSpec(List<ParameterSpec> parameters, boolean nests, String help) {
    /** What every class has beside its parameters. */
    private static final List<String> COMMON_KEYS = List.of("name", "match", "queue", "classes");

    /** @throws IllegalArgumentException when a parameter has the name of something that every class has */
    public ClassSpec {
        parameters = List.copyOf(parameters);
        parameters.stream()
                .map(ParameterSpec::name)
                .filter(COMMON_KEYS::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("every class has a '" + name + "': not a parameter's name");
                });
    }

    /** Classes that stand side by side. */
    public static ClassSpec flat(String help, ParameterSpec... parameters) {
        return new ClassSpec(List.of(parameters), false, help);
    }

    /** Classes that may have classes. */
    public static ClassSpec tree(String help, ParameterSpec... parameters) {
        return new ClassSpec(List.of(parameters), true, help);
    }
}
