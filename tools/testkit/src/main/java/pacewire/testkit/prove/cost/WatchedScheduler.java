package pacewire.testkit.prove.cost;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

/**
 * A packet scheduler of which every call must come to an end: the operations of its own classes are counted, and a call that
 * does too many throws an {@link EndlessCallError}, at the same place whenever it is run.
 */
public final class WatchedScheduler implements PacketScheduler {
    /** Far more than any call of the catalogue does on a case, and done in some hundredths of a second. */
    static final long MOST_OPERATIONS = 2_000_000;

    private final PacketScheduler watched;
    private final CountingLoader loader;

    private WatchedScheduler(PacketScheduler watched, CountingLoader loader) {
        this.watched = watched;
        this.loader = loader;
    }

    /** The same set-up, of packet schedulers that are watched; as it is, when its classes cannot be loaded anew. */
    public static SchedulerSetup in(SchedulerSetup setup) {
        return CountedSpec.of(setup.spec())
                .map(counted -> new SchedulerSetup(
                        watched(counted, setup.spec()), setup.parameters(), setup.tables(), setup.classes()))
                .orElse(setup);
    }

    /** The declaration of packet schedulers that are watched. */
    static SchedulerSpec watched(CountedSpec counted, SchedulerSpec original) {
        SchedulerSpec spec = counted.spec();
        return spec.renamed(original.name()).madeBy((setup, environment) -> {
            @Nullable
            PacketScheduler made = within(counted.loader(), () -> spec.factory().create(setup, environment));
            // Whoever passed the declaration on says what is wrong with a factory that makes none.
            return made == null
                    ? original.factory().create(setup, environment)
                    : new WatchedScheduler(made, counted.loader());
        });
    }

    /** The packet scheduler itself, if this is one that is watched. */
    public static PacketScheduler unwatched(PacketScheduler scheduler) {
        return scheduler instanceof WatchedScheduler own ? own.watched : scheduler;
    }

    /** What is not called through here, such as the bounds of claims, is not limited. */
    private static <T> T within(CountingLoader loader, Supplier<T> call) {
        loader.allow(MOST_OPERATIONS);
        try {
            return call.get();
        } finally {
            loader.allowAll();
        }
    }

    private <T> T watch(Supplier<T> call) {
        return within(loader, call);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        return watch(() -> watched.enqueue(packet, nowPs));
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        loader.allow(MOST_OPERATIONS);
        try {
            return watched.dequeue(nowPs);
        } finally {
            loader.allowAll();
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        return watch(() -> watched.readyAtPs(nowPs));
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        loader.allow(MOST_OPERATIONS);
        try {
            watched.reset(drops, nowPs);
        } finally {
            loader.allowAll();
        }
    }

    @Override
    public int packetCount() {
        return watch(() -> watched.packetCount());
    }

    @Override
    public long byteCount() {
        return watch(() -> watched.byteCount());
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return watch(() -> watched.openFlow(flow, metrics, envelope, nowPs));
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return watch(() -> watched.changeFlow(flow, metrics, envelope, nowPs));
    }

    @Override
    public void closeFlow(int flow, long nowPs) {
        loader.allow(MOST_OPERATIONS);
        try {
            watched.closeFlow(flow, nowPs);
        } finally {
            loader.allowAll();
        }
    }

    @Override
    public boolean holdsUntilIdeal() {
        return watch(() -> watched.holdsUntilIdeal());
    }

    @Override
    public @Nullable Packet packetAhead(int places) {
        loader.allow(MOST_OPERATIONS);
        try {
            return watched.packetAhead(places);
        } finally {
            loader.allowAll();
        }
    }
}
