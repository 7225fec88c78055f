package pacewire.testkit.prove.cost;

import java.util.List;
import java.util.Optional;

import pacewire.model.sched.SchedulerPlugin;
import pacewire.model.sched.SchedulerSpec;

/**
 * A declaration whose classes were loaded anew, with every operation of them counted.
 *
 * @param spec the declaration
 * @param loader counts
 */
record CountedSpec(SchedulerSpec spec, CountingLoader loader) {
    /**
     * Loads the class that makes the packet scheduler anew; empty when it is not found in the class that declares it: in a
     * static field, in the list of a {@link SchedulerPlugin}, or by its constructor.
     */
    static Optional<CountedSpec> of(SchedulerSpec original) {
        SchedulerSpec.Factory factory = original.factory().innermost();
        Class<?> maker =
                factory instanceof ConstructorFactory own ? own.constructor().getDeclaringClass() : factory.getClass();
        int lambda = maker.getName().indexOf("$$Lambda");
        String owner = lambda < 0 ? maker.getName() : maker.getName().substring(0, lambda);
        int lastDot = owner.lastIndexOf('.');
        if (lastDot < 0 || maker.getClassLoader() == null) {
            return Optional.empty();
        }
        CountingLoader loader = new CountingLoader(maker.getClassLoader(), owner.substring(0, lastDot));
        try {
            Class<?> type = Class.forName(owner, true, loader);
            if (factory instanceof ConstructorFactory) {
                return Optional.of(new CountedSpec(DeclaredClass.spec(type), loader));
            }
            return named(original.name(), DeclaredClass.specs(type)).map(spec -> new CountedSpec(spec, loader));
        } catch (LinkageError | ReflectiveOperationException notLoadable) {
            return Optional.empty();
        }
    }

    /** The one of the name, or the only one: it may have been found by the name of its class. */
    private static Optional<SchedulerSpec> named(String name, List<SchedulerSpec> specs) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .or(() -> specs.size() == 1 ? Optional.of(specs.get(0)) : Optional.empty());
    }
}
