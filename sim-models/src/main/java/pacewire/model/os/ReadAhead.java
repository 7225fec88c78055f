package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.sched.PacketScheduler;

/**
 * Reads what the packets that leave next will need into the processor's caches. With ten thousand transfers their state no
 * longer fits there, and each packet would wait for memory some twenty times, one object after the other. Here the objects of
 * the next few packets are read at one time, those of a nearer packet one reference deeper, so that the waits overlap ("group
 * prefetching" in Chen, Ailamaki, Gibbons and Mowry, "Improving hash join performance through prefetching", ICDE 2004). It
 * changes nothing: what it reads is added up, and nobody asks for the sum.
 */
final class ReadAhead {
    /** Fewer transfers are in the caches anyway: a kilobyte or two each, in a second-level cache of a megabyte or so. */
    private static final int LEAST_FLOWS = 1024;

    /** Packets from the first look at one to its turn; a power of two above the steps along its references. */
    private static final int PLACES = 8;

    private final PacketScheduler scheduler;
    private final FlowTable flows;
    private final ServerProbe probe;
    /** The packets looked at, the latest at {@link #latest} modulo their number. */
    private final @Nullable Packet[] ahead = new @Nullable Packet[PLACES];

    private int latest;
    /** Keeps the compiler from leaving the reads out. */
    @SuppressWarnings("UnusedVariable") // written, so that what is read must be read
    private long sum;

    ReadAhead(PacketScheduler scheduler, FlowTable flows, ServerProbe probe) {
        this.scheduler = scheduler;
        this.flows = flows;
        this.probe = probe;
    }

    /** A packet has left the packet scheduler: all others are one place nearer. */
    void step() {
        if (flows.openFlows() >= LEAST_FLOWS) {
            latest++;
            ahead[latest & (PLACES - 1)] = scheduler.packetAhead(PLACES);
            sum += readPacket()
                    + readFollowing()
                    + readOwner(2, 0)
                    + readOwner(3, 1)
                    + readOwner(4, 2)
                    + readOwner(5, 3);
        }
    }

    private long readPacket() {
        return read(at(1));
    }

    /** The packet behind takes its place when it leaves. */
    private long readFollowing() {
        Packet packet = at(2);
        return packet == null ? 0 : read(packet.next);
    }

    /** Reads each cache line of a packet. */
    private static long read(@Nullable Packet packet) {
        return packet == null ? 0 : packet.id + packet.heldOrder + packet.payloadBytes;
    }

    private long readOwner(int steps, int depth) {
        Packet packet = at(steps);
        return packet == null
                ? 0
                : flows.owner(packet.flow).readAhead(depth) + probe.readAhead(packet.destination, depth);
    }

    /** The packet that was looked at so many steps ago. */
    private @Nullable Packet at(int steps) {
        return ahead[(latest - steps) & (PLACES - 1)];
    }
}
