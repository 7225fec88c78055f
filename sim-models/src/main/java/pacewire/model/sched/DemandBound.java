package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether non-preemptive earliest-deadline-first service keeps every deadline. With A*(x) what a flow may ask for in a
 * window of length x (a {@link DemandCurve}; 0 before the window), d its deadline and L its largest packet, it does if
 * and only if, for all t from the least deadline on,
 *
 * <pre>  sum over all flows of A*(t - d)  +  largest L of the flows with d &gt; t  &lt;=  t</pre>
 *
 * in time of service (Georgiadis, Guérin and Parekh, "Optimal multiplexing on a single link: delay and buffer
 * requirements", INFOCOM 1994; Liebeherr, Wrege and Ferrari, "Exact admission control for networks with a bounded delay
 * service", IEEE/ACM ToN 4(6), 1996). What is not guaranteed anything can be in the way with one packet at any t.
 *
 * <p>The left side is piecewise linear. It is checked where it jumps (each d) and where its slope changes; in between it
 * is linear, and the fall of the blocking term at a d is never larger than the jump there, so the instants checked hold
 * its worst case. Behind the last one it grows with the sum of the rates, which therefore must stay below one.
 *
 * <p>Equal curves are counted, not listed: the cost of a check grows with the number of different curves.
 */
final class DemandBound {
    private static final Comparator<Entry> BY_BEND = Comparator.<Entry>comparingLong(
                    entry -> entry.curve.bendInstantPs())
            .thenComparing(entry -> entry.curve);
    private static final Comparator<Entry> BY_DEADLINE = Comparator.comparing(entry -> entry.curve);

    private final long unguaranteedPacketPs;
    private final List<Entry> byDeadline = new ArrayList<>();
    private final List<Entry> byBend = new ArrayList<>();
    private long rate;
    private int flows;

    /** With packets of no guarantee beside the flows, whose service takes at most so long. */
    DemandBound(long unguaranteedPacketPs) {
        this.unguaranteedPacketPs = unguaranteedPacketPs;
    }

    /** Number of flows counted. */
    int flows() {
        return flows;
    }

    /** Sum of the rates, in units of 2^-32 of the sender. */
    long rate() {
        return rate;
    }

    void add(DemandCurve curve) {
        Entry entry = new Entry(curve);
        int index = Collections.binarySearch(byDeadline, entry, BY_DEADLINE);
        if (index >= 0) {
            byDeadline.get(index).count++;
        } else {
            byDeadline.add(-index - 1, entry);
            if (curve.bends()) {
                byBend.add(-Collections.binarySearch(byBend, entry, BY_BEND) - 1, entry);
            }
            updateBlocking();
        }
        rate += curve.rate();
        flows++;
    }

    /** Takes back one flow that was added with this curve. */
    void remove(DemandCurve curve) {
        Entry key = new Entry(curve);
        int index = Collections.binarySearch(byDeadline, key, BY_DEADLINE);
        if (index < 0) {
            throw new IllegalStateException("no flow with the curve " + curve);
        }
        Entry entry = byDeadline.get(index);
        if (--entry.count == 0) {
            byDeadline.remove(index);
            if (curve.bends()) {
                byBend.remove(Collections.binarySearch(byBend, key, BY_BEND));
            }
            updateBlocking();
        }
        rate -= curve.rate();
        flows--;
    }

    /** The first instant checked at which the demand does not fit; empty when every deadline is kept. */
    Optional<Violation> firstViolation() {
        long instant = 0;
        long demand = 0;
        long slope = 0;
        int deadlines = 0;
        int bends = 0;
        while (deadlines < byDeadline.size() || bends < byBend.size()) {
            long next = Math.min(deadlineAt(deadlines), bendAt(bends));
            demand = saturatingSum(demand, service(slope, next - instant));
            instant = next;
            for (; deadlineAt(deadlines) == instant; deadlines++) {
                Entry entry = byDeadline.get(deadlines);
                demand = saturatingSum(demand, Math.multiplyExact(entry.count, entry.curve.atOncePs()));
                slope = Math.addExact(slope, Math.multiplyExact(entry.count, entry.curve.peak()));
            }
            for (; bendAt(bends) == instant; bends++) {
                Entry entry = byBend.get(bends);
                slope -= entry.count * (entry.curve.peak() - entry.curve.rate());
            }
            long needed = saturatingSum(demand, blockingFrom(deadlines));
            if (needed > instant) {
                return Optional.of(new Violation(instant, needed));
            }
        }
        return Optional.empty();
    }

    private long deadlineAt(int index) {
        return index < byDeadline.size() ? byDeadline.get(index).curve.deadlinePs() : Long.MAX_VALUE;
    }

    private long bendAt(int index) {
        return index < byBend.size() ? byBend.get(index).curve.bendInstantPs() : Long.MAX_VALUE;
    }

    /** The longest service that can be in the way of all flows before a place in the order of deadlines. */
    private long blockingFrom(int index) {
        long guaranteed = index < byDeadline.size() ? byDeadline.get(index).largestFromHerePs : 0;
        return Math.max(guaranteed, unguaranteedPacketPs);
    }

    private void updateBlocking() {
        long largest = 0;
        for (int i = byDeadline.size() - 1; i >= 0; i--) {
            Entry entry = byDeadline.get(i);
            largest = Math.max(largest, entry.curve.packetPs());
            entry.largestFromHerePs = largest;
        }
    }

    /** Slope times duration, rounded up to a picosecond; the product has up to 126 bits. */
    private static long service(long slope, long durationPs) {
        long high = Math.multiplyHigh(slope, durationPs);
        long low = slope * durationPs;
        if (high >>> (DemandCurve.SLOPE_BITS - 1) != 0) {
            return Long.MAX_VALUE;
        }
        long whole = high << (Long.SIZE - DemandCurve.SLOPE_BITS) | low >>> DemandCurve.SLOPE_BITS;
        boolean isExact = (int) low == 0;
        return isExact ? whole : saturatingSum(whole, 1);
    }

    private static long saturatingSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * A window that does not hold what must be served in it.
     *
     * @param windowPs its length
     * @param neededPs the service needed in it, the packet in the way included
     */
    record Violation(long windowPs, long neededPs) {}

    /** Flows with one curve. */
    private static final class Entry {
        private final DemandCurve curve;
        private long count = 1;
        /** Longest packet of this and all later deadlines. */
        private long largestFromHerePs;

        private Entry(DemandCurve curve) {
            this.curve = curve;
        }
    }
}
