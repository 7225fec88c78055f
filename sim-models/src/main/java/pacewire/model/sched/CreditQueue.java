package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;

/**
 * A class of {@link CbsScheduler}: its packets and its credit, exactly. One unit of credit is one bit times a picosecond over
 * a second, so that it rises by idleSlope in a picosecond and a byte is {@link RateClock#PS_PER_BYTE_AT_1_BPS} units.
 *
 * <p>A packet is charged whole when it begins, and credit rises by idleSlope while it is sent as at other times. When its
 * last bit leaves that comes to the same as falling by sendSlope meanwhile, and no fraction of the line's rate is ever needed.
 */
final class CreditQueue {
    /** Half a megabyte of credit: enough for any line that is not blocked for seconds, and far from the end of a long. */
    static final long MOST_CREDIT_BYTES = 500_000;

    private final PacketFifo packets = new PacketFifo();
    private final int priority;
    private final long idleSlopeBps;
    private final long highest;
    private final long lowest;
    private final boolean isLinux;
    private long credit;
    /** Instant for which {@link #credit} holds; in Linux's flavour it may lie ahead, where the packet on the line ends. */
    private long sincePs;
    /** When the last bit of the packet that left last is sent. */
    private long sendingUntilPs;

    /**
     * A class without packets or credit.
     *
     * @param hiCreditBytes 0 to {@link #MOST_CREDIT_BYTES}
     * @param loCreditBytes not positive, and no less than {@code -MOST_CREDIT_BYTES}
     */
    CreditQueue(int priority, long idleSlopeBps, long hiCreditBytes, long loCreditBytes, boolean isLinux) {
        this.priority = priority;
        this.idleSlopeBps = idleSlopeBps;
        highest = hiCreditBytes * RateClock.PS_PER_BYTE_AT_1_BPS;
        lowest = loCreditBytes * RateClock.PS_PER_BYTE_AT_1_BPS;
        this.isLinux = isLinux;
    }

    int priority() {
        return priority;
    }

    PacketFifo packets() {
        return packets;
    }

    /** Forgets the credit; the packets are gone already. */
    void reset() {
        credit = 0;
        sincePs = 0;
        sendingUntilPs = 0;
    }

    void add(Packet packet, long nowPs) {
        if (packets.isEmpty()) {
            endIdleTime(nowPs);
        }
        packets.add(packet);
    }

    /** What became of the credit while no packet was here: it rises to 0 from below, and what is above is lost. */
    private void endIdleTime(long nowPs) {
        if (isLinux) {
            // cbs_enqueue_soft: nothing else happens on arrival, so that a debt may become credit for an idle time.
            if (credit > 0) {
                credit = 0;
                sincePs = nowPs;
            }
            return;
        }
        long now = creditAt(nowPs);
        credit = nowPs < sendingUntilPs ? now : Math.min(0, now);
        sincePs = nowPs;
    }

    /** The first instant, now or later, at which the first packet may leave; only when there is one. */
    long readyAtPs(long nowPs) {
        long earliestPs = isLinux ? Math.max(nowPs, sincePs) : nowPs;
        return credit >= 0 ? earliestPs : Math.max(earliestPs, sincePs + ceilingOfQuotient(-credit, idleSlopeBps));
    }

    /**
     * Takes the first packet, which may leave now.
     *
     * @param packetPs its time on the line, rounded up
     */
    @Nullable
    Packet send(long nowPs, long packetPs) {
        Packet packet = packets.poll();
        if (packet == null) {
            return null;
        }
        long cost = Math.multiplyExact(packet.wireBytes(), RateClock.PS_PER_BYTE_AT_1_BPS);
        long earnedMeanwhile = Math.multiplyExact(idleSlopeBps, packetPs);
        long atEnd = Math.max(creditToSpend(nowPs) - cost + earnedMeanwhile, lowest);
        sendingUntilPs = nowPs + packetPs;
        if (isLinux) {
            credit = atEnd;
            sincePs = sendingUntilPs;
        } else {
            credit = atEnd - earnedMeanwhile;
            sincePs = nowPs;
        }
        return packet;
    }

    /** Linux's flavour looks at the time that has passed only when there is a debt. */
    private long creditToSpend(long nowPs) {
        return isLinux && credit >= 0 ? credit : creditAt(nowPs);
    }

    private long creditAt(long nowPs) {
        long room = highest - credit;
        long passedPs = nowPs - sincePs;
        boolean isFull = passedPs > room / idleSlopeBps;
        return isFull ? highest : credit + passedPs * idleSlopeBps;
    }

    /** Whole bytes of credit, rounded down; of a class that has packets. */
    long creditBytes(long nowPs) {
        return Math.floorDiv(creditToSpend(nowPs), RateClock.PS_PER_BYTE_AT_1_BPS);
    }

    private static long ceilingOfQuotient(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }
}
