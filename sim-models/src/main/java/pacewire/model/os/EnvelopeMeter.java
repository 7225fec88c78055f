package pacewire.model.os;

import java.util.List;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.TrafficEnvelope;

/** Finds the token bucket that packets just keep to, in exact integers: its level, filled by packets and leaking. */
final class EnvelopeMeter {
    /** One byte in parts of a bit per second and picosecond. */
    private static final long PARTS_PER_BYTE = 8 * SimTime.SECOND;

    private final DataRate rate;
    private long levelBytes;
    private long levelParts;
    private long lastPs;
    private long highestBytes;

    private EnvelopeMeter(DataRate rate) {
        this.rate = rate;
    }

    static TrafficEnvelope ofRecordings(List<IdealSchedule.Recording> recordings, int payloadBytes) {
        Totals totals = new Totals();
        long endPs = forEachPacket(recordings, payloadBytes, totals);
        totals.close(endPs);
        DataRate mean = slowestCarrying(totals.wireBytes, endPs);
        EnvelopeMeter meter = new EnvelopeMeter(mean);
        forEachPacket(recordings, payloadBytes, meter::fill);
        return new TrafficEnvelope(totals.largestBytes, totals.peak, meter.highestBytes, mean);
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
                burstBytes += Math.max(0, wireBytes(shortBytes) - rate.bytesInPs(gapPs));
                peak = faster(peak, slowestCarrying(wireBytes(shortBytes), gapPs));
            }
        }
        return new TrafficEnvelope(packetBytes, peak, burstBytes, rate);
    }

    /** Bytes of time on an Ethernet wire that a datagram with so much payload takes. */
    static int wireBytes(int payloadBytes) {
        int ipBytes = Protocol.UDP.headersBytes() + payloadBytes;
        return Math.max(ipBytes, Packet.ETHERNET_MIN_PAYLOAD_BYTES) + Packet.ETHERNET_OVERHEAD_BYTES;
    }

    /** Shows every packet with its ideal instant; returns the end of the schedule. */
    private static long forEachPacket(
            List<IdealSchedule.Recording> recordings, int payloadBytes, PacketObserver observer) {
        IdealSchedule schedule = IdealSchedule.recorded(0, recordings);
        for (IdealSchedule.Recording recording : recordings) {
            for (long left = recording.bytes(); left > 0; left -= payloadBytes) {
                int payload = (int) Math.min(payloadBytes, left);
                observer.packet(schedule.idealPsOfNext(payload), wireBytes(payload));
            }
        }
        return schedule.nextPs();
    }

    /** Lets the bucket leak until an instant, then adds a packet. */
    private void fill(long idealPs, int wireBytes) {
        long gapPs = idealPs - lastPs;
        lastPs = idealPs;
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
        levelBytes += wireBytes;
        highestBytes = Math.max(highestBytes, levelBytes + (levelParts > 0 ? 1 : 0));
    }

    /**
     * The slowest whole rate that carries so many bytes in a time; the fastest rate there is when even that is too slow, since
     * no wire carries more.
     */
    private static DataRate slowestCarrying(long bytes, long ps) {
        DataRate fastest = new DataRate(DataRate.LARGEST_BITS_PER_SECOND);
        return fastest.bytesInPs(ps) < bytes ? fastest : DataRate.slowestCarrying(bytes, ps);
    }

    private static DataRate faster(DataRate one, DataRate other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @FunctionalInterface
    private interface PacketObserver {
        void packet(long idealPs, int wireBytes);
    }

    /** What all packets are together, and the highest rate from one to the next. */
    private static final class Totals implements PacketObserver {
        private long wireBytes;
        private int largestBytes;
        private DataRate peak = new DataRate(1);
        private long previousPs;
        private int previousBytes;

        @Override
        public void packet(long idealPs, int bytes) {
            close(idealPs);
            previousPs = idealPs;
            previousBytes = bytes;
            wireBytes += bytes;
            largestBytes = Math.max(largestBytes, bytes);
        }

        void close(long nextPs) {
            if (previousBytes > 0) {
                peak = faster(peak, slowestCarrying(previousBytes, nextPs - previousPs));
            }
        }
    }
}
