package pacewire.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;

import pacewire.report.chart.ChartImage;
import pacewire.report.chart.LineChart;
import pacewire.report.chart.MissingFontException;
import pacewire.report.chart.SweepCharts;
import pacewire.report.page.ReportPage;
import pacewire.report.page.SweepPage;
import pacewire.scenario.duel.Estimate;
import pacewire.scenario.sweep.SweepPoint;
import pacewire.scenario.sweep.SweepResult;
import pacewire.scenario.sweep.Variation;

/** Writes what came of a sweep: {@code sweep.json}, {@code sweep.csv}, {@code sweep.html} and a chart for each metric. */
public final class SweepWriter {
    private static final String MEAN = "mean";
    private static final String HALF_WIDTH = "halfWidth";

    private SweepWriter() {}

    /**
     * Writes the files of a sweep.
     *
     * @param folder made when it is missing; files of an earlier sweep are replaced
     * @throws OutputException when a file cannot be written
     */
    public static void write(SweepResult result, String toolVersion, Path folder) {
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage("sweep.json", out -> JsonFile.write(tree(result), out));
            output.stage("sweep.csv", out -> writeCsv(result, out));
            List<ReportPage.Figure> figures = new ArrayList<>();
            for (String metric : result.metrics()) {
                LineChart chart = SweepCharts.of(result, metric);
                ChartImage image = chart.image();
                output.stage("charts/" + chart.stem() + ".png", image::writePng);
                figures.add(new ReportPage.Figure(chart.stem(), chart.title(), caption(result, metric), image.svg()));
            }
            String page = SweepPage.of(result, figures, toolVersion).html();
            output.stage("sweep.html", out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            output.commit();
        } catch (MissingFontException e) {
            throw new OutputException(folder.resolve("charts"), e.getMessage(), e);
        }
    }

    private static String caption(SweepResult result, String metric) {
        return metric + " over " + result.variations().get(0).path()
                + (result.points().get(0).runs().size() == 1 ? "." : ", the mean of the replications.");
    }

    /** The figures as a tree, in the units that the metrics' keys say. */
    public static Map<String, Object> tree(SweepResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scenario", result.scenario().title());
        tree.put("replications", result.points().get(0).runs().size());
        tree.put(
                "points",
                result.points().stream().map(point -> pointTree(result, point)).toList());
        return tree;
    }

    private static Map<String, Object> pointTree(SweepResult result, SweepPoint point) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < point.values().size(); i++) {
            values.put(result.variations().get(i).path(), point.values().get(i));
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (String metric : result.metrics()) {
            Estimate estimate = point.estimate(metric);
            Map<String, @Nullable Object> figures = new LinkedHashMap<>();
            figures.put(MEAN, number(estimate.mean()));
            figures.put(HALF_WIDTH, number(estimate.halfWidth()));
            metrics.put(metric, figures);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("values", values);
        tree.put("metrics", metrics);
        return tree;
    }

    private static @Nullable Object number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** A row for each combination; a cell is empty where nothing was measured. */
    private static void writeCsv(SweepResult result, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        List<String> head = new ArrayList<>();
        result.variations().stream().map(Variation::path).forEach(head::add);
        for (String metric : result.metrics()) {
            head.add(metric);
            head.add(metric + "." + HALF_WIDTH);
        }
        csv.writeRecord(head);
        for (SweepPoint point : result.points()) {
            List<String> row = new ArrayList<>(point.values());
            for (String metric : result.metrics()) {
                Estimate estimate = point.estimate(metric);
                row.add(text(estimate.mean()));
                row.add(text(estimate.halfWidth()));
            }
            csv.writeRecord(row);
        }
        csv.flush();
    }

    private static String text(double value) {
        return Double.isNaN(value)
                ? ""
                : java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
