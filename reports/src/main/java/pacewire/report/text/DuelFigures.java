package pacewire.report.text;

import java.util.List;

import pacewire.scenario.duel.Estimate;
import pacewire.scenario.duel.GrowthResult;
import pacewire.scenario.duel.Measure;

/** The figures of a duel as texts. */
public final class DuelFigures {
    /** How evenly each way sent. */
    public static final List<Measure> TIMING = List.of(
            Measure.ERROR_P50,
            Measure.ERROR_P99,
            Measure.ERROR_P999,
            Measure.ERROR_MAX,
            Measure.KEPT,
            Measure.REFUSED,
            Measure.DELIVERED);

    /** What it cost. */
    public static final List<Measure> COSTS =
            List.of(Measure.COPIED, Measure.SYSCALLS, Measure.SWITCHES, Measure.INTERRUPTS, Measure.CPU_PER_MB);

    /** What is compared run by run. */
    public static final List<Measure> DIFFERENCES = List.of(
            Measure.ERROR_P50,
            Measure.ERROR_P99,
            Measure.ERROR_P999,
            Measure.SYSCALLS,
            Measure.SWITCHES,
            Measure.INTERRUPTS,
            Measure.CPU_PER_MB);

    private DuelFigures() {}

    /** A mean, with its interval when there is one. */
    public static String text(Measure measure, Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return "–";
        }
        String mean = figure(measure, estimate.mean());
        boolean hasInterval = !Double.isNaN(estimate.halfWidth()) && estimate.halfWidth() > 0;
        return hasInterval ? mean + " ± " + figure(measure, estimate.halfWidth()) : mean;
    }

    /** A difference, with its sign. */
    public static String signed(Measure measure, Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return "–";
        }
        String sign = estimate.mean() < 0 ? "−" : "+";
        return sign + text(measure, new Estimate(Math.abs(estimate.mean()), estimate.halfWidth()));
    }

    /** Way, machine, what it held up to, that for each core, where it failed, and what ran out. */
    public static List<String> growth(GrowthResult result) {
        Long largest = result.largest();
        Long failing = result.failing();
        return List.of(
                result.way().application(),
                result.machine(),
                largest == null ? "none" : Figures.count(largest) + (failing == null ? " or more" : ""),
                largest == null ? "–" : Figures.number((double) largest / result.cores()),
                failing == null ? "–" : Figures.count(failing),
                failing == null ? "–" : result.ranOut());
    }

    private static String figure(Measure measure, double value) {
        return switch (measure.kind()) {
            case TIME -> Figures.time(value);
            case SIZE -> Figures.size(Math.round(value));
            case COUNT -> value == Math.rint(value) ? Figures.count((long) value) : Figures.number(value);
            case SHARE -> Figures.percent(value);
        };
    }
}
