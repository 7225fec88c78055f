package pacewire.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.sched.SchedulerSetup;
import pacewire.report.chart.LineChart;
import pacewire.report.chart.LineChart.Axis;
import pacewire.report.chart.LineChart.Line;
import pacewire.report.chart.LineChart.Point;
import pacewire.testkit.prove.Breach;
import pacewire.testkit.prove.CardText;
import pacewire.testkit.prove.PropertyResult;
import pacewire.testkit.prove.ReportCard;
import pacewire.testkit.prove.Showcase;
import pacewire.testkit.prove.cost.CostCurve;

/** A report card as a page of one file, with charts. */
final class ProofPage {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
                    + "color:#1b1f24;background:#fff}table{border-collapse:collapse;width:100%}"
                    + "td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d8dee4}"
                    + "td:nth-child(-n+2){white-space:nowrap}summary{cursor:pointer;margin:1rem 0}figure{margin:2rem 0}"
                    + ".broken{color:#a40e26;font-weight:600}.muted,figcaption{color:#59636e}"
                    + "svg{max-width:100%;height:auto}@media(prefers-color-scheme:dark){body{color:#e6edf3;"
                    + "background:#0d1117}td,th{border-color:#30363d}.broken{color:#ff7b72}"
                    + ".muted,figcaption{color:#9198a1}svg{background:#fff}}";

    private static final double MICROSECONDS_PER_MILLISECOND = 1000;

    private final SchedulerSetup setup;
    private final ReportCard card;
    private final BiFunction<String, Breach, List<String>> howToSeeIt;

    /** @param howToSeeIt commands that show how a property breaks, by its name */
    ProofPage(SchedulerSetup setup, ReportCard card, BiFunction<String, Breach, List<String>> howToSeeIt) {
        this.setup = setup;
        this.card = card;
        this.howToSeeIt = howToSeeIt;
    }

    /**
     * A chart, and what it tells.
     *
     * @param caption how to read it
     */
    private record Figure(LineChart chart, String caption) {}

    /** The page. */
    String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .append(escaped("Proof of " + card.scheduler()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escaped(card.scheduler()))
                .append("</h1>\n");
        paragraph(page, setup.spec().summary());
        page.append("<p>")
                .append(card.isProven() ? "Proven" : "<span class=\"broken\">Broken</span>")
                .append(" on ")
                .append(card.cases())
                .append(card.cases() == 1 ? " case" : " cases")
                .append(" of seed ")
                .append(card.seed())
                .append(".</p>\n");
        setUp(page);
        properties(page);
        figures(page);
        return page.append("</body></html>\n").toString();
    }

    private void setUp(StringBuilder page) {
        String values = setup.spec().parameters().stream()
                .map(parameter -> parameter.name() + " " + value(parameter))
                .collect(Collectors.joining(", "));
        if (!values.isEmpty()) {
            paragraph(page, "Set up with " + values + ". In half of the cases, what nobody fixed is varied.");
        }
    }

    private String value(ParameterSpec parameter) {
        Long value = setup.parameters().asMap().get(parameter.name());
        Quantity quantity = parameter.quantity();
        if (value == null) {
            return "left out";
        }
        return quantity == null ? parameter.choices().get(value.intValue()) : quantity.format(value);
    }

