package pacewire.cli.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import pacewire.scenario.result.MetricUnit;

/**
 * What a golden allows to be different: nothing, unless its user says so.
 *
 * @param departureTimesPs how far a packet may move on the wire
 * @param metrics the first that fits a metric counts
 */
record Tolerances(long departureTimesPs, List<MetricTolerance> metrics) {
    static final Tolerances NONE = new Tolerances(0, List.of());

    /**
     * How far metrics may move.
     *
     * @param pattern path in which {@code *} stands for any characters
     * @param within a share of the golden's value ("1 %"), or a bound as an expectation has it ("10 us")
     */
    record MetricTolerance(String pattern, String within) {
        private static final int DIGITS = 18;

        boolean isFor(String path) {
            return matches(pattern, path);
        }

        /** How far a metric may be from a value. */
        BigDecimal allowed(String path, BigDecimal value) {
            String number = within.strip();
            if (!number.endsWith("%")) {
                return MetricUnit.of(path).parse(number);
            }
            BigDecimal percent =
                    new BigDecimal(number.substring(0, number.length() - 1).strip());
            return value.abs().multiply(percent.movePointLeft(2)).setScale(DIGITS, RoundingMode.CEILING);
        }

        private static boolean matches(String pattern, String path) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                return pattern.equals(path);
            }
            if (!path.startsWith(pattern.substring(0, star))) {
                return false;
            }
            String rest = pattern.substring(star + 1);
            for (int from = star; from <= path.length(); from++) {
                if (matches(rest, path.substring(from))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a metric may have moved so far. */
    boolean allow(String path, BigDecimal before, BigDecimal now) {
        BigDecimal distance = now.subtract(before).abs();
        return distance.signum() == 0
                || metrics.stream()
                        .filter(tolerance -> tolerance.isFor(path))
                        .findFirst()
                        .filter(tolerance -> distance.compareTo(tolerance.allowed(path, before)) <= 0)
                        .isPresent();
    }
}
