package pacewire.model.transport;

import pacewire.core.event.Simulation;
import pacewire.model.packet.Packet;

/** What a connection needs of the host it lives in. */
public interface TcpHost {
    /** The run, for its timers. */
    Simulation simulation();

    /** A blank packet of the run's pool. The host may set what belongs to its books; the connection fills in the rest, and
     * {@link #send sends} it at once. */
    Packet newSegment(long nowPs);

    /**
     * How many segments with data of a flow the host takes as one super-packet now ({@link Packet#segments}), at least 1: the
     * first one with the others behind it. All are full but the last, and all of one piece of what was written.
     */
    default int segmentsAtOnce(int flow) {
        return 1;
    }

    /**
     * Whether the host takes so many segments with new data of a flow now; it calls {@link TcpConnection#goOn} when it does
     * again. Everything else it takes always.
     */
    default boolean hasRoom(int flow, int segments) {
        return true;
    }

    /** Takes a finished segment to send. It must not reach the other end before this returns. */
    void send(Packet segment, long nowPs);
}
