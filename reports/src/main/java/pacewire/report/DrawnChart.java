package pacewire.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import pacewire.report.chart.ChartImage;
import pacewire.report.chart.ResultChart;
import pacewire.report.page.ReportPage;
import pacewire.scenario.result.RunResult;

/** The content of a chart's two files; the SVG also as text, for a page. */
record DrawnChart(ResultChart chart, String svg, ByteArrayOutputStream svgFile, ByteArrayOutputStream png) {
    static DrawnChart of(ResultChart chart, RunResult result) {
        ChartImage image = ChartImage.of(chart, result);
        String svg = image.svg();
        ByteArrayOutputStream svgFile = new ByteArrayOutputStream();
        svgFile.writeBytes(svg.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            image.writePng(png);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return new DrawnChart(chart, svg, svgFile, png);
    }

    /** The chart as the report shows it. */
    ReportPage.Figure figure() {
        return new ReportPage.Figure(chart.stem(), chart.title(), chart.caption(), svg);
    }
}
