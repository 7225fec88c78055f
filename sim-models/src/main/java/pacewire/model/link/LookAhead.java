package pacewire.model.link;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/**
 * Walks along the packets under way on a long link, some places before the one that arrives, and fetches each into the
 * processor's caches, with what its arrival will need, in groups, those of a nearer group one reference deeper. The list leads
 * from one packet to the next: each step reads the one that the step before fetched.
 */
final class LookAhead {
    /** With fewer packets under way, they and where they go are still in the caches. */
    static final int LEAST_PACKETS = 256;

    /** Packets of which what the destination needs is fetched at one time. */
    private static final int GROUP = 8;

    /** References from the destination of the link to a client's meters. */
    static final int DEPTHS = 5;

    /** Packets from the one that arrives to the one that is fetched; a power of two above those whose destination is. */
    private static final int PLACES = 64;

    private final PacketSink destination;
    private final @Nullable Packet[] fetched = new @Nullable Packet[PLACES];
    private @Nullable Packet latest;
    private int steps;

    LookAhead(PacketSink destination) {
        this.destination = destination;
    }

    /** The first of the packets under way arrives; there are at least {@link #LEAST_PACKETS}. */
    void step(Packet first) {
        if (latest == null) {
            latest = first;
            for (int place = 0; place < PLACES; place++) {
                fetchNext();
            }
        }
        fetchNext();
    }

    /** The packets under way become few, and the walk ends. */
    void stop() {
        latest = null;
    }

    private void fetchNext() {
        Packet next = Objects.requireNonNull(latest).next;
        latest = Objects.requireNonNull(next);
        next.prefetch();
        fetched[steps++ & (PLACES - 1)] = next;
        if (steps % GROUP == 0) {
            for (int depth = DEPTHS - 1; depth >= 0; depth--) {
                prefetchDestination(steps - (depth + 2) * GROUP, depth);
            }
        }
    }

    private void prefetchDestination(int from, int depth) {
        for (int step = from; step < from + GROUP; step++) {
            Packet packet = fetched[step & (PLACES - 1)];
            if (packet != null) {
                if (depth == 0) {
                    packet.prefetchAccount();
                }
                destination.prefetch(packet, depth);
            }
        }
    }
}
