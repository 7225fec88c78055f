package pacewire.report.chart;

import java.util.List;

import pacewire.core.units.SimTime;

/**
 * The unit in which an axis is labelled, chosen so that its numbers stay short.
 *
 * @param symbol as written on the axis
 * @param size of one unit, in base units (picoseconds, bits per second)
 */
record AxisUnit(String symbol, double size) {
    private static final List<AxisUnit> TIMES = List.of(
            new AxisUnit("s", SimTime.SECOND),
            new AxisUnit("ms", SimTime.MILLISECOND),
            new AxisUnit("µs", SimTime.MICROSECOND),
            new AxisUnit("ns", SimTime.NANOSECOND));

    private static final List<AxisUnit> RATES = List.of(
            new AxisUnit("Gbit/s", 1e9),
            new AxisUnit("Mbit/s", 1e6),
            new AxisUnit("kbit/s", 1e3),
            new AxisUnit("bit/s", 1));

    /** The largest unit of time in which a value is at least one; the smallest otherwise. */
    static AxisUnit forTime(double largestPs) {
        return largestPs <= 0 ? TIMES.get(1) : fitting(TIMES, largestPs);
    }

    static AxisUnit forTime(long largestPs) {
        return forTime((double) largestPs);
    }

    /** The largest unit of rate in which a value is at least one; the smallest otherwise. */
    static AxisUnit forRate(double largestBps) {
        return largestBps <= 0 ? RATES.get(1) : fitting(RATES, largestBps);
    }

    /** A value in base units as a number of this unit. */
    double of(double baseUnits) {
        return baseUnits / size;
    }

    double of(long baseUnits) {
        return of((double) baseUnits);
    }

    /** An axis label such as "departure error (ms)". */
    String label(String what) {
        return what + " (" + symbol + ")";
    }

    private static AxisUnit fitting(List<AxisUnit> units, double largest) {
        return units.stream().filter(unit -> largest >= unit.size()).findFirst().orElse(units.get(units.size() - 1));
    }
}
