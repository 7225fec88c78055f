package pacewire.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;
import pacewire.report.chart.LineChart.Axis;
import pacewire.scenario.sweep.Variation;

/**
 * Where the values of a key stand along an axis: by what they measure, when all are of one kind; else one after the other.
 *
 * @param axis logarithmic for values that are all above 0 and span more than a decade
 * @param places of the values, in their order
 */
record SweepAxis(Axis axis, List<Double> places) {
    private static final double DECADE = 10;

    /** A kind of value, and the unit that its axis is in. */
    private record Kind(Quantity quantity, String unit, double baseUnits) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(Quantity.NUMBER, "", 1),
            new Kind(Quantity.TIME, " (µs)", 1e6),
            new Kind(Quantity.RATE, " (Mbit/s)", 1e6),
            new Kind(Quantity.SIZE, " (kB)", 1e3),
            new Kind(Quantity.SHARE, " (%)", 1e7),
            new Kind(Quantity.FREQUENCY, " (1/s)", 1e6),
            new Kind(Quantity.PACKETS, " (packets)", 1));

    static SweepAxis of(Variation variation) {
        for (Kind kind : KINDS) {
            List<Double> places = places(kind, variation.values());
            if (places.size() == variation.values().size()) {
                return new SweepAxis(new Axis(variation.path() + kind.unit, isLogarithmic(places)), places);
            }
        }
        return oneAfterTheOther(variation);
    }

    private static SweepAxis oneAfterTheOther(Variation variation) {
        List<Double> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String value : variation.values()) {
            places.add(places.size() + 1.0);
            names.add(places.size() + " " + value);
        }
        return new SweepAxis(new Axis(variation.path() + ": " + String.join(", ", names), false), places);
    }

    /** Fewer than there are values when one of them is of another kind. */
    private static List<Double> places(Kind kind, List<String> values) {
        return values.stream().flatMap(value -> place(kind, value).stream()).toList();
    }

    private static Optional<Double> place(Kind kind, String value) {
        try {
            return Optional.of(kind.quantity.parse(value) / kind.baseUnits);
        } catch (UnitException otherKind) {
            return Optional.empty();
        }
    }

    private static boolean isLogarithmic(List<Double> places) {
        double least = places.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = places.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return least > 0 && most >= DECADE * least;
    }
}
