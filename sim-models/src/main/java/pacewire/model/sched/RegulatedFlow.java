package pacewire.model.sched;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.TrafficEnvelope;

/**
 * What {@link RcspScheduler} keeps of a flow: its level, and the rate-jitter regulator that holds it to what it said
 * ({@code Xmin}, {@code Xave}, {@code I}), whatever the hops before did to its packets.
 */
final class RegulatedFlow extends KeyedFlow {
    private boolean isOpen;
    private boolean isClosing;
    private int packets;
    private int level;
    private int promisedLevel;
    private long leastGapPs;
    private long averagingPs;
    private long lastEligiblePs;
    /** Eligible times of the last packets, as many as may begin within the averaging interval: a ring. */
    private long @Nullable [] history;

    private int oldest;
    private @Nullable TrafficEnvelope envelope;

    RegulatedFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        isOpen = false;
        isClosing = false;
        packets = 0;
        level = 0;
        promisedLevel = 0;
        leastGapPs = 0;
        averagingPs = 0;
        lastEligiblePs = Long.MIN_VALUE;
        history = null;
        oldest = 0;
        envelope = null;
    }

    /** Gives the flow a level; packets that are held, and those that come before these have left, keep their old one. */
    void promise(int newLevel) {
        isOpen = true;
        promisedLevel = newLevel;
    }

    /**
     * Holds the flow to an envelope: packets no closer than {@code Xmin}, its largest at the peak rate, and no more within
     * {@code I} than there are {@code Xave} in it, its largest at the sustained rate.
     *
     * @param isAsPrinted one packet fewer in I
     */
    void regulate(TrafficEnvelope promised, long intervalPs, boolean isAsPrinted) {
        envelope = promised;
        leastGapPs = leastGapPs(promised);
        averagingPs = intervalPs;
        long averageGapPs = Math.max(1, promised.rate().psForBytesUp(promised.packetBytes()));
        long within = intervalPs / averageGapPs - (isAsPrinted ? 1 : 0);
        history = new long[(int) Math.max(1, Math.min(within, RcspScheduler.MOST_PACKETS_AVERAGED))];
        Arrays.fill(history, Long.MIN_VALUE);
        oldest = 0;
    }

    /** Holds the flow to nothing. */
    void release() {
        envelope = null;
        history = null;
    }

    /** Xmin of an envelope. */
    static long leastGapPs(TrafficEnvelope envelope) {
        DataRate peak = envelope.peak();
        return Math.max(1, peak.psForBytesUp(envelope.packetBytes()));
    }

    /** What it was admitted with; null: nothing is promised. */
    @Nullable
    TrafficEnvelope envelope() {
        return envelope;
    }

    boolean isOpen() {
        return isOpen && !isClosing;
    }

    boolean isDone() {
        return packets == 0 && !isOpen();
    }

    void close() {
        isClosing = isOpen;
    }

    int promisedLevel() {
        return promisedLevel;
    }

    /** The level of a packet that comes. */
    int packetCame() {
        if (packets++ == 0) {
            level = promisedLevel;
        }
        return level;
    }

    void packetLeft() {
        packets--;
    }

    /** An eligible time, no earlier than that of the flow's packets before, so that they leave in order. */
    long eligibleInOrder(long eligiblePs) {
        lastEligiblePs = Math.max(lastEligiblePs, eligiblePs);
        return lastEligiblePs;
    }

    /** {@code ET(k) = max(a(k), ET(k-1) + Xmin, ET(k-m) + I)}. */
    long eligibleByRate(long nowPs) {
        long eligiblePs = nowPs;
        if (history != null) {
            if (lastEligiblePs != Long.MIN_VALUE) {
                eligiblePs = Math.max(eligiblePs, lastEligiblePs + leastGapPs);
            }
            if (history[oldest] != Long.MIN_VALUE) {
                eligiblePs = Math.max(eligiblePs, history[oldest] + averagingPs);
            }
            history[oldest] = eligiblePs;
            oldest = oldest + 1 == history.length ? 0 : oldest + 1;
        }
        return eligibleInOrder(eligiblePs);
    }
}
