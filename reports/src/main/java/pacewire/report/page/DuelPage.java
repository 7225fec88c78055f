package pacewire.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.jspecify.annotations.Nullable;

import pacewire.report.text.DuelFigures;
import pacewire.report.text.Figures;
import pacewire.scenario.Scenario;
import pacewire.scenario.duel.Growth;
import pacewire.scenario.duel.GrowthResult;
import pacewire.scenario.duel.Measure;
import pacewire.scenario.duel.WayResult;

/**
 * What the page of a duel shows, ready for the template.
 *
 * @param reference the way that the others are compared with
 * @param growth null when nothing was grown
 * @param growthLine what was grown, in words; empty when nothing was
 */
public record DuelPage(
        String title,
        String runLine,
        String toolVersion,
        String reference,
        List<Machine> machines,
        @Nullable ReportTable growth,
        String growthLine,
        String resolvedYaml) {
    /**
     * The ways on one machine.
     *
     * @param differences null with one replication or one way
     */
    public record Machine(
            String name,
            ReportTable timing,
            ReportTable costs,
            @Nullable ReportTable differences,
            List<ReportPage.Figure> figures) {}

    /**
     * The page of a duel.
     *
     * @param results machine by machine; at least one
     * @param figures the charts of each machine
     * @param growth null when nothing was grown
     * @param grown empty when nothing was grown
     */
    public static DuelPage of(
            List<WayResult> results,
            Map<String, List<ReportPage.Figure>> figures,
            @Nullable Growth growth,
            List<GrowthResult> grown,
            String toolVersion) {
        Scenario scenario = results.get(0).samples().get(0).result().scenario();
        List<Machine> machines = new ArrayList<>();
        byMachine(results)
                .forEach((machine, ways) ->
                        machines.add(machine(machine, ways, figures.getOrDefault(machine, List.of()))));
        return new DuelPage(
                scenario.title(),
                runLine(scenario, results),
                toolVersion,
                results.get(0).way().application(),
                machines,
                growth == null ? null : growthTable(grown),
                growth == null ? "" : growthLine(growth),
                scenario.source().resolvedYaml());
    }

    /** Results by machine, in their order. */
    public static Map<String, List<WayResult>> byMachine(List<WayResult> results) {
        Map<String, List<WayResult>> machines = new LinkedHashMap<>();
        results.forEach(result -> machines.computeIfAbsent(result.machine(), machine -> new ArrayList<>())
                .add(result));
        return machines;
    }

    /** The page as HTML: one file that needs nothing else. */
    public String html() {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(ContentType.Html).render("duel.jte", this, output);
        return output.toString();
    }

    private static String runLine(Scenario scenario, List<WayResult> results) {
        int replications = results.get(0).samples().size();
        return results.size() + " ways to run it, " + replications + (replications == 1 ? " run" : " runs")
                + " each of "
                + Figures.exactTime(scenario.durationPs()) + ", from seed " + scenario.seed() + " on"
                + (replications == 1 ? "" : "; ± is the 95 % confidence interval of the mean");
    }

    private static Machine machine(String name, List<WayResult> ways, List<ReportPage.Figure> figures) {
        boolean isCompared = ways.size() > 1 && ways.get(0).samples().size() > 1;
        return new Machine(
                name,
                table(ways, DuelFigures.TIMING),
                table(ways, DuelFigures.COSTS),
                isCompared ? differences(ways) : null,
                figures);
    }

    private static ReportTable table(List<WayResult> ways, List<Measure> measures) {
        ReportTable table = ReportTable.of(columns(measures));
        for (WayResult way : ways) {
            List<String> cells = new ArrayList<>(List.of(way.way().application()));
            measures.forEach(measure -> cells.add(DuelFigures.text(measure, way.estimate(measure))));
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }

    private static ReportTable differences(List<WayResult> ways) {
        ReportTable table = ReportTable.of(columns(DuelFigures.DIFFERENCES));
        for (WayResult way : ways.subList(1, ways.size())) {
            List<String> cells = new ArrayList<>(List.of(way.way().application()));
            DuelFigures.DIFFERENCES.forEach(
                    measure -> cells.add(DuelFigures.signed(measure, way.differenceTo(ways.get(0), measure))));
            table.add(cells.toArray(String[]::new));
        }
        return table;
    }

    private static ReportTable.Column[] columns(List<Measure> measures) {
        List<ReportTable.Column> columns = new ArrayList<>(List.of(ReportTable.text("way")));
        measures.forEach(measure -> columns.add(ReportTable.number(measure.title())));
        return columns.toArray(ReportTable.Column[]::new);
    }

    private static ReportTable growthTable(List<GrowthResult> grown) {
        ReportTable table = ReportTable.of(
                ReportTable.text("way"),
                ReportTable.text("machine"),
                ReportTable.number("all holds up to"),
                ReportTable.number("for each core"),
                ReportTable.number("fails at"),
                ReportTable.text("what runs out first"));
        for (GrowthResult result : grown) {
            table.add(DuelFigures.growth(result).toArray(String[]::new));
        }
        return table;
    }

    private static String growthLine(Growth growth) {
        return growth.path() + " from " + growth.least() + " to " + growth.most()
                + ": the largest value, to about a hundredth, for which every contract is kept, nobody is refused and nothing"
                + " fails.";
    }
}
