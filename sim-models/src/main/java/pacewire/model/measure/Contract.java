package pacewire.model.measure;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * The metrics that a client asked for, and whether they have been kept so far. Judged datagram by datagram, at the first bit
 * on the server's wire (jitter, rates; by the sender) and at the client (delay; by who watches both ends). Once broken, it
 * stays broken.
 *
 * <ul>
 *   <li>{@code maxJitter}: no datagram departs before its ideal instant, or later than it by more than {@code maxJitter}.
 *   <li>{@code minRate}: the datagram that ends at byte b of the transfer departs at most {@link #RATE_TOLERANCE_PS} after
 *       {@code b / minRate} from the start; in a strictly paced transfer, at most the tolerated jitter or delay after it when
 *       that is longer.
 *   <li>{@code maxRate}: the datagram that begins at byte b departs no earlier than {@code b / maxRate} from the start.
 *   <li>A datagram that the sender's own packet scheduler drops never departs: it breaks {@code maxJitter} and {@code minRate}.
 *   <li>{@code maxDelay}: no datagram reaches the client later than {@code maxDelay} after its ideal instant (after it was
 *       made, in a transfer without a schedule).
 * </ul>
 */
public final class Contract {
    /**
     * How far a transfer may fall behind its least rate before the rate counts as broken. A rate is a mean, so it needs some
     * time to be judged over; 10 ms is the tolerance that the packet scheduler {@code jitter-edf} itself takes for flows that
     * named no jitter.
     */
    public static final long RATE_TOLERANCE_PS = 10 * SimTime.MILLISECOND;

    private static final long NO_ERROR = Long.MIN_VALUE;

    /** Payload of the largest datagram in an Ethernet frame. */
    private static final int LARGEST_DATAGRAM_BYTES = 1472;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private byte firstLine;

    private final FlowMetrics metrics;
    private final long startPs;
    /** Time of a byte at the least rate, where that is a whole number of picoseconds; else 0. */
    private final long leastPsPerByte;
    /** The clocks of the rates; null while none is needed, as in strictly paced transfers, whose datagrams tell. */
    private @Nullable Clocks clocks;

    private final boolean isStrictlyPaced;
    /** When the bytes that have departed were due at the least rate: the ideal instant of the next datagram. */
    private long dueByLeastRatePs;

    /** {@link #NO_ERROR}: no scheduled datagram has departed. */
    private long worstErrorPs = NO_ERROR;

    /** Null as long as everything is kept: every packet reads a contract, which is therefore small. */
    private @Nullable Breach breach;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /** How a contract was broken. */
    private static final class Breach {
        private String because = "";
        private String atDepartureBecause = "";
        private long latePackets;
    }

    /** A clock for each rate that has one and needs it, and when the greatest allows the next datagram. */
    private static final class Clocks {
        private final @Nullable ByteClock leastRate;
        private final @Nullable ByteClock greatestRate;
        private long earliestPs;

        private Clocks(FlowMetrics metrics, long startPs) {
            DataRate least = metrics.minRate();
            DataRate greatest = metrics.isStrictlyPaced() ? null : metrics.maxRate();
            leastRate = least == null ? null : new ByteClock(least);
            greatestRate = greatest == null ? null : new ByteClock(greatest);
            earliestPs = startPs;
        }
    }

    /**
     * A contract that begins.
     *
     * @param startPs start of the transfer's schedule
     */
    public Contract(FlowMetrics metrics, long startPs) {
        this.metrics = metrics;
        this.startPs = startPs;
        DataRate least = metrics.minRate();
        leastPsPerByte = least == null ? 0 : least.wholePsPerByte();
        isStrictlyPaced = metrics.isStrictlyPaced();
        clocks = metrics.maxRate() == null || isStrictlyPaced ? null : new Clocks(metrics, startPs);
        dueByLeastRatePs = startPs;
    }

    /** A strictly paced transfer whose client tolerates more jitter than that may use it all. */
    private long rateTolerancePs() {
        if (!isStrictlyPaced) {
            return RATE_TOLERANCE_PS;
        }
        long namedPs = metrics.hasMaxJitter() ? metrics.maxJitterPs() : metrics.maxDelayPs();
        return namedPs == FlowMetrics.NONE ? RATE_TOLERANCE_PS : Math.max(RATE_TOLERANCE_PS, namedPs);
    }

    /** A datagram of the transfer departs; they depart in order. */
    public void departed(Packet packet) {
        long departurePs = packet.departurePs;
        if (packet.isScheduled()) {
            judgeJitter(packet.departureErrorPs());
        }
        boolean isTimed = isStrictlyPaced && packet.isScheduled();
        if (isTimed) {
            dueByLeastRatePs = packet.idealPs;
        }
        if (isStrictlyPaced && departurePs < dueByLeastRatePs) {
            breakAtDeparture("maxRate");
        }
        if (clocks != null && clocks.greatestRate != null) {
            if (departurePs < clocks.earliestPs) {
                breakAtDeparture("maxRate");
            }
            clocks.earliestPs += clocks.greatestRate.advance(packet.payloadBytes);
        }
        if (hasLeastRate()) {
            dueByLeastRatePs += isTimed ? psAfterTimed(packet.payloadBytes) : psAtLeastRate(packet.payloadBytes);
            long behindPs = departurePs - dueByLeastRatePs;
            if (behindPs > RATE_TOLERANCE_PS && behindPs > rateTolerancePs()) {
                breakAtDeparture("minRate");
            }
        }
    }

    /** The sender's packet scheduler drops a datagram of the transfer. */
    public void droppedBeforeDeparture(Packet packet) {
        if (packet.isScheduled() && metrics.hasMaxJitter()) {
            breach().latePackets++;
            breakAtDeparture("maxJitter");
        }
        if (hasLeastRate()) {
            breakAtDeparture("minRate");
        }
    }

    /**
     * The run ends and the transfer does not: a datagram that should have departed breaks the contract as a late one does. Without
     * a rate, the next ideal instant is not known here, and what has departed decides.
     */
    public void unfinishedAt(long endPs) {
        if (!hasLeastRate()) {
            return;
        }
        long overduePs = endPs - dueByLeastRatePs;
        if (isStrictlyPaced && metrics.hasMaxJitter() && overduePs > metrics.maxJitterPs()) {
            breakFor("maxJitter");
        } else if (overduePs > rateTolerancePs() + largestGapPs()) {
            breakFor("minRate");
        }
    }

    /** A datagram of the transfer reaches the client. */
    public void delivered(Packet packet, long nowPs) {
        if (metrics.hasMaxDelay() && nowPs - packet.accountBasePs() > metrics.maxDelayPs()) {
            breakFor("maxDelay");
        }
    }

    /** Time of a full datagram at the least rate: by its end at the latest the next one departs. */
    private long largestGapPs() {
        DataRate minRate = metrics.minRate();
        return minRate == null ? 0 : minRate.psForBytesUp(LARGEST_DATAGRAM_BYTES);
    }

    private boolean hasLeastRate() {
        return metrics.minRate() != null;
    }

    private long psAtLeastRate(int bytes) {
        if (leastPsPerByte > 0) {
            return bytes * leastPsPerByte;
        }
        Clocks present = clocks;
        if (present == null) {
            present = new Clocks(metrics, startPs);
            clocks = present;
        }
        return Objects.requireNonNull(present.leastRate).advance(bytes);
    }

    /** Up to the next ideal instant, to a picosecond: the datagram's own is exact, so that nothing adds up. */
    private long psAfterTimed(int bytes) {
        return leastPsPerByte > 0
                ? bytes * leastPsPerByte
                : Objects.requireNonNull(metrics.minRate()).psForBytes(bytes);
    }

    private void judgeJitter(long errorPs) {
        worstErrorPs = Math.max(worstErrorPs, errorPs);
        if (metrics.hasMaxJitter() && (errorPs > metrics.maxJitterPs() || errorPs < 0)) {
            breach().latePackets++;
            breakAtDeparture("maxJitter");
        }
    }

    private void breakAtDeparture(String metric) {
        Breach broken = breach();
        if (broken.atDepartureBecause.isEmpty()) {
            broken.atDepartureBecause = metric;
        }
        breakFor(metric);
    }

    private void breakFor(String metric) {
        Breach broken = breach();
        if (broken.because.isEmpty()) {
            broken.because = metric;
        }
    }

    private Breach breach() {
        if (breach == null) {
            breach = new Breach();
        }
        return breach;
    }

    /** Fetches what the next departure will need into the processor's caches. */
    public void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    public FlowMetrics metrics() {
        return metrics;
    }

    public long startPs() {
        return startPs;
    }

    public boolean isKept() {
        return breach == null;
    }

    /** The metric that broke first, by its name in a scenario file; empty while all are kept. */
    public String brokenBecause() {
        return breach == null ? "" : breach.because;
    }

    /** The metric that broke first by a departure, which is all that the sender sees; empty while none did. */
    public String brokenAtDepartureBecause() {
        return breach == null ? "" : breach.atDepartureBecause;
    }

    /** Datagrams outside the tolerated jitter. */
    public long latePackets() {
        return breach == null ? 0 : breach.latePackets;
    }

    /** Greatest departure error in picoseconds; null before the first scheduled departure. */
    public @Nullable Long worstDepartureErrorPs() {
        return worstErrorPs == NO_ERROR ? null : worstErrorPs;
    }
}
