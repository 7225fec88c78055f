package pacewire.cli;

import java.util.ArrayList;
import java.util.List;

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
                    + ".broken{color:#a40e26;font-weight:600}.muted{color:#59636e}svg{max-width:100%;height:auto}"
                    + "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}td,th{border-color:#30363d}"
                    + ".broken{color:#ff7b72}.muted{color:#9198a1}svg{background:#fff}}";

    private final SchedulerSetup setup;
    private final ReportCard card;

    ProofPage(SchedulerSetup setup, ReportCard card) {
        this.setup = setup;
        this.card = card;
    }

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
                .append("</h1>\n<p>")
                .append(escaped(setup.spec().summary()))
                .append("</p>\n<p>")
                .append(card.isProven() ? "Proven" : "<span class=\"broken\">Broken</span>")
                .append(" on ")
                .append(card.cases())
                .append(" cases of seed ")
                .append(card.seed())
                .append(".</p>\n");
        table(page);
        charts().forEach(chart -> page.append("<h2>")
                .append(escaped(chart.title()))
                .append("</h2>\n<figure>")
                .append(chart.image().svg())
                .append("</figure>\n"));
        return page.append("</body></html>\n").toString();
    }

    private void table(StringBuilder page) {
        page.append("<table><tr><th>property</th><th>result</th><th>what must be true</th></tr>\n");
        for (PropertyResult result : card.results()) {
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
            }
            page.append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private List<LineChart> charts() {
        Showcase showcase = new Showcase(setup);
        List<LineChart> charts = new ArrayList<>();
        add(
                charts,
                new LineChart(
                        "lag",
                        "Lag behind the fluid reference",
                        "four flows of weights 1 to 4; below 0: ahead",
                        new Axis("time (us)", false),
                        new Axis("lag (bytes)", false),
                        lines(showcase.lag())));
        add(
                charts,
                new LineChart(
                        "fairness",
                        "Fairness over windows",
                        "largest difference of services per weight between two flows, all backlogged",
                        new Axis("departures in a row", false),
                        new Axis("difference (bytes per weight)", false),
                        lines(showcase.fairness())));
        add(
                charts,
                new LineChart(
                        "gaps",
                        "Departure gaps",
                        "time between two departures of a flow",
                        new Axis("time (us)", false),
                        new Axis("gap (us)", false),
                        lines(showcase.gaps())));
        CostCurve cost = card.cost();
        if (cost != null) {
            List<Point> points = cost.points().stream()
                    .map(point -> new Point(point.flows(), point.operations()))
                    .toList();
            charts.add(new LineChart(
                    "cost",
                    "Growth of work",
                    "operations in its own code for a packet that comes and leaves",
                    new Axis("backlogged flows", true),
                    new Axis("operations per packet", true),
                    List.of(new Line(card.scheduler(), points))));
        }
        return charts;
    }

    private static void add(List<LineChart> charts, LineChart chart) {
        if (!chart.lines().isEmpty()) {
            charts.add(chart);
        }
    }

    private static List<Line> lines(List<Showcase.Curve> curves) {
        List<Line> lines = new ArrayList<>();
        for (Showcase.Curve curve : curves) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < curve.xs().size(); i++) {
                points.add(new Point(curve.xs().get(i), curve.ys().get(i)));
            }
            lines.add(new Line(curve.name(), points));
        }
        return lines;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
