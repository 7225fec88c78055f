package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

/**
 * What a packet scheduler that promises delays keeps of a flow. Deadlines count from the <em>expected</em> arrival: the
 * instant at which the flow's envelope allows the packet, if it comes before that. So a source that sends more than it said
 * takes from itself and from nobody else (Ferrari and Verma, "A Scheme for Real-Time Channel Establishment in Wide-Area
 * Networks", IEEE JSAC 8(3), 1990: {@code ExA(k) = max(a(k), ExA(k-1) + Xmin)}; the envelope's two token buckets in the place
 * of Xmin, which is the same where the peak rate is the sustained one).
 */
final class PromisedFlow extends KeyedFlow {
    private boolean isOpen;
    private boolean isClosing;
    private int packets;
    private long delayPs;
    private @Nullable DemandCurve curve;
    private @Nullable TokenBucket sustained;
    private @Nullable TokenBucket peak;
    private long lastEligiblePs;
    private long lastDeadlinePs;

    PromisedFlow(int slot) {
        super(slot);
        reset();
    }

    @Override
    void reset() {
        isOpen = false;
        isClosing = false;
        packets = 0;
        promise(SimTime.NEVER, null, null);
        forgetOrder();
    }

    /** Begins to keep a promise. */
    void open(long promisedDelayPs, @Nullable TrafficEnvelope envelope, @Nullable DemandCurve promisedCurve) {
        isOpen = true;
        promise(promisedDelayPs, envelope, promisedCurve);
    }

    private void promise(
            long promisedDelayPs, @Nullable TrafficEnvelope envelope, @Nullable DemandCurve promisedCurve) {
        delayPs = promisedDelayPs;
        curve = promisedCurve;
        sustained = envelope == null ? null : new TokenBucket(envelope.rate(), envelope.burstBytes());
        peak = envelope == null ? null : new TokenBucket(envelope.peak(), envelope.packetBytes());
    }

    /** Opened, and not closed since. */
    boolean isOpen() {
        return isOpen && !isClosing;
    }

    boolean hasPackets() {
        return packets > 0;
    }

    /** Whether nothing is left to know of it. */
    boolean isDone() {
        return packets == 0 && !isOpen();
    }

    /** Its share of what is promised; null: nothing is. */
    @Nullable
    DemandCurve curve() {
        return curve;
    }

    /** Delay promised; {@link SimTime#NEVER}: none. */
    long delayPs() {
        return delayPs;
    }

    void close() {
        isClosing = isOpen;
    }

    void packetCame() {
        packets++;
    }

    void packetLeft() {
        if (--packets == 0) {
            forgetOrder();
        }
    }

    private void forgetOrder() {
        lastEligiblePs = Long.MIN_VALUE;
        lastDeadlinePs = Long.MIN_VALUE;
    }

    /** An eligible time, no earlier than that of the flow's packets before, so that they leave in order. */
    long eligibleInOrder(long eligiblePs) {
        lastEligiblePs = Math.max(lastEligiblePs, eligiblePs);
        return lastEligiblePs;
    }

    /**
     * The deadline of the next packet, no earlier than that of the flow's packets before; {@link SimTime#NEVER}: none.
     *
     * @param arrivalPs when it came, or was let in
     */
    long nextDeadline(Packet packet, long arrivalPs) {
        long deadlinePs = later(expectedPs(packet.wireBytes(), arrivalPs), delayPs);
        lastDeadlinePs = Math.max(lastDeadlinePs, deadlinePs);
        return lastDeadlinePs;
    }

    private long expectedPs(int bytes, long arrivalPs) {
        if (sustained == null || peak == null) {
            return arrivalPs;
        }
        long expectedPs = Math.max(arrivalPs, Math.max(sustained.holdsPs(bytes), peak.holdsPs(bytes)));
        sustained.take(bytes, expectedPs);
        peak.take(bytes, expectedPs);
        return expectedPs;
    }

    /** An instant so much later; {@link SimTime#NEVER} beyond the clock's end. */
    static long later(long ps, long durationPs) {
        return durationPs > 0 && ps > SimTime.NEVER - durationPs ? SimTime.NEVER : ps + durationPs;
    }
}
