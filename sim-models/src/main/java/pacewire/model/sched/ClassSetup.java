package pacewire.model.sched;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterValues;

/**
 * A class as a user set it up.
 *
 * @param name unique among all classes of the packet scheduler
 * @param parameters values of what the {@link ClassSpec} declares, defaults filled in
 * @param match the packets it takes: those that pass one of the filters; empty: all
 * @param queue the packet scheduler that holds its packets; null: {@code fifo}, or none in a class that has classes
 * @param classes the classes below it; empty: it is a leaf
 */
public record ClassSetup(
        String name,
        ParameterValues parameters,
        List<PacketFilter> match,
        @Nullable SchedulerSetup queue,
        List<ClassSetup> classes) {
    /** @throws IllegalArgumentException when a class that has classes has a packet scheduler as well */
    public ClassSetup {
        match = List.copyOf(match);
        classes = List.copyOf(classes);
        if (queue != null && !classes.isEmpty()) {
            throw new IllegalArgumentException("class '" + name + "' has classes, which hold its packets");
        }
    }

    /** A leaf that holds its packets in a {@code fifo}. */
    public static ClassSetup leaf(String name, ParameterValues parameters, PacketFilter... match) {
        return new ClassSetup(name, parameters, List.of(match), null, List.of());
    }

    /** Whether it has no classes, and so holds packets. */
    public boolean isLeaf() {
        return classes.isEmpty();
    }

    /** The same, where a leaf for which none is named holds its packets in this packet scheduler; so for all below it. */
    public ClassSetup withQueueIfNone(SchedulerSetup usual) {
        return isLeaf()
                ? new ClassSetup(name, parameters, match, queue == null ? usual : queue, classes)
                : new ClassSetup(
                        name,
                        parameters,
                        match,
                        null,
                        classes.stream()
                                .map(each -> each.withQueueIfNone(usual))
                                .toList());
    }

    /** Whether a packet scheduler in it makes {@linkplain SchedulerSpec#promises promises}. */
    boolean promises() {
        return (queue != null && queue.promises()) || classes.stream().anyMatch(ClassSetup::promises);
    }

    /** The packet scheduler that holds its packets. */
    public SchedulerSetup queueOrFifo() {
        return Optional.ofNullable(queue).orElseGet(() -> SchedulerSetup.defaults(FifoScheduler.SPEC));
    }
}
