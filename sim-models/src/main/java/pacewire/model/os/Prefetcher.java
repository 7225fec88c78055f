package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.sched.PacketScheduler;

/**
 * Fetches what the packets that leave next will need into the processor's caches. With ten thousand transfers their state no
 * longer fits there, and each packet would wait for memory some twenty times, one object after the other. Here the objects of
 * a group of packets are fetched at one time, those of a nearer group one reference deeper, so that the waits overlap ("group
 * prefetching" and "software-pipelined prefetching" in Chen, Ailamaki, Gibbons and Mowry, "Improving hash join performance
 * through prefetching", ICDE 2004). It changes nothing: what it writes, nobody reads.
 */
final class Prefetcher {
    /** Fewer transfers are in the caches anyway: some two kilobytes each, in a second-level cache of half a megabyte or more. */
    private static final int LEAST_FLOWS = 256;

    /** Packets whose memory is fetched at one time; a processor has some twenty lines under way. */
    private static final int GROUP = 8;

    /** Groups from the first look at a packet to its turn; a power of two above the steps along its references. */
    private static final int GROUPS = 8;

    private static final int PLACES = GROUP * GROUPS;

    private static final int MASK = PLACES - 1;

    private final PacketScheduler scheduler;
    private final FlowTable flows;
    private final ServerProbe probe;
    /** The packets looked at, the latest group at {@link #latest} modulo their number. */
    private final @Nullable Packet[] ahead = new @Nullable Packet[PLACES];

    private int latest;
    private int steps;

    Prefetcher(PacketScheduler scheduler, FlowTable flows, ServerProbe probe) {
        this.scheduler = scheduler;
        this.flows = flows;
        this.probe = probe;
    }

    /** A packet has left the packet scheduler: all others are one place nearer. */
    void step() {
        if (++steps >= GROUP && flows.openFlows() >= LEAST_FLOWS) {
            steps = 0;
            latest += GROUP;
            fetchEnds(4, 3);
            fetchEnds(3, 2);
            fetchEnds(2, 1);
            fetchEnds(1, 0);
            findPackets();
        }
    }

    private void findPackets() {
        int from = latest & MASK;
        for (int i = 0; i < GROUP; i++) {
            Packet packet = scheduler.packetAhead(PLACES + i);
            ahead[from + i] = packet;
            if (packet != null) {
                packet.prefetch();
            }
        }
    }

    /** Fetches what is kept of the packets' senders and receivers. */
    private void fetchEnds(int groups, int depth) {
        int from = place(groups);
        for (int place = from; place < from + GROUP; place++) {
            Packet packet = ahead[place];
            if (packet != null) {
                flows.prefetch(packet.flow, depth);
                probe.prefetch(packet, depth);
            }
        }
    }

    /** Where the first packet stands of the group that was looked at so many groups ago. */
    private int place(int groups) {
        return (latest - groups * GROUP) & MASK;
    }
}
