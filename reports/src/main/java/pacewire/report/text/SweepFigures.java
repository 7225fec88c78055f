package pacewire.report.text;

import java.util.List;

import pacewire.scenario.duel.Estimate;
import pacewire.scenario.result.MetricUnit;

/** The figures of a sweep as texts. */
public final class SweepFigures {
    private static final double PS_PER_US = 1e6;
    private static final double PS_PER_SECOND = 1e12;

    private SweepFigures() {}

    /** A mean, with its interval when there is one. */
    public static String text(String metric, Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return "–";
        }
        String mean = figure(metric, estimate.mean());
        boolean hasInterval = !Double.isNaN(estimate.halfWidth()) && estimate.halfWidth() > 0;
        return hasInterval ? mean + " ± " + figure(metric, estimate.halfWidth()) : mean;
    }

    private static String figure(String metric, double value) {
        return switch (MetricUnit.of(metric)) {
            case MICROSECONDS -> Figures.time(value * PS_PER_US);
            case SECONDS -> Figures.time(value * PS_PER_SECOND);
            case BYTES -> Figures.size(Math.round(value));
            case BITS_PER_SECOND -> Figures.rate(value);
            case RATIO -> Figures.percent(value);
            case COUNT -> value == Math.rint(value) ? Figures.count((long) value) : Figures.number(value);
        };
    }

    /** The ends of paths: two keys, or as many as tell them apart. */
    public static List<String> shortNames(List<String> paths) {
        return paths.stream().map(path -> shortName(path, paths)).toList();
    }

    private static String shortName(String path, List<String> paths) {
        int from = path.lastIndexOf('.', path.lastIndexOf('.') - 1);
        while (from > 0) {
            String end = path.substring(from);
            if (paths.stream().filter(other -> other.endsWith(end)).count() == 1) {
                return end.substring(1);
            }
            from = path.lastIndexOf('.', from - 1);
        }
        return path;
    }

    /** A metric and its unit, for an axis. */
    public static String label(String metric) {
        return switch (MetricUnit.of(metric)) {
            case MICROSECONDS -> metric + (metric.endsWith("PerMegabyte") ? " (µs/MB)" : " (µs)");
            case SECONDS -> metric + " (s)";
            case BYTES -> metric + " (B)";
            case BITS_PER_SECOND -> metric + " (bit/s)";
            case RATIO, COUNT -> metric;
        };
    }
}
