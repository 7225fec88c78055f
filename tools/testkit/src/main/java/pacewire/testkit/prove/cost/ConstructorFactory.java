package pacewire.testkit.prove.cost;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

/**
 * Makes packet schedulers of a class that declares nothing of itself, by a constructor that takes the set-up and the
 * environment, the environment, or nothing; the first of these that there is.
 *
 * @param constructor one of those
 */
record ConstructorFactory(Constructor<? extends PacketScheduler> constructor) implements SchedulerSpec.Factory {
    private static final List<Class<?>[]> KINDS = List.of(
            new Class<?>[] {SchedulerSetup.class, SchedulerEnvironment.class},
            new Class<?>[] {SchedulerEnvironment.class},
            new Class<?>[] {});

    /** @throws IllegalArgumentException when the class has no such constructor */
    static ConstructorFactory of(Class<?> type) {
        for (Class<?>[] kind : KINDS) {
            try {
                Constructor<? extends PacketScheduler> found =
                        type.asSubclass(PacketScheduler.class).getDeclaredConstructor(kind);
                found.setAccessible(true);
                return new ConstructorFactory(found);
            } catch (NoSuchMethodException none) {
                // The next kind may be there.
            }
        }
        throw new IllegalArgumentException(type.getName()
                + " has neither a static SchedulerSpec nor a constructor that takes (SchedulerSetup, SchedulerEnvironment),"
                + " (SchedulerEnvironment) or nothing");
    }

    @Override
    public PacketScheduler create(SchedulerSetup setup, SchedulerEnvironment environment) {
        try {
            return switch (constructor.getParameterCount()) {
                case 2 -> constructor.newInstance(setup, environment);
                case 1 -> constructor.newInstance(environment);
                default -> constructor.newInstance();
            };
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw new IllegalStateException(thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException(constructor + " makes none", impossible);
        }
    }
}
