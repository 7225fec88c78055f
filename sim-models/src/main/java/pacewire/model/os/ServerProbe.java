package pacewire.model.os;

import pacewire.model.measure.Contract;
import pacewire.model.packet.Packet;

/**
 * Watches a server from outside for the meters, and knows the groups that clients belong to; nothing else that it does
 * changes the run.
 */
public interface ServerProbe {
    /** A datagram with file data was made; the books count it from here on, for the group that it gets here. */
    void created(Packet packet, long nowPs);

    /**
     * The group that a client belongs to.
     *
     * @param client its host number
     */
    default int groupOf(int client) {
        return 0;
    }

    /** First bit of any packet on the wire. */
    void departed(Packet packet, long nowPs);

    /**
     * A transfer begins.
     *
     * @param client host number of the client
     * @param flow of its datagrams
     * @param contract who sends judges departures by it; deliveries are the watcher's to judge
     * @param startPs start of its schedule
     */
    void transferStarted(int client, int flow, Contract contract, long startPs);

    /**
     * Fetches what will be needed when a packet departs, and soon after, into the processor's caches; changes nothing.
     *
     * @param depth references between what is kept of its receiver and what to fetch, from 0 on; nearer ones have been fetched before
     */
    default void prefetch(Packet packet, int depth) {}

    /** The operating system refused the metrics of a transfer. */
    void transferRefused(int client, Errno errno, String reason, long nowPs);

    /** A transfer failed, before or after its start. */
    void transferFailed(int client, Errno errno, long nowPs);

    /** The last datagram of a transfer was handed to the wire. */
    void transferFinished(int client, long bytes, long nowPs);
}
