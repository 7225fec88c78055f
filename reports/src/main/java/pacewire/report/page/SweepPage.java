package pacewire.report.page;

import java.util.ArrayList;
import java.util.List;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import pacewire.report.text.Figures;
import pacewire.report.text.SweepFigures;
import pacewire.scenario.Scenario;
import pacewire.scenario.sweep.SweepPoint;
import pacewire.scenario.sweep.SweepResult;
import pacewire.scenario.sweep.Variation;

/** What the page of a sweep shows, ready for the template. */
public record SweepPage(
        String title,
        String lead,
        String runLine,
        String toolVersion,
        ReportTable table,
        List<ReportPage.Figure> figures,
        String resolvedYaml) {
    /** The page of a sweep, with its charts. */
    public static SweepPage of(SweepResult result, List<ReportPage.Figure> figures, String toolVersion) {
        Scenario scenario = result.scenario();
        return new SweepPage(
                scenario.title(),
                "One scenario, for " + String.join(" and ", spans(result)) + ".",
                runLine(result),
                toolVersion,
                table(result),
                figures,
                scenario.source().resolvedYaml());
    }

    /** The page as HTML: one file that needs nothing else. */
    public String html() {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(ContentType.Html).render("sweep.jte", this, output);
        return output.toString();
    }

    private static List<String> spans(SweepResult result) {
        return result.variations().stream()
                .map(variation -> variation.values().size() + " values of " + variation.path())
                .toList();
    }

    private static String runLine(SweepResult result) {
        Scenario scenario = result.scenario();
        int replications = result.points().get(0).runs().size();
        return replications + (replications == 1 ? " run" : " runs") + " of each, "
                + Figures.exactTime(scenario.durationPs()) + " long, from seed " + scenario.seed() + " on"
                + (replications == 1 ? "" : "; ± is the 95 % confidence interval of the mean");
    }

    private static ReportTable table(SweepResult result) {
        List<ReportTable.Column> columns = new ArrayList<>();
        SweepFigures.shortNames(
                        result.variations().stream().map(Variation::path).toList())
                .forEach(name -> columns.add(ReportTable.text(name)));
        SweepFigures.shortNames(result.metrics()).forEach(name -> columns.add(ReportTable.number(name)));
        ReportTable table = ReportTable.of(columns.toArray(ReportTable.Column[]::new));
        for (SweepPoint point : result.points()) {
            List<String> cells = new ArrayList<>(point.values());
            result.metrics().forEach(metric -> cells.add(SweepFigures.text(metric, point.estimate(metric))));
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }
}
