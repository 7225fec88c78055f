package pacewire.model.packet;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out list of packets, linked through {@link Packet#next}: allocates nothing. */
public final class PacketFifo {
    private @Nullable Packet head;
    private @Nullable Packet tail;
    private int packets;
    private long bytes;

    /** Appends a packet. */
    public void add(Packet packet) {
        packet.next = null;
        if (tail == null) {
            head = packet;
        } else {
            tail.next = packet;
        }
        tail = packet;
        packets++;
        bytes += packet.ipBytes();
    }

    /** The first packet, left in place; null when empty. */
    public @Nullable Packet peek() {
        return head;
    }

    /** Takes the first packet; null when empty. */
    public @Nullable Packet poll() {
        Packet first = head;
        if (first == null) {
            return null;
        }
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
        packets--;
        bytes -= first.ipBytes();
        return first;
    }

    /** Empties the list for a packet scheduler that is reset. */
    public void dropAll(DropListener drops, long nowPs) {
        for (Packet packet = poll(); packet != null; packet = poll()) {
            drops.dropped(packet, DropReason.RESET, nowPs);
        }
    }

    public boolean isEmpty() {
        return head == null;
    }

    /** Number of packets. */
    public int size() {
        return packets;
    }

    /** Sum of {@link Packet#ipBytes()}. */
    public long bytes() {
        return bytes;
    }
}
