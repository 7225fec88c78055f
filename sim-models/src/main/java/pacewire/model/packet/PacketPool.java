package pacewire.model.packet;

import org.jspecify.annotations.Nullable;

/** Packets of one run: made once, used again. Numbers them in order of creation. */
public final class PacketPool {
    private @Nullable Packet free;
    private long created;
    private long released;

    /** A fresh packet, owned by the caller. */
    public Packet take(long nowPs) {
        Packet packet = free;
        if (packet == null) {
            packet = new Packet();
        } else {
            free = packet.next;
        }
        packet.reset(created++, nowPs);
        return packet;
    }

    /** A packet like another, delay account included, with a number of its own; owned by the caller. */
    public Packet copy(Packet original, long nowPs) {
        Packet packet = take(nowPs);
        packet.copyFrom(original);
        return packet;
    }

    /** Gives a packet back; the caller must not touch it again. */
    public void release(Packet packet) {
        packet.next = free;
        free = packet;
        released++;
    }

    /** Packets taken so far. */
    public long created() {
        return created;
    }

    /** Packets out at present: every one of them has a holder somewhere. */
    public long outstanding() {
        return created - released;
    }
}
