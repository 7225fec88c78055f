package pacewire.model.topology;

import java.util.function.IntSupplier;

import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStreams;
import pacewire.core.trace.Trace;
import pacewire.model.measure.PacketBook;
import pacewire.model.packet.PacketPool;

/** What everything in one simulated world shares: the clock, chance, the packets and their numbers. */
public final class World {
    /** Host number of the server; clients follow. */
    public static final int SERVER_HOST = 0;

    private final Simulation simulation = new Simulation();
    private final PacketPool pool = new PacketPool();
    private final PacketBook controlBook = new PacketBook("the control connections");
    private final RandomStreams streams;
    private final Trace trace;
    private final PacketWitness witness;
    private int nextFlow;
    private int nextHost = SERVER_HOST + 1;

    /** An empty world that nobody observes. */
    public World(long seed) {
        this(seed, Trace.NONE);
    }

    /**
     * An empty world.
     *
     * @param trace is told of every datagram's way, and of the segments' departures, arrivals and losses
     */
    public World(long seed, Trace trace) {
        this(seed, trace, PacketWitness.NONE);
    }

    /**
     * An empty world.
     *
     * @param trace is told of every datagram's way, and of the segments' departures, arrivals and losses
     * @param witness sees the packets that depart and those that are dropped
     */
    public World(long seed, Trace trace, PacketWitness witness) {
        streams = new RandomStreams(seed);
        this.trace = trace;
        this.witness = witness;
    }

    public Simulation simulation() {
        return simulation;
    }

    public RandomStreams streams() {
        return streams;
    }

    public PacketPool pool() {
        return pool;
    }

    Trace trace() {
        return trace;
    }

    PacketWitness witness() {
        return witness;
    }

    /** Books of all TCP segments. */
    public PacketBook controlBook() {
        return controlBook;
    }

    /** Issues flow numbers, dense from 0. */
    public IntSupplier flowNumbers() {
        return () -> nextFlow++;
    }

    int newHost() {
        return nextHost++;
    }
}
