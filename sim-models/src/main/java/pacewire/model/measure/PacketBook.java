package pacewire.model.measure;

import java.util.SortedMap;
import java.util.TreeMap;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/** Counts packets that no client group's books hold, such as those of control connections: made, arrived, dropped. */
@SuppressWarnings("EnumOrdinal") // an array by reason: no map for each packet
public final class PacketBook {
    private static final DropReason[] DROP_REASONS = DropReason.values();

    private final String name;
    private final long[] dropped = new long[DROP_REASONS.length];
    private long created;
    private long delivered;

    public PacketBook(String name) {
        this.name = name;
    }

    /** A packet was made. */
    public void created(Packet packet) {
        created++;
    }

    /** A packet reached its host. */
    public void delivered(Packet packet) {
        delivered++;
    }

    /** A packet ended before its destination. */
    public void dropped(Packet packet, DropReason reason) {
        dropped[reason.ordinal()]++;
    }

    public long packetsCreated() {
        return created;
    }

    public long packetsDelivered() {
        return delivered;
    }

    /** Packets dropped by the name of the reason; every reason stands here. */
    public SortedMap<String, Long> packetsDropped() {
        SortedMap<String, Long> byReason = new TreeMap<>();
        for (DropReason reason : DROP_REASONS) {
            byReason.put(reason.key(), dropped[reason.ordinal()]);
        }
        return byReason;
    }

    /**
     * Packets made that have neither arrived nor been dropped.
     *
     * @throws IllegalStateException when more have ended than were made
     */
    public long inFlight() {
        long ended = delivered;
        for (long count : dropped) {
            ended += count;
        }
        if (ended > created) {
            throw new IllegalStateException("the book of " + name + ": " + ended + " packets ended (delivered "
                    + delivered + ", dropped " + packetsDropped() + "), but only " + created + " were made");
        }
        return created - ended;
    }
}
