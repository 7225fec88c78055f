package pacewire.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.report.chart.BarChart;
import pacewire.report.chart.ChartImage;
import pacewire.report.chart.DuelCharts;
import pacewire.report.chart.LineChart;
import pacewire.report.chart.MissingFontException;
import pacewire.report.page.DuelPage;
import pacewire.report.page.ReportPage;
import pacewire.scenario.duel.Estimate;
import pacewire.scenario.duel.Growth;
import pacewire.scenario.duel.GrowthResult;
import pacewire.scenario.duel.Measure;
import pacewire.scenario.duel.WayResult;

/** Writes what came of a duel: {@code duel.json}, {@code duel.html} and the charts. */
public final class DuelWriter {
    private static final String CAPTION_ERRORS =
            "Which share of the datagrams departed later than the time below it, on logarithmic axes; the first run of each"
                    + " way. What departed early or within 10 ns stands at the left edge.";
    private static final String CAPTION_CPU =
            "CPU time of all cores, interrupts included, for each megabyte of payload that reached a client.";

    private DuelWriter() {}

    /** A chart drawn. */
    private record Drawn(String title, String caption, String stem, ChartImage image) {}

    /**
     * Writes the files of a duel.
     *
     * @param growth null when nothing was grown
     * @param folder made when it is missing; files of an earlier duel are replaced
     * @throws OutputException when a file cannot be written
     */
    public static void write(
            List<WayResult> results,
            @Nullable Growth growth,
            List<GrowthResult> grown,
            String toolVersion,
            Path folder) {
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage("duel.json", out -> JsonFile.write(tree(results, growth, grown), out));
            Map<String, List<ReportPage.Figure>> figures = new LinkedHashMap<>();
            DuelPage.byMachine(results).forEach((machine, ways) -> {
                List<Drawn> drawn = draw(machine, ways);
                drawn.forEach(chart -> output.stage("charts/" + chart.stem + ".png", chart.image::writePng));
                figures.put(machine, drawn.stream().map(DuelWriter::figure).toList());
            });
            String page =
                    DuelPage.of(results, figures, growth, grown, toolVersion).html();
            output.stage("duel.html", out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            output.commit();
        } catch (MissingFontException e) {
            throw new OutputException(folder.resolve("charts"), e.getMessage(), e);
        }
    }

    private static List<Drawn> draw(String machine, List<WayResult> ways) {
        LineChart errors = DuelCharts.departureErrors(machine, ways);
        BarChart cpu = DuelCharts.cpu(machine, ways);
        return List.of(
                new Drawn(errors.title(), CAPTION_ERRORS, errors.stem(), errors.image()),
                new Drawn(cpu.title(), CAPTION_CPU, cpu.stem(), cpu.image()));
    }

    private static ReportPage.Figure figure(Drawn drawn) {
        return new ReportPage.Figure(drawn.stem, drawn.title, drawn.caption, drawn.image.svg());
    }

    /** The figures as a tree; times in microseconds, as the keys say. */
    public static Map<String, Object> tree(List<WayResult> results, @Nullable Growth growth, List<GrowthResult> grown) {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<Object> ways = new ArrayList<>();
        DuelPage.byMachine(results).values().forEach(machine -> {
            ways.add(wayTree(machine.get(0), null));
            machine.subList(1, machine.size()).forEach(way -> ways.add(wayTree(way, machine.get(0))));
        });
        tree.put("ways", ways);
        if (growth != null) {
            Map<String, Object> growthTree = new LinkedHashMap<>();
            growthTree.put("path", growth.path());
            growthTree.put("from", growth.least());
            growthTree.put("to", growth.most());
            growthTree.put("ways", grown.stream().map(DuelWriter::grownTree).toList());
            tree.put("growth", growthTree);
        }
        return tree;
    }

    /** @param reference what it is compared with; null for that one itself */
    private static Map<String, Object> wayTree(WayResult way, @Nullable WayResult reference) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("way", way.way().application());
        tree.put("machine", way.machine());
        tree.put("scheduler", way.samples().get(0).result().scenario().server().schedulerName());
        tree.put("replications", way.samples().size());
        Map<String, Object> measures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            Map<String, @Nullable Object> estimates = estimate(measure, way.estimate(measure));
            if (reference != null) {
                estimates.put("differenceToFirst", estimate(measure, way.differenceTo(reference, measure)));
            }
            measures.put(measure.key(), estimates);
        }
        tree.put("measures", measures);
        return tree;
    }

    private static Map<String, @Nullable Object> estimate(Measure measure, Estimate estimate) {
        double unit = measure.kind() == Measure.Kind.TIME ? SimTime.MICROSECOND : 1;
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("mean", number(estimate.mean() / unit));
        tree.put("halfWidth", number(estimate.halfWidth() / unit));
        return tree;
    }

    private static @Nullable Object number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Map<String, @Nullable Object> grownTree(GrowthResult result) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("way", result.way().application());
        tree.put("machine", result.machine());
        tree.put("largest", result.largest());
        tree.put("failing", result.failing());
        tree.put("cores", result.cores());
        tree.put("ranOut", result.ranOut());
        return tree;
    }
}
