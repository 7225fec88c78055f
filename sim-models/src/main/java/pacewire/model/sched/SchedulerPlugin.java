package pacewire.model.sched;

import java.util.List;

/**
 * What a user's jar offers: packet schedulers that can be named wherever those that ship can. A jar names its class in {@code
 * META-INF/services/pacewire.model.sched.SchedulerPlugin}; {@link java.util.ServiceLoader} finds it there and makes one with the
 * constructor that takes nothing.
 */
@FunctionalInterface
public interface SchedulerPlugin {
    /** Their declarations, in the order to show them. No name may be that of one that ships. */
    List<SchedulerSpec> schedulers();
}
