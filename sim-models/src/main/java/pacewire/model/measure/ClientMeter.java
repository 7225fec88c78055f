package pacewire.model.measure;

import java.util.function.LongConsumer;

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
    private final GroupMeter group;
    private final LongConsumer recordedIpdv;
    private final Rfc3550Jitter jitter = new Rfc3550Jitter();
    private final Ipdv ipdv = new Ipdv();
    private final Pdv pdv = new Pdv();
    private final Reordering reordering = new Reordering();

    private boolean hasFlow;
    private int flow;
    private long packets;
    private long bytes;
    private long duplicates;
    private long firstArrivalPs = SimTime.NEVER;
    private long lastArrivalPs = SimTime.NEVER;
    private long jitterSamples;
    private long jitterSumPs;
    private long jitterMaxPs;

    ClientMeter(GroupMeter group, LongConsumer recordedIpdv) {
        this.group = group;
        this.recordedIpdv = recordedIpdv;
    }

    /** Takes a datagram that has just arrived. */
    void received(Packet packet, long nowPs) {
        count(packet, nowPs);
        boolean isMeasured = group.isMeasured(packet);
        long delayPs = nowPs - packet.departurePs;
        boolean isNew = ipdv.received(packet.sequence, delayPs, isMeasured ? recordedIpdv : ClientMeter::leaveOut);
        if (!isNew) {
            duplicates++;
            return;
        }
        reordering.received(packet.sequence);
        jitter.received(nowPs, packet.isScheduled() ? packet.idealPs : packet.departurePs);
        if (isMeasured) {
            pdv.received(delayPs);
            recordJitter(jitter.jitter());
        }
    }

    /** Hands the packet delay variation to the group, now that the least delay is known. */
    void finish(LongConsumer recordedPdv) {
        pdv.forEach(recordedPdv);
    }

    /**
     * Reads what the next datagram will need into the processor's caches.
     *
     * @param depth references between this and what to read: 0 reads this itself
     * @return a sum of what was read, of no meaning
     */
    public long readAhead(int depth) {
        return depth == 0 ? packets : jitter.scaledBy16();
    }

    /** Datagrams received, duplicates included. */
    public long packets() {
        return packets;
    }

    /** Payload bytes received. */
    public long bytes() {
        return bytes;
    }

    /** When the first datagram came; {@link SimTime#NEVER} before. */
    public long firstArrivalPs() {
        return firstArrivalPs;
    }

    /** When the latest datagram came; {@link SimTime#NEVER} before the first. */
    public long lastArrivalPs() {
        return lastArrivalPs;
    }

    /** Mean of the running RFC 3550 estimate over the datagrams recorded, rounded down; 0 when there were none. */
    public long jitterMeanPs() {
        return jitterSamples == 0 ? 0 : jitterSumPs / jitterSamples;
    }

    /** Greatest running RFC 3550 estimate over the datagrams recorded; 0 when there were none. */
    public long jitterMaxPs() {
        return jitterMaxPs;
    }

    /** Datagrams that came after one sent later. */
    public long reordered() {
        return reordering.reordered();
    }

    /** Datagrams that came again. */
    public long duplicates() {
        return duplicates;
    }

    private static void leaveOut(long difference) {
        // A pair that is completed in the warm-up: seen by the meter, recorded nowhere.
    }

    private void count(Packet packet, long nowPs) {
        if (packets == 0) {
            firstArrivalPs = nowPs;
        }
        lastArrivalPs = nowPs;
        packets++;
        bytes += packet.payloadBytes;
        if (hasFlow && packet.flow != flow) {
            jitter.restart();
            ipdv.restart();
            reordering.restart();
        }
        hasFlow = true;
        flow = packet.flow;
    }

    private void recordJitter(long jitterPs) {
        group.recordJitter(jitterPs);
        jitterSamples++;
        jitterSumPs = Math.addExact(jitterSumPs, jitterPs);
        jitterMaxPs = Math.max(jitterMaxPs, jitterPs);
    }
}
