package pacewire.testkit.prove.trial;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;

/** A packet scheduler of its own for a case; what it drops goes to the line that runs it at present. */
public final class Instance {
    /** As a replay calls it: the random numbers are the same. */
    public static final String PLACE = "replay";

    private final PacketPool pool = new PacketPool();
    private final SchedulerEnvironment environment;
    private final PacketScheduler scheduler;
    private @Nullable DropListener listener;

    /**
     * Makes it.
     *
     * @param seed of its random numbers
     */
    public Instance(SchedulerSetup setup, ProofCase tried, long seed) {
        environment = new SchedulerEnvironment(
                tried.line(), 0, 0, tried.largestBytes(), this::dropped, PLACE, new RandomStreams(seed));
        scheduler = setup.create(environment);
    }

    public SchedulerEnvironment environment() {
        return environment;
    }

    PacketScheduler scheduler() {
        return scheduler;
    }

    PacketPool pool() {
        return pool;
    }

    void listen(@Nullable DropListener drops) {
        listener = drops;
    }

    private void dropped(Packet packet, DropReason reason, long nowPs) {
        if (listener == null) {
            throw new IllegalStateException(packet + " was dropped while nothing was asked of the packet scheduler");
        }
        listener.dropped(packet, reason, nowPs);
    }
}
