package pacewire.testkit.prove.property;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Polling;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;

/** Who goes before whom. */
final class Order {
    private Order() {}

    /** The line is never idle while a packet is held. */
    static Finding workConservation(Trial trial) {
        Trace trace = trial.trace();
        long freePs = Long.MIN_VALUE;
        for (Passage passage : trace.departures()) {
            long oldestPs = passage.arrivedPs();
            for (Passage other : trace.passages()) {
                if (other.isHeldBefore(passage.startEvent())) {
                    oldestPs = Math.min(oldestPs, other.arrivedPs());
                }
            }
            long duePs = Math.max(freePs, oldestPs);
            if (passage.startPs() != duePs) {
                return Finding.broken(
                        passage,
                        "the line was idle while a packet was held",
                        "start at " + Text.instant(duePs),
                        Text.instant(passage.startPs()));
            }
            freePs = passage.endPs();
        }
        return trace.departures().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
    }

    /** Packets of one flow leave in the order in which they came. */
    static Finding flowOrder(Trial trial) {
        for (Polling polling : List.of(Polling.PLAIN, Polling.LATE)) {
            Map<Integer, Passage> last = new HashMap<>();
            for (Passage passage : trial.trace(polling).departures()) {
                Passage before = last.put(passage.flow(), passage);
                if (before != null && before.arrivedEvent() > passage.arrivedEvent()) {
                    return Finding.broken(
                            passage,
                            "leaves after one of its flow that came later",
                            "before " + before.name(),
                            "at " + Text.instant(passage.startPs()) + ", after " + Text.instant(before.startPs()));
                }
            }
        }
        return trial.trace().departures().size() < 2 ? Finding.NOT_TESTED : Finding.HELD;
    }

    /** No packet leaves while one of a better level is held and may leave. */
    static Property priority(Claim.PriorityOrder claim) {
        return trial -> {
            for (Passage passage : trial.trace().departures()) {
                int level = level(claim, passage);
                Passage better = heldInstead(
                        trial,
                        passage,
                        other -> level(claim, other) < level
                                && claim.eligiblePs().applyAsLong(other.packet()) <= passage.startPs());
                if (better != null) {
                    return Finding.broken(
                            passage,
                            "leaves while one of a better level is held",
                            "level " + level(claim, better) + " first: " + better.name(),
                            "level " + level);
                }
            }
            return trial.trace().departures().size() < 2 ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    private static int level(Claim.PriorityOrder claim, Passage passage) {
        return claim.level().of(passage.packet(), passage.metrics());
    }

    /** Of those that may leave, that of the least deadline goes first. */
    static Property deadline(Claim.DeadlineOrder claim) {
        return trial -> {
            for (Passage passage : trial.trace().departures()) {
                long deadlinePs = claim.deadlinePs().applyAsLong(passage.packet());
                Passage more = heldInstead(
                        trial,
                        passage,
                        other -> claim.deadlinePs().applyAsLong(other.packet()) < deadlinePs
                                && claim.eligiblePs().applyAsLong(other.packet()) <= passage.startPs());
                if (more != null) {
                    return Finding.broken(
                            passage,
                            "leaves while one of an earlier deadline may leave",
                            Text.instant(claim.deadlinePs().applyAsLong(more.packet())) + " first: " + more.name(),
                            Text.instant(deadlinePs));
                }
            }
            return trial.trace().departures().size() < 2 ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** One that was held when another left, and that should have left instead; where flows keep their order, a first one. */
    private static @Nullable Passage heldInstead(Trial trial, Passage left, Predicate<Passage> isBetter) {
        boolean firstsOnly = trial.claims(Claim.FlowOrder.class);
        Map<Integer, Passage> firsts = new HashMap<>();
        for (Passage other : trial.trace().passages()) {
            if (!other.isHeldBefore(left.startEvent())) {
                continue;
            }
            boolean isFirst = firsts.putIfAbsent(other.flow(), other) == null;
            if (other != left && (isFirst || !firstsOnly) && isBetter.test(other)) {
                return other;
            }
        }
        return null;
    }
}
