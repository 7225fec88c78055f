package pacewire.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.units.SimTime;
import pacewire.report.chart.Charts;
import pacewire.report.chart.MissingFontException;
import pacewire.report.chart.ResultChart;
import pacewire.report.page.ReportPage;
import pacewire.scenario.Scenario;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;

/** Leaves a run's results in a folder; every file appears whole or not at all. */
public final class ResultWriter {
    private static final String TRANSFERS = "transfers.csv";

    private ResultWriter() {}

    /**
     * Finds out whether results can be written, before a long run.
     *
     * @param folder made when it is missing
     * @throws OutputException when it cannot be made or written to
     */
    public static void check(Path folder) {
        OutputFolder.check(folder);
    }

    /**
     * Writes {@code summary.json}, {@code transfers.csv}, {@code run.lock.json} and {@code performance.json}; then the
     * charts and {@code report.html}. The figures come first and stay when drawing fails. A run without figures of single
     * clients leaves no {@code transfers.csv}.
     *
     * @param folder made when it is missing; files of an earlier run are replaced
     * @return the files written
     * @throws OutputException when a file cannot be written
     */
    public static List<Path> write(RunResult result, RunInfo info, Path folder) {
        return write(result, List.of(), info, folder);
    }

    /**
     * The same with what late packets were late for, which the report shows.
     *
     * @param bills of each group
     */
    public static List<Path> write(RunResult result, List<Bills.GroupBill> bills, RunInfo info, Path folder) {
        List<Path> files = new ArrayList<>(writeFigures(result, info, folder));
        files.addAll(writePictures(result, bills, info, folder));
        return List.copyOf(files);
    }

    private static List<Path> writeFigures(RunResult result, RunInfo info, Path folder) {
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage(
                    "summary.json", out -> JsonFile.write(Metrics.of(result).tree(), out));
            if (result.scenario().detail() == Scenario.Detail.CLIENT) {
                output.stage(TRANSFERS, out -> TransfersCsv.write(result.transfers(), out));
            } else {
                output.remove(TRANSFERS);
            }
            output.stage("run.lock.json", out -> JsonFile.write(lock(result, info), out));
            output.stage("performance.json", out -> JsonFile.write(performance(result, info), out));
            return output.commit();
        }
    }

    private static List<Path> writePictures(RunResult result, List<Bills.GroupBill> bills, RunInfo info, Path folder) {
        try (OutputFolder output = OutputFolder.open(folder)) {
            for (ResultChart chart : Charts.all()) {
                if (!chart.appliesTo(result)) {
                    output.remove(png(chart));
                    output.remove(svg(chart));
                }
            }
            List<DrawnChart> drawn = draw(result);
            drawn.forEach(chart -> stage(chart, output));
            List<ReportPage.Figure> figures =
                    drawn.stream().map(DrawnChart::figure).toList();
            String page =
                    ReportPage.of(result, bills, info.toolVersion(), figures).html();
            output.stage("report.html", out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            return output.commit();
        } catch (MissingFontException e) {
            throw new OutputException(folder.resolve("charts"), e.getMessage(), e);
        }
    }

    /** Charts share nothing but the result, which is frozen: each is drawn by whatever core is free. */
    private static List<DrawnChart> draw(RunResult result) {
        return Charts.of(result).parallelStream()
                .map(chart -> DrawnChart.of(chart, result))
                .toList();
    }

    private static void stage(DrawnChart drawn, OutputFolder output) {
        output.stage(png(drawn.chart()), drawn.png()::writeTo);
        output.stage(svg(drawn.chart()), drawn.svgFile()::writeTo);
    }

    private static String png(ResultChart chart) {
        return "charts/" + chart.stem() + ".png";
    }

    private static String svg(ResultChart chart) {
        return "charts/" + chart.stem() + ".svg";
    }

    /** What reproduces the run bit for bit. */
    private static Map<String, Object> lock(RunResult result, RunInfo info) {
        Scenario scenario = result.scenario();
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("title", scenario.title());
        source.put("file", scenario.source().fileName());
        source.put("sha256", scenario.source().sha256());
        source.put("resolved", scenario.source().resolvedYaml());
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("pacewire", info.toolVersion());
        lock.put("seed", scenario.seed());
        lock.put("scenario", source);
        lock.put("digests", result.digests());
        return lock;
    }

    /** How fast it went here, today. */
    private static Map<String, Object> performance(RunResult result, RunInfo info) {
        double simulatedSeconds = (double) result.simulatedPs() / SimTime.SECOND;
        double wallSeconds = info.wallSeconds();
        Map<String, Object> performance = new LinkedHashMap<>();
        performance.put("pacewire", info.toolVersion());
        performance.put("java", Runtime.version().toString());
        performance.put("simulatedSeconds", simulatedSeconds);
        performance.put("wallSeconds", wallSeconds);
        performance.put("events", info.events());
        performance.put("eventsPerWallSecond", Math.round(info.eventsPerSecond()));
        performance.put("simulatedSecondsPerWallSecond", wallSeconds <= 0 ? null : simulatedSeconds / wallSeconds);
        return performance;
    }
}
