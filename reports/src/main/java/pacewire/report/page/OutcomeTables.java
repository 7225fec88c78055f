package pacewire.report.page;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

import org.jspecify.annotations.Nullable;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.model.packet.DelayPart;
import pacewire.report.text.Figures;
import pacewire.report.text.MetricUnits;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.PartOfDelay;
import pacewire.scenario.result.RunResult.PlayoutResult;

import static pacewire.report.page.ReportTable.number;
import static pacewire.report.page.ReportTable.text;
import static pacewire.report.page.ReportTable.tone;

/** The tables of what the clients got. */
final class OutcomeTables {
    /** Stands where nothing was measured. */
    static final String NOTHING = "–";

    private OutcomeTables() {}

    /** What each group asked for and got. */
    static ReportTable groups(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Group"),
                number("Clients"),
                number("Requests"),
                number("Completed"),
                number("Refused"),
                number("Contracts kept"),
                number("Contracts broken"),
                number("Throughput, mean"),
                number("Packets lost"),
                number("Playout stalls"));
        for (GroupResult group : result.groups()) {
            boolean hasBroken = group.contractsBroken() > 0;
            table.add(
                    hasBroken ? ReportTable.Tone.BAD : ReportTable.Tone.PLAIN,
                    group.name(),
                    Figures.count(group.clients()),
                    Figures.count(group.requests()),
                    Figures.count(group.completed()),
                    Figures.count(group.refused()),
                    Figures.count(group.contractsKept()),
                    Figures.count(group.contractsBroken()),
                    value(group.throughputBps(), group.throughputBps().mean(), Figures::rate),
                    lost(group),
                    stalls(group.playout()));
        }
        return table;
    }

    /** How evenly it came: the figures that contracts are about. */
    static ReportTable timing(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Group"),
                number("Tolerated jitter"),
                number("Departure error p50"),
                number("p99"),
                number("max"),
                number("RFC 3550 jitter p50"),
                number("p99"),
                number("max"),
                number("One-way delay p50"),
                number("p99"));
        for (GroupResult group : result.groups()) {
            Long tolerance = group.tolerancePs();
            table.add(
                    group.name(),
                    tolerance == null ? NOTHING : Figures.inPrint(Figures.exactTime(tolerance)),
                    percentile(group.departureErrorPs(), 50),
                    percentile(group.departureErrorPs(), 99),
                    percentile(group.departureErrorPs(), 100),
                    percentile(group.rfc3550JitterPs(), 50),
                    percentile(group.rfc3550JitterPs(), 99),
                    percentile(group.rfc3550JitterPs(), 100),
                    percentile(group.oneWayDelayPs(), 50),
                    percentile(group.oneWayDelayPs(), 99));
        }
        return table;
    }

    /** What the scenario expected, failures first. */
    static ReportTable expectations(RunResult result) {
        ReportTable table = ReportTable.of(text("Metric"), text("Expected"), number("Measured"), tone("Verdict"));
        List<ExpectationResult> failedFirst = result.expectations().stream()
                .sorted(java.util.Comparator.comparing(ExpectationResult::held))
                .toList();
        for (ExpectationResult outcome : failedFirst) {
            Scenario.Expectation expectation = outcome.expectation();
            String measured = outcome.measured();
            table.add(
                    outcome.held() ? ReportTable.Tone.GOOD : ReportTable.Tone.BAD,
                    expectation.metric(),
                    inWords(expectation.comparison()) + " " + Figures.inPrint(expectation.text()),
                    measured == null
                            ? "nothing"
                            : Figures.inPrint(MetricUnits.withUnit(expectation.metric(), measured)),
                    outcome.held() ? "held" : "failed");
        }
        return table;
    }

    /** Where the time of each group's datagrams went: a row for each part. */
    static ReportTable delayAccount(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Group"), text("Part"), number("Mean"), number("p50"), number("p99"), number("Max"));
        for (GroupResult group : result.groups()) {
            for (PartOfDelay part : group.delayAccountPs()) {
                if (part.spentPs().max() > 0) {
                    table.add(
                            group.name(),
                            inWords(part.part()),
                            value(part.spentPs(), part.spentPs().mean(), Figures::time),
                            percentile(part.spentPs(), 50),
                            percentile(part.spentPs(), 99),
                            percentile(part.spentPs(), 100));
                }
            }
        }
        return table;
    }

    /** Every distribution of every group. */
    static ReportTable distributions(RunResult result) {
        ReportTable table = ReportTable.of(
                text("Group"),
                text("Distribution"),
                number("Count"),
                number("Min"),
                number("Mean"),
                number("p50"),
                number("p90"),
                number("p99"),
                number("p99.9"),
                number("Max"));
        for (GroupResult group : result.groups()) {
            add(table, group, "departure error", group.departureErrorPs(), Figures::time);
            add(table, group, "RFC 3550 jitter", group.rfc3550JitterPs(), Figures::time);
            add(table, group, "IPDV (RFC 3393)", group.ipdvPs(), Figures::time);
            add(table, group, "PDV (RFC 5481)", group.pdvPs(), Figures::time);
            add(table, group, "one-way delay", group.oneWayDelayPs(), Figures::time);
            add(table, group, "throughput of a transfer", group.throughputBps(), Figures::rate);
        }
        return table;
    }

    private static void add(
            ReportTable table,
            GroupResult group,
            String name,
            HistogramSnapshot values,
            DoubleFunction<String> inFigures) {
        table.add(
                group.name(),
                name,
                Figures.count(values.count()),
                value(values, (double) values.min(), inFigures),
                value(values, values.mean(), inFigures),
                value(values, (double) values.percentile(50), inFigures),
                value(values, (double) values.percentile(90), inFigures),
                value(values, (double) values.percentile(99), inFigures),
                value(values, (double) values.percentile(99.9), inFigures),
                value(values, (double) values.max(), inFigures));
    }

    private static String percentile(HistogramSnapshot ps, double percent) {
        return value(ps, (double) ps.percentile(percent), Figures::time);
    }

    private static String value(HistogramSnapshot values, double value, DoubleFunction<String> inFigures) {
        return values.isEmpty() ? NOTHING : Figures.inPrint(inFigures.apply(value));
    }

    private static String lost(GroupResult group) {
        long lost = group.packetsDropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return lost == 0
                ? "0"
                : Figures.inPrint(
                        Figures.count(lost) + " (" + Figures.percent((double) lost / group.packetsSent()) + ")");
    }

    private static String stalls(@Nullable PlayoutResult playout) {
        if (playout == null) {
            return NOTHING;
        }
        return playout.underruns() == 0
                ? "0"
                : Figures.inPrint(Figures.count(playout.underruns()) + " (" + Figures.time(playout.stalledPs()) + ")");
    }

    private static String inWords(Scenario.Comparison comparison) {
        return comparison.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** "socketBuffer" as "socket buffer". */
    static String inWords(String part) {
        for (DelayPart known : DelayPart.values()) {
            if (known.key().equals(part)) {
                return known.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            }
        }
        return part;
    }
}
