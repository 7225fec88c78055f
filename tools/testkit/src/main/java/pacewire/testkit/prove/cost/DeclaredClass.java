package pacewire.testkit.prove.cost;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerPlugin;
import pacewire.model.sched.SchedulerSpec;

/** What a class says of the packet schedulers that it is, or offers. */
public final class DeclaredClass {
    private DeclaredClass() {}

    /**
     * The declaration of the packet scheduler that a class is or offers, under the name of the class: in a static field, in the
     * list of a {@link SchedulerPlugin}, or one without parameters and claims where a {@link PacketScheduler} has neither.
     *
     * @throws IllegalArgumentException when it is no such class, or offers several
     */
    public static SchedulerSpec spec(Class<?> type) {
        try {
            List<SchedulerSpec> declared = specs(type);
            if (declared.size() > 1) {
                throw new IllegalArgumentException(type.getName() + " offers "
                        + declared.stream().map(SchedulerSpec::name).toList() + ": name one of them");
            }
            if (!declared.isEmpty()) {
                return declared.get(0).renamed(type.getName());
            }
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalArgumentException(type.getName() + " cannot be used: " + unusable, unusable);
        }
        if (!PacketScheduler.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type.getName() + " is neither a PacketScheduler nor a SchedulerPlugin");
        }
        return SchedulerSpec.named(type.getName())
                .summary("A packet scheduler that declares nothing of itself.")
                .source("the class " + type.getName())
                .madeBy(ConstructorFactory.of(type));
    }

    /** Those in static fields, or else those of a plug-in. */
    static List<SchedulerSpec> specs(Class<?> type) throws ReflectiveOperationException {
        List<SchedulerSpec> found = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == SchedulerSpec.class) {
                field.setAccessible(true);
                if (field.get(null) instanceof SchedulerSpec spec) {
                    found.add(spec);
                }
            }
        }
        if (found.isEmpty() && SchedulerPlugin.class.isAssignableFrom(type)) {
            SchedulerPlugin plugin =
                    (SchedulerPlugin) type.getDeclaredConstructor().newInstance();
            found.addAll(plugin.schedulers());
        }
        return found;
    }
}
