package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import pacewire.model.packet.Packet;
import pacewire.testkit.prove.trial.Arrival;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Step;
import pacewire.testkit.prove.trial.Terms;
import pacewire.testkit.prove.trial.Variation;

/**
 * Makes a failing case small: fewer steps first (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
 * IEEE TSE 2002: delta debugging), then plainer values, as long as it still fails.
 */
final class Shrinker {
    /** Cases tried at most: a second's work. */
    private static final int MOST_TRIALS = 4000;

    private final PlainerVariations variations;
    private final Predicate<ProofCase> fails;
    private int trials;

    /** @param fails also says no where the packet scheduler cannot be set up so */
    Shrinker(PlainerVariations variations, Predicate<ProofCase> fails) {
        this.variations = variations;
        this.fails = fails;
    }

    /** The smallest found; fails, as the one given does. */
    ProofCase smallest(ProofCase failing) {
        ProofCase best = failing;
        ProofCase before;
        do {
            before = best;
            best = withFewerSteps(best);
            best = withFewerChanges(best);
            best = fromTheBeginning(best);
            best = withPlainerPackets(best);
            best = withShorterGaps(best);
            best = withSmallFlowNumbers(best);
        } while (!best.equals(before) && trials < MOST_TRIALS);
        return best;
    }

    private boolean stillFails(ProofCase candidate) {
        return !candidate.steps().isEmpty() && trials++ < MOST_TRIALS && fails.test(candidate);
    }

    /** Leaves out ever smaller runs of steps. */
    private ProofCase withFewerSteps(ProofCase failing) {
        ProofCase best = failing;
        for (int run = Math.max(1, best.steps().size() / 2); run >= 1; run /= 2) {
            int from = 0;
            while (from < best.steps().size()) {
                List<Step> rest = new ArrayList<>(best.steps());
                rest.subList(from, Math.min(from + run, rest.size())).clear();
                ProofCase candidate = best.with(rest);
                if (stillFails(candidate)) {
                    best = candidate;
                } else {
                    from += run;
                }
            }
        }
        return best;
    }

    private ProofCase withFewerChanges(ProofCase failing) {
        for (Variation plainer : variations.of(failing.variation())) {
            ProofCase candidate = failing.with(plainer);
            if (stillFails(candidate)) {
                return withFewerChanges(candidate);
            }
        }
        return failing;
    }

    private ProofCase fromTheBeginning(ProofCase failing) {
        return earlier(failing, 0, failing.steps().get(0).atPs());
    }

    /** The step at an index and all behind it come earlier. */
    private ProofCase earlier(ProofCase failing, int index, long byPs) {
        if (byPs <= 0) {
            return failing;
        }
        List<Step> steps = new ArrayList<>(failing.steps());
        for (int i = index; i < steps.size(); i++) {
            steps.set(i, steps.get(i).at(steps.get(i).atPs() - byPs));
        }
        ProofCase candidate = failing.with(steps);
        return stillFails(candidate) ? candidate : failing;
    }

    private ProofCase withPlainerPackets(ProofCase failing) {
        ProofCase best = failing;
        for (int i = 0; i < best.steps().size(); i++) {
            if (best.steps().get(i) instanceof Arrival arrival) {
                best = withFirstThatFails(best, i, plainer(arrival));
            }
            if (best.steps().get(i) instanceof Arrival arrival) {
                best = withFirstThatFails(best, i, shorter(arrival));
            }
        }
        return best;
    }

    private ProofCase withFirstThatFails(ProofCase failing, int index, List<Arrival> candidates) {
        Step present = failing.steps().get(index);
        for (Arrival candidate : candidates) {
            if (candidate.equals(present)) {
                return failing;
            }
            List<Step> steps = new ArrayList<>(failing.steps());
            steps.set(index, candidate);
            ProofCase changed = failing.with(steps);
            if (stillFails(changed)) {
                return changed;
            }
        }
        return failing;
    }

    /** Plainest first. */
    private static List<Arrival> plainer(Arrival arrival) {
        List<Arrival> list = new ArrayList<>();
        Arrival bare = Arrival.plain(arrival.id(), arrival.flow(), arrival.atPs(), arrival.bytes());
        list.add(bare);
        Terms terms = arrival.terms();
        list.add(bare.withTerms(new Terms(terms.weight(), null, 0)));
        list.add(bare.withTerms(new Terms(1, terms.rate(), 0)));
        list.add(bare.withTerms(new Terms(1, null, terms.priority())));
        list.add(bare.withInstants(Long.MAX_VALUE, arrival.eligiblePs()));
        list.add(bare.withInstants(arrival.deadlinePs(), Packet.UNSCHEDULED));
        list.add(bare.withMarks(arrival.dscp(), arrival.ecn()));
        list.add(bare.withTerms(terms));
        list.add(bare.withInstants(arrival.deadlinePs(), arrival.eligiblePs()));
        return list;
    }

    /** Shortest first. */
    private static List<Arrival> shorter(Arrival arrival) {
        return IntStream.of(1, 2, 3, 10, 100, 500, 1000, 1500)
                .filter(bytes -> bytes < arrival.bytes())
                .mapToObj(arrival::withBytes)
                .toList();
    }

    private ProofCase withShorterGaps(ProofCase failing) {
        ProofCase best = failing;
        for (int i = 1; i < best.steps().size(); i++) {
            long gapPs = best.steps().get(i).atPs() - best.steps().get(i - 1).atPs();
            best = earlier(best, i, gapPs);
            for (long unit = 1_000_000_000_000L; unit >= 1_000; unit /= 10) {
                long left = best.steps().get(i).atPs() - best.steps().get(i - 1).atPs();
                best = earlier(best, i, left % unit);
            }
            best = earlier(
                    best,
                    i,
                    (best.steps().get(i).atPs() - best.steps().get(i - 1).atPs()) / 2);
        }
        return best;
    }

    /** Flows numbered from 0 on, in order of their first packets. */
    private ProofCase withSmallFlowNumbers(ProofCase failing) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        failing.steps().forEach(step -> numbers.putIfAbsent(step.flow(), numbers.size()));
        ProofCase candidate = failing.with(failing.steps().stream()
                .map(step -> step.ofFlow(numbers.getOrDefault(step.flow(), step.flow())))
                .toList());
        return !candidate.equals(failing) && stillFails(candidate) ? candidate : failing;
    }
}
