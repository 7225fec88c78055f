package pacewire.testkit.prove.property;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import pacewire.core.units.Rational;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;

/**
 * How much more one of two is served than the other while both are backlogged: two flows, or two classes.
 *
 * <p>The largest difference over all spans of departures is that between the largest and the least running difference.
 * Backlogged is a party of which packets wait, beside the one on the line: whoever queues one anew when it has emptied must
 * not be blamed.
 */
final class PairFairness {
    private final Trace trace;
    private final ToIntFunction<Passage> partyOf;

    /** @param partyOf the number of the party that a packet is of */
    PairFairness(Trace trace, ToIntFunction<Passage> partyOf) {
        this.trace = trace;
        this.partyOf = partyOf;
    }

    /**
     * One of two.
     *
     * @param name the first of two has what they both are in front
     * @param share by which it is served
     */
    record Party(int number, String name, long share) {}

    /**
     * Looks at two.
     *
     * @param unit what shares are called
     * @param difference at most, in bytes per unit of share
     */
    Finding check(Party one, Party other, String unit, Rational difference) {
        Rational perShare = Rational.of(Math.multiplyExact(one.share(), other.share()));
        Rational bound = difference.times(perShare);
        Backlog backlog = new Backlog(trace.passages());
        long running = 0;
        long least = 0;
        long most = 0;
        boolean isRunning = false;
        boolean wasTested = false;
        for (Passage passage : trace.departures()) {
            backlog.advance(passage.startEvent());
            if (!backlog.holds(one.number()) || !backlog.holds(other.number())) {
                isRunning = false;
                backlog.leave(passage);
                continue;
            }
            if (!isRunning) {
                running = 0;
                least = 0;
                most = 0;
            }
            int party = partyOf.applyAsInt(passage);
            if (party == one.number()) {
                running += passage.bytes() * other.share();
            } else if (party == other.number()) {
                running -= passage.bytes() * one.share();
            }
            least = Math.min(least, running);
            most = Math.max(most, running);
            wasTested = true;
            if (Rational.of(most - least).compareTo(bound) > 0) {
                return Finding.broken(
                        passage,
                        one.name() + " and " + other.name()
                                + " are both backlogged, and one is served too much more by its " + unit,
                        Text.bytes(bound.dividedBy(perShare)) + " per " + unit,
                        Text.bytes(Rational.of(most - least).dividedBy(perShare)));
            }
            backlog.leave(passage);
            isRunning = backlog.holds(one.number()) && backlog.holds(other.number());
        }
        return wasTested ? Finding.HELD : Finding.NOT_TESTED;
    }

    /** How many packets of each party wait, from event to event. */
    private final class Backlog {
        private final List<Passage> passages;
        private final Map<Integer, Integer> waiting = new HashMap<>();
        private int arrived;

        Backlog(List<Passage> passages) {
            this.passages = passages;
        }

        void advance(long event) {
            while (arrived < passages.size() && passages.get(arrived).arrivedEvent() < event) {
                Passage passage = passages.get(arrived++);
                if (passage.wasTaken()) {
                    waiting.merge(partyOf.applyAsInt(passage), 1, Integer::sum);
                }
            }
        }

        void leave(Passage passage) {
            waiting.merge(partyOf.applyAsInt(passage), -1, Integer::sum);
        }

        boolean holds(int party) {
            return waiting.getOrDefault(party, 0) > 0;
        }
    }
}
