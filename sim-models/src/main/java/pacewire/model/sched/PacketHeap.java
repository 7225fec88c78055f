package pacewire.model.sched;

import java.util.Arrays;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/**
 * Packets by rank, and by order of arrival among equal ranks: a push-in, first-out queue. A 4-ary heap; the rank is settled
 * when the packet comes. Allocates only when it grows.
 */
final class PacketHeap {
    private static final int FIRST_CAPACITY = 16;

    private long[] ranks = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private Packet[] packets = new Packet[FIRST_CAPACITY];
    private int size;
    private long arrivals;
    private long bytes;

    boolean isEmpty() {
        return size == 0;
    }

    /** Number of packets. */
    int size() {
        return size;
    }

    /** Sum of their IP bytes. */
    long bytes() {
        return bytes;
    }

    /** The packet that leaves next; only when not empty. */
    Packet first() {
        return packets[0];
    }

    /** Its rank; {@link SimTime#NEVER}, above all others, when empty. */
    long firstRank() {
        return size == 0 ? SimTime.NEVER : ranks[0];
    }

    void add(Packet packet, long rank) {
        if (size == packets.length) {
            ranks = Arrays.copyOf(ranks, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            packets = Arrays.copyOf(packets, 2 * size);
        }
        bytes += packet.ipBytes();
        long order = arrivals++;
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(rank, order, parent)) {
                break;
            }
            place(index, ranks[parent], orders[parent], packets[parent]);
            index = parent;
        }
        place(index, rank, order, packet);
    }

    /** Takes the packet that leaves next; only when not empty. */
    @SuppressWarnings("NullAway") // a place behind the last is never read
    Packet removeFirst() {
        Packet first = packets[0];
        int last = --size;
        long rank = ranks[last];
        long order = orders[last];
        Packet moved = packets[last];
        packets[last] = null;
        int index = 0;
        for (int child = 1; child < last; child = 4 * index + 1) {
            int least = leastOfSiblings(child, last);
            if (isBefore(rank, order, least)) {
                break;
            }
            place(index, ranks[least], orders[least], packets[least]);
            index = least;
        }
        if (last > 0) {
            place(index, rank, order, moved);
        }
        bytes -= first.ipBytes();
        return first;
    }

    /** Empties the heap for a packet scheduler that is reset. */
    void dropAll(DropListener drops, long nowPs) {
        while (size > 0) {
            drops.dropped(removeFirst(), DropReason.RESET, nowPs);
        }
        arrivals = 0;
    }

    private int leastOfSiblings(int first, int end) {
        int stop = Math.min(first + 4, end);
        int least = first;
        for (int child = first + 1; child < stop; child++) {
            if (isBefore(ranks[child], orders[child], least)) {
                least = child;
            }
        }
        return least;
    }

    private boolean isBefore(long rank, long order, int index) {
        return rank < ranks[index] || (rank == ranks[index] && order < orders[index]);
    }

    private void place(int index, long rank, long order, Packet packet) {
        ranks[index] = rank;
        orders[index] = order;
        packets[index] = packet;
    }
}