    private static void paragraph(StringBuilder page, String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    /** What broke and what held; what nobody claims is folded away. */
    private void properties(StringBuilder page) {
        table(page, card.results().stream().filter(PropertyResult::isClaimed).toList());
        List<PropertyResult> others =
                card.results().stream().filter(result -> !result.isClaimed()).toList();
        if (!others.isEmpty()) {
            page.append("<details><summary>").append(others.size()).append(" not claimed</summary>\n");
            table(page, others);
            page.append("</details>\n");
        }
    }

    private void table(StringBuilder page, List<PropertyResult> results) {
        page.append("<table><tr><th>property</th><th>result</th><th>what must be true</th></tr>\n");
        for (PropertyResult result : results) {
            page.append("<tr><td>")
                    .append(escaped(result.kind().name()))
                    .append("</td><td class=\"")
                    .append(result.isBroken() ? "broken" : result.heldCases() == 0 ? "muted" : "held")
                    .append("\">")
                    .append(escaped(result.isBroken() ? "broken" : CardText.verdict(result)))
                    .append("</td><td>")
                    .append(escaped(result.kind().statement()));
            Breach breach = result.breach();
            if (breach != null) {
                CardText.details(breach).forEach(line -> page.append("<br>").append(escaped(line)));
                howToSeeIt
                        .apply(result.kind().name(), breach)
                        .forEach(line ->
                                page.append("<br><code>").append(escaped(line)).append("</code>"));
            }
            page.append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private void figures(StringBuilder page) {
        page.append("<h2>How it serves</h2>\n");
        Showcase showcase = new Showcase(setup);
        paragraph(
                page,
                "One case: four flows on a line of " + showcase.line() + ", with weights 1, 2, 3 and 4 and packets of"
                        + " 1500, 1000, 500 and 1500 bytes. Forty packets of each wait from the beginning, but flow 1 has"
                        + " only twenty of them at first: the others come at 10 ms.");
        for (Figure figure : figures(showcase)) {
            page.append("<figure>")
                    .append(figure.chart().image().svg())
                    .append("<figcaption>")
                    .append(escaped(figure.caption()))
                    .append("</figcaption></figure>\n");
        }
    }

    private List<Figure> figures(Showcase showcase) {
        List<Figure> figures = new ArrayList<>();
        add(
                figures,
                new LineChart(
                        "lag",
                        "Lag behind the fluid reference",
                        "bytes that ideal sharing by weights has served, less those that have left",
                        new Axis("time (ms)", false),
                        new Axis("lag (bytes)", false),
                        lines(showcase.lag(), MICROSECONDS_PER_MILLISECOND, 1)),
                "Below 0 a flow is ahead of its share. Sharing by weights keeps the lines within a packet or a round of 0. Where"
                        + " they wander off, the flows are served by something else than their weights: by arrival, by priority,"
                        + " by deadline.");
        add(
                figures,
                new LineChart(
                        "fairness",
                        "Fairness over windows",
                        "largest difference of bytes per weight between two flows, while all have packets waiting",
                        new Axis("departures in a row", false),
                        new Axis("difference (bytes per weight)", false),
                        lines(showcase.fairness(), 1, 1)),
                "Of all spans of so many departures, the least fair one. A line that stays level means that unfairness does not"
                        + " add up; one that climbs, that some flow gets more than its share for as long as this goes on.");
        add(
                figures,
                new LineChart(
                        "gaps",
                        "Departure gaps",
                        "time since the flow's departure before",
                        new Axis("time (ms)", false),
                        new Axis("gap (ms)", false),
                        lines(showcase.gaps(), MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_MILLISECOND)),
                "Level lines are even departures; teeth are bursts. The one long gap of flow 1 is its pause.");
        growth().ifPresent(figures::add);
        return figures;
    }

    private Optional<Figure> growth() {
        CostCurve cost = card.cost();
        if (cost == null) {
            return Optional.empty();
        }
        List<Point> points = cost.points().stream()
                .map(point -> new Point(point.flows(), point.operations()))
                .toList();
        return Optional.of(new Figure(
                new LineChart(
                        "cost",
                        "Growth of work",
                        "operations in its own code for a packet that comes and leaves",
                        new Axis("backlogged flows", true),
                        new Axis("operations per packet", true),
                        List.of(new Line(card.scheduler(), points))),
                "A case of its own: flows of one weight, all with packets waiting. Methods and branches are counted,"
                        + " no time is taken. Level: a packet costs the same however many flows there are. A gentle"
                        + " slope: the logarithm of their number. Diagonal: as much as their number."));
    }

    private static void add(List<Figure> figures, LineChart chart, String caption) {
        if (!chart.lines().isEmpty()) {
            figures.add(new Figure(chart, caption));
        }
    }

    private static List<Line> lines(List<Showcase.Curve> curves, double xUnit, double yUnit) {
        List<Line> lines = new ArrayList<>();
        for (Showcase.Curve curve : curves) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < curve.xs().size(); i++) {
                points.add(new Point(curve.xs().get(i) / xUnit, curve.ys().get(i) / yUnit));
            }
            lines.add(new Line(curve.name(), points));
        }
        return lines;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
