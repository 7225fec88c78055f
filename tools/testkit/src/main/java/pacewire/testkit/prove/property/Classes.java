package pacewire.testkit.prove.property;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import pacewire.core.units.Rational;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trial;

/** What classes get, whatever the flows are of which their packets come. */
final class Classes {
    private static final int NONE = -1;
    private static final int BITS_PER_BYTE = 8;

    private Classes() {}

    /**
     * What leaves of a class conforms to a token bucket: a queue that is drained at its rate never holds more than the burst.
     */
    static Property shaped(Claim.ClassShaped claim) {
        return trial -> {
            Rational perPs = Rational.of(claim.rateBps(), BITS_PER_BYTE).dividedBy(Bounds.SECOND);
            Rational burst = Rational.of(claim.burstBytes());
            Rational queue = Rational.ZERO;
            long beforePs = 0;
            boolean wasTested = false;
            for (Passage passage : trial.trace().departures()) {
                if (!claim.members().include(passage.packet(), passage.metrics())) {
                    continue;
                }
                Rational drained = perPs.times(passage.startPs() - beforePs);
                queue = queue.minus(drained).max(Rational.ZERO).plus(Rational.of(passage.bytes()));
                beforePs = passage.startPs();
                wasTested = true;
                if (queue.compareTo(burst) > 0) {
                    return Finding.broken(
                            passage,
                            "more leaves of class '" + claim.name() + "' than its rate and burst allow",
                            Text.bytes(burst),
                            Text.bytes(queue));
                }
            }
            return wasTested ? Finding.HELD : Finding.NOT_TESTED;
        };
    }

    /** While two classes are both backlogged, their services per share differ by no more. */
    static Property fair(Claim.ClassesFair claim) {
        return trial -> {
            List<Claim.ClassShare> classes = claim.classes();
            if (classes.size() < 2 || trial.trace().passages().stream().anyMatch(Bounds::isLost)) {
                return Finding.NOT_TESTED;
            }
            Map<Integer, Long> largest = new HashMap<>();
            ToIntFunction<Passage> classOf = classOf(trial, classes, largest);
            PairFairness fairness = new PairFairness(trial.trace(), classOf);
            Finding sum = Finding.NOT_TESTED;
            for (int one = 0; one < classes.size(); one++) {
                for (int other = one + 1; other < classes.size(); other++) {
                    Claim.ClassShare first = classes.get(one);
                    Claim.ClassShare second = classes.get(other);
                    Finding finding = fairness.check(
                            new PairFairness.Party(one, "classes '" + first.name() + "'", first.share()),
                            new PairFairness.Party(other, "'" + second.name() + "'", second.share()),
                            "share",
                            claim.difference()
                                    .of(first, largest.getOrDefault(one, 0L), second, largest.getOrDefault(other, 0L)));
                    if (finding instanceof Finding.Broken) {
                        return finding;
                    }
                    sum = finding == Finding.HELD ? finding : sum;
                }
            }
            return sum;
        };
    }

    /** The place of each packet's class; and the largest packet of each. */
    private static ToIntFunction<Passage> classOf(
            Trial trial, List<Claim.ClassShare> classes, Map<Integer, Long> largest) {
        Map<Passage, Integer> places = new HashMap<>();
        for (Passage passage : trial.trace().passages()) {
            int place = NONE;
            for (int i = 0; i < classes.size() && place == NONE; i++) {
                place = classes.get(i).members().include(passage.packet(), passage.metrics()) ? i : NONE;
            }
            places.put(passage, place);
            largest.merge(place, (long) passage.bytes(), Math::max);
        }
        return passage -> places.getOrDefault(passage, NONE);
    }
}
