package pacewire.model.sched;

import java.math.BigInteger;
import java.util.Comparator;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.TrafficEnvelope;

/**
 * What a flow may ask of the sender, in time of service: within any x picoseconds, packets whose service takes at most
 * {@code atOnce + peak x} up to the bend, and grows with {@code rate} beyond it; each to be served within the deadline.
 * This is a {@link TrafficEnvelope} with bytes turned into time, rounded so that it never asks too little.
 *
 * @param atOncePs service of what may come at one instant
 * @param packetPs service of the largest packet
 * @param peak slope before the bend: service per time, in units of 2^-32
 * @param bendPs where the slope changes
 * @param rate slope behind the bend, in units of 2^-32
 * @param deadlinePs time from eligibility to the end of service
 */
record DemandCurve(long atOncePs, long packetPs, long peak, long bendPs, long rate, long deadlinePs)
        implements Comparable<DemandCurve> {
    /** Slopes are fixed-point numbers: one is the whole sender. A step is 2.3 bps of 10 Gbps. */
    static final int SLOPE_BITS = 32;

    /** The slope of the whole sender. */
    static final long WHOLE = 1L << SLOPE_BITS;

    private static final Comparator<DemandCurve> ORDER = Comparator.comparingLong(DemandCurve::deadlinePs)
            .thenComparingLong(DemandCurve::rate)
            .thenComparingLong(DemandCurve::atOncePs)
            .thenComparingLong(DemandCurve::packetPs)
            .thenComparingLong(DemandCurve::peak)
            .thenComparingLong(DemandCurve::bendPs);

    private static final BigInteger PS_PER_BYTE_AT_1_BPS = BigInteger.valueOf(8 * SimTime.SECOND);
    /**
     * 256 times the sender. A steeper peak counts as a burst at one instant, which asks more and not less; a steeper rate
     * is refused whatever it is. So thousands of slopes add up without leaving a long.
     */
    private static final BigInteger STEEPEST = BigInteger.ONE.shiftLeft(SLOPE_BITS + 8);
    /** A bend beyond this never comes; far enough from the end of a long to add deadlines. */
    private static final BigInteger FARTHEST_BEND = BigInteger.valueOf(Long.MAX_VALUE / 4);

    /**
     * The curve of an envelope, if the service of its largest packet takes so long. Bytes are turned into service in the
     * proportion of that packet, which is exact as long as the line is what limits; where the CPU does, shorter packets
     * take more service for their bytes than this, so an envelope should count each of them with at least as many bytes
     * as the line carries in the CPU time of a packet.
     */
    static DemandCurve of(TrafficEnvelope envelope, long packetPs, long deadlinePs) {
        int packetBytes = envelope.packetBytes();
        BigInteger peak = slope(envelope.peak(), packetBytes, packetPs);
        long rate = slope(envelope.rate(), packetBytes, packetPs).min(STEEPEST).longValueExact();
        if (peak.compareTo(STEEPEST) > 0) {
            BigInteger burst = BigInteger.valueOf(envelope.burstBytes()).multiply(BigInteger.valueOf(packetPs));
            long burstPs = divideUp(burst, BigInteger.valueOf(packetBytes))
                    .min(FARTHEST_BEND)
                    .longValueExact();
            return new DemandCurve(burstPs, packetPs, rate, 0, rate, deadlinePs);
        }
        return new DemandCurve(packetPs, packetPs, peak.longValueExact(), bendPs(envelope), rate, deadlinePs);
    }

    /** When the slope changes, counted from the start of a window that begins with the deadline. */
    long bendInstantPs() {
        return deadlinePs + bendPs;
    }

    boolean bends() {
        return peak != rate;
    }

    @Override
    public int compareTo(DemandCurve other) {
        return ORDER.compare(this, other);
    }

    /** Rate times service per byte, rounded up. */
    private static BigInteger slope(DataRate rate, int packetBytes, long packetPs) {
        BigInteger service = BigInteger.valueOf(rate.bitsPerSecond())
                .multiply(BigInteger.valueOf(packetPs))
                .shiftLeft(SLOPE_BITS);
        return divideUp(service, PS_PER_BYTE_AT_1_BPS.multiply(BigInteger.valueOf(packetBytes)));
    }

    /** Where packet + peak x meets burst + rate x, rounded up. */
    private static long bendPs(TrafficEnvelope envelope) {
        long steeper = envelope.peak().bitsPerSecond() - envelope.rate().bitsPerSecond();
        if (steeper == 0) {
            return 0;
        }
        BigInteger bytes = BigInteger.valueOf(envelope.burstBytes() - envelope.packetBytes());
        return divideUp(bytes.multiply(PS_PER_BYTE_AT_1_BPS), BigInteger.valueOf(steeper))
                .min(FARTHEST_BEND)
                .longValueExact();
    }

    private static BigInteger divideUp(BigInteger dividend, BigInteger divisor) {
        return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }
}
