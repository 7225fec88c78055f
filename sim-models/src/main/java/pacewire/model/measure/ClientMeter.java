package pacewire.model.measure;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

/**
 * What one client measures of the datagrams it receives. {@link GroupMeter#delivered} feeds it.
 *
 * <p>RFC 3550 jitter takes a datagram's ideal instant for its media time stamp, or its departure when it belongs to no
 * schedule. A datagram of another flow than the one before begins new jitter and IPDV streams, for its sequence numbers begin
 * anew. The meters see every datagram; what they say is recorded from the end of the warm-up on.
 */
public final class ClientMeter {
    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    private final GroupMeter group;
    private final DelayVariation variation = new DelayVariation();
    /** Null where only groups have figures. */
    private final @Nullable OwnJitter ownJitter;

    private int flow;
    private int reordered;
    private int duplicates;
    private long packets;
    private long bytes;
    private long lastArrivalPs = SimTime.NEVER;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /** The running RFC 3550 estimate over the datagrams recorded. */
    private static final class OwnJitter {
        private long samples;
        private long sumPs;
        private long maxPs;

        private void record(long jitterPs) {
            samples++;
            sumPs = Math.addExact(sumPs, jitterPs);
            maxPs = Math.max(maxPs, jitterPs);
        }
    }

    ClientMeter(GroupMeter group) {
        this.group = group;
        ownJitter = group.detail() == MeterDetail.CLIENT ? new OwnJitter() : null;
    }

    /** Takes a datagram that has just arrived. */
    void received(Packet packet, long nowPs) {
        count(packet, nowPs);
        boolean isMeasured = group.isMeasured(packet);
        long delayPs = nowPs - packet.departurePs;
        boolean isLate = variation.isLate(packet.sequence);
        boolean isNew = variation.pair(packet.sequence, delayPs, isMeasured ? group.ipdv() : ClientMeter::leaveOut);
        if (!isNew) {
            duplicates++;
            return;
        }
        reordered += isLate ? 1 : 0;
        variation.estimateJitter(nowPs, packet.isScheduled() ? packet.idealPs : packet.departurePs);
        if (isMeasured) {
            variation.compareWithLeast(delayPs, group.detail().delaysKept(), group.pdv());
            recordJitter(variation.jitter());
        }
    }

    /** Hands what is kept of the packet delay variation to the group, now that the least delay is known. */
    void finish() {
        variation.handOutKept(group.pdv());
    }

    /**
     * Fetches what the next datagram will need into the processor's caches.
     *
     * @param depth references between this and what to fetch: 0 fetches this itself; nearer ones have been fetched before
     */
    public void prefetch(int depth) {
        if (depth == 0) {
            firstLine = 1;
            lastLine = null;
        } else {
            variation.prefetch();
        }
    }

    /** Datagrams received, duplicates included. */
    public long packets() {
        return packets;
    }

    /** Payload bytes received. */
    public long bytes() {
        return bytes;
    }

    /** When the latest datagram came; {@link SimTime#NEVER} before the first. */
    public long lastArrivalPs() {
        return lastArrivalPs;
    }

    /**
     * Mean of the running RFC 3550 estimate over the datagrams recorded, rounded down; 0 when there were none, or where only
     * groups have figures.
     */
    public long jitterMeanPs() {
        return ownJitter == null || ownJitter.samples == 0 ? 0 : ownJitter.sumPs / ownJitter.samples;
    }

    /** Greatest running RFC 3550 estimate over the datagrams recorded; 0 when there were none, or only groups have figures. */
    public long jitterMaxPs() {
        return ownJitter == null ? 0 : ownJitter.maxPs;
    }

    /** Datagrams that came after one sent later. */
    public long reordered() {
        return reordered;
    }

    /** Datagrams that came again. */
    public long duplicates() {
        return duplicates;
    }

    private static void leaveOut(long difference) {
        // A pair that is completed in the warm-up: seen by the meter, recorded nowhere.
    }

    private void count(Packet packet, long nowPs) {
        if (packets > 0 && packet.flow != flow) {
            variation.restart();
        }
        flow = packet.flow;
        lastArrivalPs = nowPs;
        packets++;
        bytes += packet.payloadBytes;
    }

    private void recordJitter(long jitterPs) {
        group.recordJitter(jitterPs);
        if (ownJitter != null) {
            ownJitter.record(jitterPs);
        }
    }
}
