package pacewire.testkit.prove.property;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.Fault;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Step;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;

/** Laws that relate one run to another of the same packet scheduler: what must not matter. */
final class Laws {
    private static final long[] SHIFTS = {1, 13, 7 * SimTime.SECOND + 13, 3 * 3600 * SimTime.SECOND + 1};
    private static final int FACTOR = 3;
    /** Parts that a flow is split into. */
    private static final int PARTS = 3;

    private Laws() {}

    /** The same arrivals later leave later by as much. */
    static Finding timeShift(Trial trial) {
        if (trial.claims().contains(new Claim.TimeGrid(SimTime.NEVER))) {
            return Finding.NOT_TESTED;
        }
        long shiftPs = shift(trial, SHIFTS[trial.tried().number() % SHIFTS.length]);
        Trace.Difference difference = trial.trace().differenceTo(trial.later(shiftPs), shiftPs);
        return difference == null
                ? Finding.HELD
                : Finding.broken(difference, "leaves otherwise when all comes " + SimTime.format(shiftPs) + " later");
    }

    /** At least so long, and whole periods of whoever goes by absolute time. */
    private static long shift(Trial trial, long leastPs) {
        long periodPs = 1;
        for (Claim claim : trial.claims()) {
            if (claim instanceof Claim.TimeGrid grid && grid.periodPs() != SimTime.NEVER) {
                periodPs = Math.max(periodPs, grid.periodPs());
            }
        }
        return Math.floorDiv(leastPs + periodPs - 1, periodPs) * periodPs;
    }

    /** After a reset it is as it was when new; reset twice is reset once. */
    static Finding reset(Trial trial) {
        Trace whole = trial.trace();
        if (whole.passages().isEmpty()) {
            return Finding.NOT_TESTED;
        }
        Passage middle = whole.passages().get((whole.passages().size() - 1) / 2);
        long resetPs = middle.arrivedPs();
        long shiftPs = shift(trial, resetPs + 5);
        Trace fresh = trial.later(shiftPs);
        for (int resets = 1; resets <= 2; resets++) {
            Trial.AfterReset run = trial.afterReset(resetPs, resets, shiftPs);
            Finding finding = afterReset(trial, run, fresh, resets);
            if (finding != Finding.HELD) {
                return finding;
            }
        }
        return Finding.HELD;
    }

    private static Finding afterReset(Trial trial, Trial.AfterReset run, Trace fresh, int resets) {
        for (Trace trace : List.of(run.before(), run.after())) {
            for (Fault fault : trace.faults()) {
                return Finding.broken(fault);
            }
        }
        for (Passage passage : run.before().drops()) {
            boolean isOwn = trial.trace().drops().stream()
                    .anyMatch(drop -> drop.arrival().id() == passage.arrival().id());
            if (passage.dropped() != DropReason.RESET && !isOwn) {
                return Finding.broken(
                        passage, "dropped by a reset", DropReason.RESET.key(), String.valueOf(passage.dropped()));
            }
        }
        // Random numbers go on where they were, so that what draws them may go another way.
        Trace.Difference difference = fresh.differenceTo(run.after(), 0);
        return difference == null || trial.drawsRandomNumbers()
                ? Finding.HELD
                : Finding.broken(
                        difference,
                        "leaves otherwise after " + (resets == 1 ? "a reset" : "two resets") + " than when new");
    }

    /** Longer packets on a faster line leave at the same instants. */
    static Finding scale(Trial trial) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        try {
            for (ParameterSpec spec : trial.setup().spec().parameters()) {
                Long value = trial.setup().parameters().asMap().get(spec.name());
                boolean grows = spec.quantity() == Quantity.SIZE || spec.quantity() == Quantity.RATE;
                if (grows && value != null && value <= Long.MAX_VALUE / FACTOR) {
                    parameters.put(spec.name(), value * FACTOR);
                    if (value * FACTOR > spec.largest()) {
                        return Finding.NOT_TESTED;
                    }
                }
            }
            Trace.Difference difference = trial.trace().differenceTo(trial.scaled(FACTOR, parameters), 0);
            return difference == null
                    ? Finding.HELD
                    : Finding.broken(
                            difference,
                            "leaves otherwise with lengths, rates and the line " + FACTOR + " times as large");
        } catch (UnitException outOfRange) {
            return Finding.NOT_TESTED;
        }
    }

    /** Other flow numbers change nothing. */
    static Finding rename(Trial trial) {
        List<Integer> numbers = new ArrayList<>(trial.tried().steps().stream()
                .map(Step::flow)
                .distinct()
                .sorted()
                .toList());
        List<Integer> others = new ArrayList<>(numbers);
        Collections.reverse(others);
        Map<Integer, Integer> renamed = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            renamed.put(numbers.get(i), trial.tried().number() % 2 == 0 ? others.get(i) : numbers.get(i) + 1);
        }
        Trace.Difference difference = trial.trace()
                .differenceTo(trial.with(step -> step.ofFlow(Objects.requireNonNull(renamed.get(step.flow())))), 0);
        return difference == null
                ? Finding.HELD
                : Finding.broken(difference, "leaves otherwise under other flow numbers: " + renamed);
    }

    /** One flow as several changes nothing. */
    static Finding split(Trial trial) {
        int[] next = {0};
        Trace.Difference difference =
                trial.trace().differenceTo(trial.with(step -> step.ofFlow(PARTS * step.flow() + next[0]++ % PARTS)), 0);
        return difference == null
                ? Finding.HELD
                : Finding.broken(difference, "leaves otherwise when flows are split into " + PARTS);
    }
}
