package pacewire.model.sched;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The name of a packet scheduler and what it declares, which is loaded when it is asked for: a run uses one or two of them,
 * and all of them take as long as its scenario file.
 *
 * @param name that of the declaration
 * @param declaration the same object whenever it is asked
 */
record NamedSpec(String name, Supplier<SchedulerSpec> declaration) {
    SchedulerSpec load() {
        return declaration.get();
    }

    static Optional<SchedulerSpec> find(List<NamedSpec> specs, String name) {
        for (NamedSpec each : specs) {
            if (each.name.equals(name)) {
                return Optional.of(each.load());
            }
        }
        return Optional.empty();
    }
}
