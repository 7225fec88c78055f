package pacewire.testkit.prove.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;

/** When a packet may leave at the earliest and must have left at the latest. */
final class Timing {
    private Timing() {}

    /** Not before its instant, and not later than need be. */
    static Property neverEarly(Claim.NeverEarly claim) {
        return trial -> {
            Trace trace = trial.trace();
            BusyLine line = new BusyLine(trace);
            boolean keepsOrder = trial.claims(Claim.FlowOrder.class);
            Map<Integer, Long> lastOfFlow = new HashMap<>();
            for (Passage passage : trace.departures()) {
                long eligiblePs = claim.eligiblePs().applyAsLong(passage.packet());
                if (passage.startPs() < eligiblePs) {
                    return Finding.broken(
                            passage,
                            "leaves early",
                            "from " + Text.instant(eligiblePs),
                            Text.instant(passage.startPs()));
                }
                if (claim.granularityPs() != Long.MAX_VALUE) {
                    Long behindPs = lastOfFlow.put(passage.flow(), passage.startPs());
                    long duePs = Math.max(eligiblePs, passage.arrivedPs());
                    long latestPs = keepsOrder && behindPs != null ? Math.max(duePs, behindPs) : duePs;
                    latestPs += claim.granularityPs();
                    if (line.waitedIdle(passage, latestPs)) {
                        return Finding.broken(
                                passage,
                                "waits although the line is idle",
                                "by " + Text.instant(latestPs),
                                Text.instant(passage.startPs()));
                    }
                }
            }
            return trace.departures().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** On the line only while its gate is open. */
    static Property gated(Claim.Gated claim) {
        return trial -> {
            for (Passage passage : trial.trace().departures()) {
                if (!claim.gates().areOpen(passage.packet(), passage.startPs(), passage.endPs())) {
                    return Finding.broken(
                            passage,
                            "is on the line while its gate is closed",
                            "an open gate",
                            Text.instant(passage.startPs()) + " to " + Text.instant(passage.endPs()));
                }
            }
            return trial.trace().departures().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** By its deadline, whenever all deadlines can be kept. */
    static Property meetsDeadlines(Claim.MeetsDeadlines claim) {
        return trial -> {
            Trace trace = trial.trace();
            if (!canBeKept(trace, claim.eligiblePs(), claim.deadlinePs())) {
                return Finding.NOT_TESTED;
            }
            for (Passage passage : trace.departures()) {
                long deadlinePs = claim.deadlinePs().applyAsLong(passage.packet());
                if (passage.endPs() > deadlinePs) {
                    return Finding.broken(
                            passage,
                            "misses its deadline, which can be kept",
                            Text.instant(deadlinePs),
                            Text.instant(passage.endPs()));
                }
            }
            return Finding.HELD;
        };
    }

    /** Delays within a flow differ by no more, whenever all can be kept within it. */
    static Property jitter(Claim.JitterBound claim) {
        return trial -> {
            Trace trace = trial.trace();
            ToLongFunction<Packet> latest = packet -> later(claim.fromPs().applyAsLong(packet), claim.boundPs());
            if (!canBeKept(trace, claim.fromPs(), latest)) {
                return Finding.NOT_TESTED;
            }
            Map<Integer, long[]> extremes = new HashMap<>();
            for (Passage passage : trace.departures()) {
                long delayPs = passage.endPs() - claim.fromPs().applyAsLong(passage.packet());
                long[] range = extremes.computeIfAbsent(passage.flow(), flow -> new long[] {delayPs, delayPs});
                range[0] = Math.min(range[0], delayPs);
                range[1] = Math.max(range[1], delayPs);
                if (range[1] - range[0] > claim.boundPs()) {
                    return Finding.broken(
                            passage,
                            "delays of its flow vary too much",
                            Text.instant(claim.boundPs()),
                            Text.instant(range[1] - range[0]));
                }
            }
            return Finding.HELD;
        };
    }

    private static long later(long fromPs, long byPs) {
        return fromPs > SimTime.NEVER - byPs ? SimTime.NEVER : fromPs + byPs;
    }

    /**
     * Whether in every span of time that begins with an eligible packet and ends with a deadline, what comes and must leave
     * in it fits, behind the largest packet that may leave later (it may be on the line when the span begins).
     */
    private static boolean canBeKept(Trace trace, ToLongFunction<Packet> eligible, ToLongFunction<Packet> deadline) {
        if (trace.departures().isEmpty() || !trace.drops().isEmpty()) {
            return false;
        }
        List<Passage> byDeadline = new ArrayList<>(trace.departures());
        byDeadline.sort(Comparator.comparingLong(passage -> deadline.applyAsLong(passage.packet())));
        long[] largestBehind = new long[byDeadline.size() + 1];
        for (int i = byDeadline.size() - 1; i >= 0; i--) {
            largestBehind[i] = Math.max(largestBehind[i + 1], byDeadline.get(i).bytes());
        }
        for (Passage first : byDeadline) {
            long fromPs = Math.max(eligible.applyAsLong(first.packet()), first.arrivedPs());
            long demandPs = 0;
            for (int i = 0; i < byDeadline.size(); i++) {
                Passage passage = byDeadline.get(i);
                if (Math.max(eligible.applyAsLong(passage.packet()), passage.arrivedPs()) >= fromPs) {
                    demandPs += trace.psForBytes(passage.bytes());
                    long untilPs = deadline.applyAsLong(passage.packet());
                    long spanPs = untilPs == SimTime.NEVER ? SimTime.NEVER : untilPs - fromPs;
                    if (demandPs + trace.psForBytes(largestBehind[i + 1]) > spanPs) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** What leaves conforms to a token bucket, and leaves as soon as it does. */
    static Property shaped(Claim.Shaped claim) {
        return trial -> {
            Trace trace = trial.trace();
            Map<Integer, Bucket> buckets = new HashMap<>();
            for (Passage passage : trace.departures()) {
                Bucket bucket = buckets.computeIfAbsent(
                        claim.isPerFlow() ? passage.flow() : 0,
                        flow -> new Bucket(claim.rateBps(), claim.burstBytes()));
                Rational held = bucket.add(passage);
                if (held.compareTo(Rational.of(claim.burstBytes())) > 0) {
                    return Finding.broken(
                            passage,
                            "leaves before there are tokens for it",
                            claim.burstBytes() + " B",
                            Text.bytes(held) + " in the bucket");
                }
            }
            return trace.departures().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** Each leaves as soon as it conforms and the line is free. */
    static Property greedy(Claim.Shaped claim) {
        return trial -> {
            Trace trace = trial.trace();
            if (!claim.isGreedy() || trace.departures().isEmpty()) {
                return Finding.NOT_TESTED;
            }
            BusyLine line = new BusyLine(trace);
            Map<Integer, Bucket> buckets = new HashMap<>();
            for (Passage passage : trace.departures()) {
                Bucket bucket = buckets.computeIfAbsent(
                        claim.isPerFlow() ? passage.flow() : 0,
                        flow -> new Bucket(claim.rateBps(), claim.burstBytes()));
                long conformsPs = Math.max(passage.arrivedPs(), bucket.earliestPs(passage.bytes()));
                if (line.waitedIdle(passage, conformsPs)) {
                    return Finding.broken(
                            passage,
                            "waits although it conforms and the line is idle",
                            Text.instant(conformsPs),
                            Text.instant(passage.startPs()));
                }
                bucket.add(passage);
            }
            return Finding.HELD;
        };
    }

    /** The queue that a flow would leave at the rate of a token bucket: it conforms while the queue holds no more than the burst. */
    private static final class Bucket {
        private static final long PS_AND_BITS = 8 * SimTime.SECOND;

        private final Rational bytesPerPs;
        private final Rational burst;
        private Rational held = Rational.ZERO;
        private long atPs;
        private boolean isUsed;

        Bucket(long rateBps, long burstBytes) {
            bytesPerPs = Rational.of(rateBps, PS_AND_BITS);
            burst = Rational.of(burstBytes);
        }

        Rational add(Passage passage) {
            if (isUsed) {
                Rational drained = bytesPerPs.times(passage.startPs() - atPs);
                held = held.minus(drained).max(Rational.ZERO);
            }
            isUsed = true;
            atPs = passage.startPs();
            held = held.plus(Rational.of(passage.bytes()));
            return held;
        }

        /** From when on a packet conforms. */
        long earliestPs(int bytes) {
            Rational excess = held.plus(Rational.of(bytes)).minus(burst);
            if (!isUsed) {
                return Long.MIN_VALUE;
            }
            // Not before the one in front of it.
            return excess.signum() <= 0
                    ? atPs
                    : atPs + excess.dividedBy(bytesPerPs).ceiling().longValueExact();
        }
    }
}
