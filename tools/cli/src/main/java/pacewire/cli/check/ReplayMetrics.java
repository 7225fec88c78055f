package pacewire.cli.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import pacewire.core.units.Rational;
import pacewire.testkit.replay.Outcome;
import pacewire.testkit.replay.ReplayResult;

/** The figures of a replay: of all of it, and of each flow. */
final class ReplayMetrics {
    /** Of seconds: finer than any clock of a replay in picoseconds; fractions that do not end are rounded here. */
    private static final int DECIMALS = 15;

    private ReplayMetrics() {}

    /** By path; what is 0 stands here, too, so that expectations can name it. */
    static Map<String, BigDecimal> of(ReplayResult result) {
        Map<String, Tally> flows = new LinkedHashMap<>();
        result.flows().forEach(flow -> flows.put(flow, new Tally()));
        Tally all = new Tally();
        for (Outcome outcome : result.outcomes()) {
            all.count(outcome);
            Tally flow = flows.get(outcome.flow());
            if (flow != null) {
                flow.count(outcome);
            }
        }
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        all.put(metrics, "");
        flows.forEach((flow, tally) -> tally.put(metrics, "flows." + flow + "."));
        return metrics;
    }

    /** Sums up outcomes. */
    private static final class Tally {
        private long sent;
        private long held;
        private final Map<String, Long> dropped = new TreeMap<>();
        private Rational bytesSent = Rational.ZERO;
        private Rational firstStart = Rational.ZERO;
        private Rational lastEnd = Rational.ZERO;
        private Rational delaySum = Rational.ZERO;
        private Rational delayMax = Rational.ZERO;

        void count(Outcome outcome) {
            if (outcome instanceof Outcome.Departure departure) {
                Rational delay = departure.end().minus(departure.arrival().time());
                firstStart = sent == 0 ? departure.start() : firstStart.min(departure.start());
                lastEnd = lastEnd.max(departure.end());
                delaySum = delaySum.plus(delay);
                delayMax = delayMax.max(delay);
                bytesSent = bytesSent.plus(departure.arrival().bytes());
                sent++;
            } else if (outcome instanceof Outcome.Drop drop) {
                dropped.merge(drop.reason().key(), 1L, Long::sum);
            } else {
                held++;
            }
        }

        void put(Map<String, BigDecimal> metrics, String prefix) {
            metrics.put(prefix + "sent", BigDecimal.valueOf(sent));
            metrics.put(prefix + "bytesSent", decimal(bytesSent));
            metrics.put(
                    prefix + "dropped.total",
                    BigDecimal.valueOf(
                            dropped.values().stream().mapToLong(Long::longValue).sum()));
            dropped.forEach((reason, count) -> metrics.put(prefix + "dropped." + reason, BigDecimal.valueOf(count)));
            metrics.put(prefix + "held", BigDecimal.valueOf(held));
            metrics.put(prefix + "firstStartSeconds", decimal(firstStart));
            metrics.put(prefix + "lastEndSeconds", decimal(lastEnd));
            metrics.put(
                    prefix + "delaySeconds.mean",
                    decimal(sent == 0 ? Rational.ZERO : delaySum.dividedBy(Rational.of(sent))));
            metrics.put(prefix + "delaySeconds.max", decimal(delayMax));
        }
    }

    private static BigDecimal decimal(Rational value) {
        BigDecimal rounded = new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
