package pacewire.model.packet;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Packets of one run: made once, used again. Numbers them in order of creation. */
public final class PacketPool {
    private @Nullable Packet free;
    /** Delay accounts at rest, all zero; only packets on their way need one. */
    private long[][] freeAccounts = new long[64][];

    private int freeAccountCount;
    private Packet.@Nullable Segments freeSegments;
    private long created;
    private long released;

    /** A fresh packet, owned by the caller. */
    public Packet take(long nowPs) {
        Packet packet = free;
        if (packet == null) {
            packet = new Packet(this);
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
        packet.closeAccount();
        packet.next = free;
        free = packet;
        released++;
    }

    /** A delay account in which nothing was spent, with a place that nobody reads at its end; only packets call this. */
    long[] takeAccount() {
        return freeAccountCount == 0 ? new long[DelayPart.COUNT + 1] : freeAccounts[--freeAccountCount];
    }

    /** Takes an account back, all zero; only packets call this. */
    void releaseAccount(long[] account) {
        if (freeAccountCount == freeAccounts.length) {
            freeAccounts = Arrays.copyOf(freeAccounts, 2 * freeAccountCount);
        }
        freeAccounts[freeAccountCount++] = account;
    }

    /** A list of segments that begins with one; only packets call this. */
    Packet.Segments takeSegments(Packet first) {
        Packet.Segments taken = freeSegments;
        if (taken == null) {
            taken = new Packet.Segments();
        } else {
            freeSegments = taken.next();
        }
        return taken.become(first, null);
    }

    /** Takes a list of segments back; returns its first. */
    @Nullable
    Packet releaseSegments(Packet.Segments segments) {
        Packet first = segments.first();
        freeSegments = segments.become(null, freeSegments);
        return first;
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
