package pacewire.model.sched;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/**
 * Decides which metrics {@link JitterEdfScheduler} can promise: the rates together must leave the share that is not for
 * guarantees, and {@link DemandBound} must hold. Both are counted in the time that the sender takes: a packet costs the
 * longer of its time on the line and its time on the CPU, whichever is the bottleneck.
 *
 * <p>The deadline that must be kept is shorter than the tolerance: a packet may wait for others for its share of shared
 * wake-ups, and then for the wake-up itself. Measured from the end of both, the flow asks for what its envelope says.
 */
final class JitterEdfAdmission {
    /** Curves remembered: more than most scenarios have. When full, the memory starts anew. */
    private static final int MOST_CURVES = 4096;

    private final SchedulerEnvironment environment;
    private final long wakeUpShare;
    private final long rateLimit;
    private final DemandBound bound;
    private final Map<Wish, DemandCurve> curves = new HashMap<>();
    /** How many flows with a guarantee tolerate so much. */
    private final TreeMap<Long, Integer> tolerances = new TreeMap<>();

    /**
     * What is asked for, as a key: with a hash code and an equality of its own, because the virtual machine assembles those
     * of records at their first call, which takes milliseconds.
     */
    private record Wish(TrafficEnvelope envelope, long tolerancePs) {
        @Override
        public int hashCode() {
            return 31 * Long.hashCode(tolerancePs)
                    + Long.hashCode(envelope.rate().bitsPerSecond());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wish that
                    && tolerancePs == that.tolerancePs
                    && envelope.packetBytes() == that.envelope.packetBytes()
                    && envelope.peak().compareTo(that.envelope.peak()) == 0
                    && envelope.burstBytes() == that.envelope.burstBytes()
                    && envelope.rate().compareTo(that.envelope.rate()) == 0;
        }
    }

    /**
     * For a sender.
     *
     * @param wakeUpShare share of the tolerance that is kept for shared wake-ups, in parts of {@link Quantity#WHOLE}
     * @param rateLimit share of the sender that may be guaranteed, in parts of {@link Quantity#WHOLE}
     */
    JitterEdfAdmission(SchedulerEnvironment environment, long wakeUpShare, long rateLimit) {
        this.environment = environment;
        this.wakeUpShare = wakeUpShare;
        this.rateLimit = (rateLimit << DemandCurve.SLOPE_BITS) / Quantity.WHOLE;
        bound = new DemandBound(servicePs(environment.largestPacketBytes()));
    }

    /** What a flow asks for with a tolerance; one object for flows that ask for the same, as far as they are remembered. */
    DemandCurve curve(TrafficEnvelope envelope, long tolerancePs) {
        if (curves.size() == MOST_CURVES) {
            curves.clear();
        }
        return curves.computeIfAbsent(new Wish(envelope, tolerancePs), this::curveOf);
    }

    private DemandCurve curveOf(Wish wish) {
        TrafficEnvelope envelope = wish.envelope();
        long tolerancePs = wish.tolerancePs();
        long deadlinePs = tolerancePs - wakeUpTolerancePs(tolerancePs) - wakeUpLatencyPs(tolerancePs);
        return DemandCurve.of(envelope, servicePs(envelope.packetBytes()), deadlinePs);
    }

    private long wakeUpLatencyPs(long tolerancePs) {
        return environment.wakeUp().withinPs(tolerancePs);
    }

    /** The part of a tolerance that may pass in waiting for others. */
    long wakeUpTolerancePs(long tolerancePs) {
        // In two steps, because the product of a tolerance and a share does not fit a long.
        return tolerancePs / Quantity.WHOLE * wakeUpShare + tolerancePs % Quantity.WHOLE * wakeUpShare / Quantity.WHOLE;
    }

