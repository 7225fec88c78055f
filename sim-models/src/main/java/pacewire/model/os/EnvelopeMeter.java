package pacewire.model.os;

import java.util.List;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.TrafficEnvelope;

/**
 * Finds the token bucket that datagrams just keep to, in exact integers: its level, filled by datagrams and leaking.
 *
 * <p>Each datagram counts as a full one, though the last of a file may be short: it takes as much work as any other of a
 * sender that its CPU limits, so that a bound on bytes alone would let too many datagrams pass for too little.
 */
final class EnvelopeMeter {
    /** One byte in parts of a bit per second and picosecond. */
    private static final long PARTS_PER_BYTE = 8 * SimTime.SECOND;

    private final DataRate rate;
    private final int packetBytes;
    private long levelBytes;
    private long levelParts;
    private long highestBytes;

    private EnvelopeMeter(DataRate rate, int packetBytes) {
        this.rate = rate;
        this.packetBytes = packetBytes;
    }

    static TrafficEnvelope ofRecordings(List<IdealSchedule.Recording> recordings, int payloadBytes) {
        int packetBytes = wireBytes(payloadBytes);
        DataRate mean = slowestCarrying(packets(recordings, payloadBytes) * packetBytes, durationPs(recordings));
        EnvelopeMeter meter = new EnvelopeMeter(mean, packetBytes);
        long closestPs = meter.fillAll(recordings, payloadBytes);
        DataRate peak = faster(mean, slowestCarrying(packetBytes, closestPs));
        return new TrafficEnvelope(packetBytes, peak, meter.highestBytes, mean);
    }

    static TrafficEnvelope paced(int payloadBytes, DataRate payloadRate, long[] fileBytes) {
        int packetBytes = wireBytes(payloadBytes);
        // Ideal instants are rounded down, so that two may be this much closer than the exact time between them.
        DataRate rate = slowestCarrying(packetBytes, payloadRate.psForBytes(payloadBytes));
        DataRate peak = rate;
        long burstBytes = packetBytes;
        for (int file = 0; file < fileBytes.length - 1; file++) {
            int shortBytes = (int) (fileBytes[file] % payloadBytes);
            if (shortBytes > 0) {
                long gapPs = payloadRate.psForBytes(shortBytes);
                burstBytes += packetBytes - Math.min(packetBytes, rate.bytesInPs(gapPs));
                peak = faster(peak, slowestCarrying(packetBytes, gapPs));
            }
        }
        return new TrafficEnvelope(packetBytes, peak, burstBytes, rate);
    }

    /** Bytes of time on an Ethernet wire that a datagram with so much payload takes. */
    private static int wireBytes(int payloadBytes) {
        int ipBytes = Protocol.UDP.headersBytes() + payloadBytes;
        return Math.max(ipBytes, Packet.ETHERNET_MIN_PAYLOAD_BYTES) + Packet.ETHERNET_OVERHEAD_BYTES;
    }

    private static long packets(List<IdealSchedule.Recording> recordings, int payloadBytes) {
        long packets = 0;
        for (IdealSchedule.Recording recording : recordings) {
            packets += (recording.bytes() + payloadBytes - 1) / payloadBytes;
        }
        return packets;
    }

    private static long durationPs(List<IdealSchedule.Recording> recordings) {
        IdealSchedule schedule = IdealSchedule.recorded(0, recordings);
        for (IdealSchedule.Recording recording : recordings) {
            for (long left = recording.bytes(); left > 0; left -= Integer.MAX_VALUE) {
                schedule.idealPsOfNext((int) Math.min(Integer.MAX_VALUE, left));
            }
        }
        return schedule.nextPs();
    }

    /** Passes every datagram; returns the least time between two, or {@link Long#MAX_VALUE} when there is one only. */
    private long fillAll(List<IdealSchedule.Recording> recordings, int payloadBytes) {
        IdealSchedule schedule = IdealSchedule.recorded(0, recordings);
        long closestPs = Long.MAX_VALUE;
        long previousPs = 0;
        for (IdealSchedule.Recording recording : recordings) {
            for (long left = recording.bytes(); left > 0; left -= payloadBytes) {
                long idealPs = schedule.idealPsOfNext((int) Math.min(payloadBytes, left));
                if (highestBytes > 0) {
                    closestPs = Math.min(closestPs, idealPs - previousPs);
                }
                fill(idealPs - previousPs);
                previousPs = idealPs;
            }
        }
        return closestPs;
    }

    /** Lets the bucket leak for a time, then adds a datagram. */
    private void fill(long gapPs) {
        long leakedBytes = rate.bytesInPs(gapPs);
        // The product wraps around, but the remainder of the division is small: the difference is exact.
        long leakedParts = gapPs * rate.bitsPerSecond() - leakedBytes * PARTS_PER_BYTE;
        levelBytes -= leakedBytes;
        levelParts -= leakedParts;
        if (levelParts < 0) {
            levelParts += PARTS_PER_BYTE;
            levelBytes--;
        }
        if (levelBytes < 0) {
            levelBytes = 0;
            levelParts = 0;
        }
        levelBytes += packetBytes;
        highestBytes = Math.max(highestBytes, levelBytes + (levelParts > 0 ? 1 : 0));
    }

    /**
     * The slowest whole rate that carries so many bytes in a time; the fastest rate there is when even that is too slow,
     * since no wire carries more.
     */
    private static DataRate slowestCarrying(long bytes, long ps) {
        DataRate fastest = new DataRate(DataRate.LARGEST_BITS_PER_SECOND);
        return ps < fastest.psForBytesUp(bytes) ? fastest : DataRate.slowestCarrying(bytes, ps);
    }

    private static DataRate faster(DataRate one, DataRate other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
