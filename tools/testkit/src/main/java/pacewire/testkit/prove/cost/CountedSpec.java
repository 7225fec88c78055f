package pacewire.testkit.prove.cost;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

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
     * static field, or in the list of a {@link SchedulerPlugin}.
     */
    static Optional<CountedSpec> of(SchedulerSpec original) {
        String maker = original.factory().getClass().getName();
        int lambda = maker.indexOf("$$Lambda");
        String owner = lambda < 0 ? maker : maker.substring(0, lambda);
        int lastDot = owner.lastIndexOf('.');
        if (lastDot < 0) {
            return Optional.empty();
        }
        ClassLoader parent = original.factory().getClass().getClassLoader();
        CountingLoader loader = new CountingLoader(parent, owner.substring(0, lastDot));
        try {
            SchedulerSpec found = declared(Class.forName(owner, true, loader), original.name());
            return Optional.ofNullable(found).map(spec -> new CountedSpec(spec, loader));
        } catch (LinkageError | ReflectiveOperationException notLoadable) {
            return Optional.empty();
        }
    }

    private static @Nullable SchedulerSpec declared(Class<?> owner, String name) throws ReflectiveOperationException {
        for (Field field : owner.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == SchedulerSpec.class) {
                field.setAccessible(true);
                if (field.get(null) instanceof SchedulerSpec spec && spec.name().equals(name)) {
                    return spec;
                }
            }
        }
        if (SchedulerPlugin.class.isAssignableFrom(owner)) {
            SchedulerPlugin plugin =
                    (SchedulerPlugin) owner.getDeclaredConstructor().newInstance();
            return plugin.schedulers().stream()
                    .filter(spec -> spec.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }
}
