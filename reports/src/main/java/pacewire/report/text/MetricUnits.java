package pacewire.report.text;

import java.util.List;

/** The unit of a metric, which the key ends in: "departureErrorUs" is in microseconds. */
public final class MetricUnits {
    private record Ending(String ending, String unit) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending("UsPerMegabyte", "us/MB"),
            new Ending("Us", "us"),
            new Ending("Bps", "bps"),
            new Ending("Seconds", "s"));

    private MetricUnits() {}

    /** A measured value with the unit of its metric's path, such as "497.2 us"; a bare number where there is none. */
    public static String withUnit(String metric, String value) {
        if (metric.endsWith(".count")) {
            return value;
        }
        for (String key : metric.split("\\.", -1)) {
            if (key.startsWith("bytes")) {
                return value + " B";
            }
            for (Ending known : ENDINGS) {
                if (key.endsWith(known.ending)) {
                    return value + " " + known.unit;
                }
            }
        }
        return value;
    }
}
