package pacewire.model.os;

import java.util.Arrays;

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

    private static final int MASK = PLACES - 1;

    private final PacketScheduler scheduler;
    private final FlowTable flows;
    private final ServerProbe probe;
    /** The packets looked at, the latest at {@link #latest} modulo their number. */
    private final @Nullable Packet[] ahead = new @Nullable Packet[PLACES];
    /** What is kept of each by its sender, and of its receiver; nothing before it is known. */
    private final ReadableAhead[] senders = new ReadableAhead[PLACES];

    private final ReadableAhead[] receivers = new ReadableAhead[PLACES];

    private int latest;
    /** Keeps the compiler from leaving the reads out. */
    @SuppressWarnings("UnusedVariable") // written, so that what is read must be read
    private long sum;

    ReadAhead(PacketScheduler scheduler, FlowTable flows, ServerProbe probe) {
        this.scheduler = scheduler;
        this.flows = flows;
        this.probe = probe;
        Arrays.fill(senders, ReadableAhead.NOTHING);
        Arrays.fill(receivers, ReadableAhead.NOTHING);
    }

    /** A packet has left the packet scheduler: all others are one place nearer. */
    void step() {
        if (flows.openFlows() >= LEAST_FLOWS) {
            latest++;
            ahead[latest & MASK] = scheduler.packetAhead(PLACES);
            sum += readPacket(1) + findEnds(2) + readEnds(3, 0) + readEnds(4, 1) + readEnds(5, 2) + readEnds(6, 3);
        }
    }

    /** Reads each cache line of a packet. */
    private long readPacket(int steps) {
        return read(ahead[place(steps)]);
    }

    private static long read(@Nullable Packet packet) {
        return packet == null ? 0 : packet.id + packet.departurePs + packet.group + (packet.next == null ? 1 : 0);
    }

    /** Finds out whose packet it is, and reads the one behind it, which takes its place when it leaves. */
    private long findEnds(int steps) {
        int place = place(steps);
        Packet packet = ahead[place];
        if (packet == null) {
            senders[place] = ReadableAhead.NOTHING;
            receivers[place] = ReadableAhead.NOTHING;
            return 0;
        }
        senders[place] = flows.owner(packet.flow);
        receivers[place] = probe.stateOf(packet.destination);
        return read(packet.next);
    }

    private long readEnds(int steps, int depth) {
        int place = place(steps);
        return senders[place].readAhead(depth) + receivers[place].readAhead(depth);
    }

    /** Where the packet stands that was looked at so many steps ago. */
    private int place(int steps) {
        return (latest - steps) & MASK;
    }
}