    /** Takes a flow in if its metrics can be kept beside all others; changes nothing otherwise. */
    Admission admit(DemandCurve curve, long tolerancePs) {
        if (curve.deadlinePs() <= 0) {
            return Admission.refused(tooLittleTolerance(tolerancePs));
        }
        bound.add(curve);
        if (exceedsRateLimit()) {
            return refuse(curve, tooMuchRate(curve));
        }
        Optional<DemandBound.Violation> violation = bound.firstViolation();
        if (violation.isPresent()) {
            return refuse(curve, tooMuchAtOnce(violation.get(), tolerancePs));
        }
        tolerances.merge(tolerancePs, 1, Integer::sum);
        return Admission.ADMITTED;
    }

    /** Gives back what a flow was admitted with. */
    void release(DemandCurve curve, long tolerancePs) {
        bound.remove(curve);
        tolerances.computeIfPresent(tolerancePs, (tolerance, flows) -> flows == 1 ? null : flows - 1);
    }

    /** The least tolerance of a flow that holds a guarantee; {@link SimTime#NEVER} when none does. */
    long leastTolerancePs() {
        return tolerances.isEmpty() ? SimTime.NEVER : tolerances.firstKey();
    }

    /** Number of flows that hold a guarantee. */
    int flows() {
        return bound.flows();
    }

    /**
     * Each rate is rounded up by less than one unit. Rates that fill the limit exactly are let in; a sender is never
     * filled beyond its whole.
     */
    private boolean exceedsRateLimit() {
        return bound.rate() - bound.flows() > rateLimit || bound.rate() > DemandCurve.WHOLE;
    }

    private long servicePs(int wireBytes) {
        return Math.max(environment.lineRate().psForBytesUp(wireBytes), environment.packetCostPs());
    }

    private Admission refuse(DemandCurve curve, String reason) {
        bound.remove(curve);
        return Admission.refused(reason);
    }

    private String tooLittleTolerance(long tolerancePs) {
        return "a tolerance of " + SimTime.format(tolerancePs) + " leaves no time to send: "
                + rounded(wakeUpTolerancePs(tolerancePs))
                + " of it are kept for shared wake-ups, and a wake-up may take "
                + SimTime.format(wakeUpLatencyPs(tolerancePs));
    }

    private String tooMuchRate(DemandCurve curve) {
        return "with this transfer the guaranteed rates would take " + percent(bound.rate()) + " of the sender, beyond "
                + percent(rateLimit) + "; " + (bound.flows() - 1) + " are admitted, and this one takes "
                + percent(curve.rate());
    }

    private String tooMuchAtOnce(DemandBound.Violation violation, long tolerancePs) {
        return "with this transfer up to " + rounded(violation.neededPs()) + " of packets could be due within "
                + rounded(violation.windowPs()) + "; " + (bound.flows() - 1) + " are admitted, and the tolerance of "
                + SimTime.format(tolerancePs) + " counts less " + rounded(wakeUpTolerancePs(tolerancePs))
                + " for shared wake-ups and " + SimTime.format(wakeUpLatencyPs(tolerancePs)) + " for waking up";
    }

    /** Two decimals, rounded up from the third on, so that what is beyond a limit also reads so. */
    private static String percent(long slope) {
        long hundredths = (slope * 100_000 / DemandCurve.WHOLE + 9) / 10;
        return String.format(Locale.ROOT, "%d.%02d %%", hundredths / 100, hundredths % 100);
    }

    /** Whole nanoseconds, which are read more easily. */
    private static String rounded(long ps) {
        return SimTime.format(ps < SimTime.NANOSECOND ? ps : ps - ps % SimTime.NANOSECOND);
    }

    /**
     * Refuses what no flow can mean.
     *
     * @throws IllegalArgumentException when minRate is above maxRate, or the metrics guarantee a rate without an envelope
     */
    static void requireConsistent(FlowMetrics metrics, @Nullable TrafficEnvelope envelope) {
        DataRate minRate = metrics.minRate();
        DataRate maxRate = metrics.maxRate();
        if (minRate != null && maxRate != null && minRate.compareTo(maxRate) > 0) {
            throw new IllegalArgumentException("minRate " + minRate + " is above maxRate " + maxRate);
        }
        if (minRate != null && envelope == null) {
            throw new IllegalArgumentException("a guaranteed rate needs an envelope");
        }
    }
}
