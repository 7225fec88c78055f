package pacewire.testkit.prove.property;

import java.util.List;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.FlowFacts;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trial;

/** Bounds on how long a packet waits, by its own flow's traffic and rate; stated where terms do not change. */
final class Bounds {
    static final Rational SECOND = Rational.of(SimTime.SECOND);

    private Bounds() {}

    /** A check on the packets of one flow. */
    private interface FlowCheck {
        /** Held, broken, or not tested. */
        Finding check(Claim.Flow flow, List<Passage> packets);
    }

    private static Finding eachFlow(Trial trial, FlowCheck check) {
        FlowFacts facts = trial.facts();
        if (!facts.areStatable() || trial.trace().passages().stream().anyMatch(Bounds::isLost)) {
            return Finding.NOT_TESTED;
        }
        Finding sum = Finding.NOT_TESTED;
        for (int number : facts.numbers()) {
            Finding finding = check.check(facts.of(number), facts.packets(number));
            if (finding instanceof Finding.Broken) {
                return finding;
            }
            if (finding == Finding.HELD) {
                sum = finding;
            }
        }
        return sum;
    }

    static boolean isLost(Passage passage) {
        return passage.wasTaken() && !passage.wasSent();
    }

    /** Every packet has left by its guaranteed-rate clock and a latency. */
    static Property guaranteedRate(Claim.GuaranteedRate claim) {
        return trial -> eachFlow(trial, (flow, packets) -> {
            Rational rate = claim.rate().of(flow);
            if (rate.signum() == 0) {
                return Finding.NOT_TESTED;
            }
            Rational latency = claim.latency().of(flow).times(SECOND);
            Rational clock = Rational.ZERO;
            for (Passage passage : packets) {
                Rational alone = Rational.of(passage.bytes()).times(SECOND).dividedBy(rate);
                clock = clock.max(Rational.of(passage.arrivedPs())).plus(alone);
                Rational latest = clock.plus(latency);
                if (Rational.of(passage.endPs()).compareTo(latest) > 0) {
                    return Finding.broken(
                            passage,
                            "leaves later than its guaranteed rate allows",
                            Text.time(latest),
                            Text.instant(passage.endPs()));
                }
            }
            return Finding.HELD;
        });
    }

    /**
     * What network calculus gives for a flow of burst {@code b}, the least with which it conforms at its rate: no packet is
     * delayed by more than {@code b / rate + latency}, and no more than {@code b + rate * latency} and a packet is held (Le
     * Boudec and Thiran, "Network Calculus", 2001, theorems 1.4.1 and 1.4.2, and 1.7.1 for whole packets).
     */
    static Property networkCalculus(Claim.GuaranteedRate claim) {
        return trial -> eachFlow(trial, (flow, packets) -> {
            Rational rate = claim.rate().of(flow);
            if (rate.signum() == 0) {
                return Finding.NOT_TESTED;
            }
            Rational latency = claim.latency().of(flow);
            Rational burst = burst(packets, rate);
            Rational delay = burst.dividedBy(rate).plus(latency).times(SECOND);
            Rational backlog = burst.plus(rate.times(latency)).plus(Rational.of(flow.largestBytes()));
            for (int i = 0; i < packets.size(); i++) {
                Passage passage = packets.get(i);
                long delayedPs = passage.endPs() - passage.arrivedPs();
                if (Rational.of(delayedPs).compareTo(delay) > 0) {
                    return Finding.broken(
                            passage,
                            "is delayed by more than its flow's burst and rate allow",
                            Text.time(delay),
                            Text.instant(delayedPs));
                }
                long heldBytes = backlogAt(packets, i);
                if (Rational.of(heldBytes).compareTo(backlog) > 0) {
                    return Finding.broken(
                            passage,
                            "more of its flow is held than its burst and rate allow",
                            Text.bytes(backlog),
                            heldBytes + " B");
                }
            }
            return Finding.HELD;
        });
    }

