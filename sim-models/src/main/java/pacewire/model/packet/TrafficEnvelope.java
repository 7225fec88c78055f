package pacewire.model.packet;

import pacewire.core.units.DataRate;

/**
 * What a flow can offer in any window of length x: at most {@code min(packet + peak x, burst + rate x)} bytes on the wire.
 * This is the token-bucket specification of RFC 2215 section 3 (TSpec: p, M, r, b), in wire bytes.
 *
 * @param packetBytes the largest packet (M)
 * @param peak the peak rate (p), at least {@code rate}
 * @param burstBytes the bucket (b), at least {@code packetBytes}
 * @param rate the sustained rate (r)
 */
public record TrafficEnvelope(int packetBytes, DataRate peak, long burstBytes, DataRate rate) {
    public TrafficEnvelope {
        if (packetBytes < 1 || burstBytes < packetBytes || peak.compareTo(rate) < 0) {
            throw new IllegalArgumentException("not an envelope: packet " + packetBytes + " B, peak " + peak
                    + ", burst " + burstBytes + " B, rate " + rate);
        }
    }

    /** The envelope of a strictly paced flow: one packet, then the rate. */
    public static TrafficEnvelope paced(int packetBytes, DataRate rate) {
        return new TrafficEnvelope(packetBytes, rate, packetBytes, rate);
    }
}
