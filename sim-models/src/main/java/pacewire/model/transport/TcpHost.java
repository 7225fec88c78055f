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
     * Whether the host takes another segment with new data of a flow now; it calls {@link TcpConnection#goOn} when it does
     * again. Everything else it takes always.
     */
    default boolean hasRoom(int flow) {
        return true;
    }

    /** Takes a finished segment to send. It must not reach the other end before this returns. */
    void send(Packet segment, long nowPs);
}
