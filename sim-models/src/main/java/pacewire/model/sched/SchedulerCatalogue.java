package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packet schedulers that may be named: those that ship, and those that a user's jar adds. */
public final class SchedulerCatalogue {
    private final List<NamedSpec> specs;

    private SchedulerCatalogue(List<NamedSpec> specs) {
        this.specs = List.copyOf(specs);
    }

    /** Those that ship. */
    public static SchedulerCatalogue builtIn() {
        return new SchedulerCatalogue(PacketSchedulers.named());
    }

    /**
     * The same with another.
     *
     * @throws IllegalArgumentException when there is one of its name already
     */
    public SchedulerCatalogue with(SchedulerSpec added) {
        if (names().contains(added.name())) {
            throw new IllegalArgumentException("there is a packet scheduler '" + added.name() + "' already");
        }
        List<NamedSpec> all = new ArrayList<>(specs);
        all.add(new NamedSpec(added.name(), () -> added));
        return new SchedulerCatalogue(all);
    }

    /** All of them, in the order to show them. */
    public List<SchedulerSpec> all() {
        return specs.stream().map(NamedSpec::load).toList();
    }

    /** The names of all of them. */
    public List<String> names() {
        return specs.stream().map(NamedSpec::name).toList();
    }

    /** The one with a name. */
    public Optional<SchedulerSpec> find(String name) {
        return NamedSpec.find(specs, name);
    }
}