    private static Rational burst(List<Passage> packets, Rational rate) {
        Rational queue = Rational.ZERO;
        Rational burst = Rational.ZERO;
        long beforePs = 0;
        for (Passage passage : packets) {
            Rational drained = rate.times(passage.arrivedPs() - beforePs).dividedBy(SECOND);
            queue = queue.minus(drained).max(Rational.ZERO).plus(Rational.of(passage.bytes()));
            burst = burst.max(queue);
            beforePs = passage.arrivedPs();
        }
        return burst;
    }

    /** Bytes of the flow that have not left when the packet at an index has come, it included. */
    private static long backlogAt(List<Passage> packets, int index) {
        long bytes = 0;
        for (int i = 0; i <= index; i++) {
            if (packets.get(i).endPs() > packets.get(index).arrivedPs()) {
                bytes += packets.get(i).bytes();
            }
        }
        return bytes;
    }

    /** Its own flow's backlog at the flow's share, and no longer than an index beside. */
    static Property worstCaseFair(Claim.WorstCaseFair claim) {
        return trial -> eachFlow(trial, (flow, packets) -> {
            Rational index = claim.index().of(flow).times(SECOND);
            for (int i = 0; i < packets.size(); i++) {
                Passage passage = packets.get(i);
                Rational own = Rational.of(backlogAt(packets, i)).times(SECOND).dividedBy(flow.share());
                long delayedPs = passage.endPs() - passage.arrivedPs();
                if (Rational.of(delayedPs).compareTo(own.plus(index)) > 0) {
                    return Finding.broken(
                            passage,
                            "waits longer than its own flow's backlog and the worst-case fair index allow",
                            Text.time(own.plus(index)),
                            Text.instant(delayedPs));
                }
            }
            return Finding.HELD;
        });
    }

    /** A flow that is backlogged all the time is served again within a time. */
    static Property servedWithin(Claim.ServedWithin claim) {
        return trial -> eachFlow(trial, (flow, packets) -> {
            Rational most = claim.time().of(flow).times(SECOND);
            long beforePs = 0;
            for (Passage passage : packets) {
                long waitedPs = passage.endPs() - Math.max(beforePs, passage.arrivedPs());
                if (Rational.of(waitedPs).compareTo(most) > 0) {
                    return Finding.broken(
                            passage,
                            "its flow is backlogged and not served for too long",
                            Text.time(most),
                            Text.instant(waitedPs));
                }
                beforePs = Math.max(beforePs, passage.endPs());
            }
            return Finding.HELD;
        });
    }

    /** While two flows are both backlogged, their services per weight differ by no more. */
    static Property shortTermFair(Claim.ShortTermFair claim) {
        return trial -> {
            FlowFacts facts = trial.facts();
            if (!facts.areStatable() || trial.trace().passages().stream().anyMatch(Bounds::isLost)) {
                return Finding.NOT_TESTED;
            }
            Finding sum = Finding.NOT_TESTED;
            List<Integer> numbers = facts.numbers();
            for (int one = 0; one < numbers.size(); one++) {
                for (int other = one + 1; other < numbers.size(); other++) {
                    Finding finding = fair(trial, claim, numbers.get(one), numbers.get(other));
                    if (finding instanceof Finding.Broken) {
                        return finding;
                    }
                    sum = finding == Finding.HELD ? finding : sum;
                }
            }
            return sum;
        };
    }

    private static Finding fair(Trial trial, Claim.ShortTermFair claim, int oneFlow, int otherFlow) {
        Claim.Flow one = trial.facts().of(oneFlow);
        Claim.Flow other = trial.facts().of(otherFlow);
        return new PairFairness(trial.trace(), Passage::flow)
                .check(
                        new PairFairness.Party(oneFlow, "flows " + oneFlow, one.weight()),
                        new PairFairness.Party(otherFlow, String.valueOf(otherFlow), other.weight()),
                        "weight",
                        claim.difference().of(one, other));
    }
}
