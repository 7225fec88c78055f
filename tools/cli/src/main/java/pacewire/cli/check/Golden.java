package pacewire.cli.check;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a scenario or a replay did when somebody accepted it.
 *
 * @param sha256 of what was read then
 * @param departures how many packets were on the wire
 * @param layers digest by layer
 * @param metrics by path; one that is missing was 0 or not measured
 */
record Golden(
        String sha256,
        Tolerances tolerances,
        long departures,
        Map<String, String> layers,
        Map<String, BigDecimal> metrics) {

    static Golden of(Observed observed, Tolerances tolerances) {
        return new Golden(
                observed.sha256(),
                tolerances,
                observed.packets().departures().count(),
                observed.layers(),
                observed.metrics());
    }
}
