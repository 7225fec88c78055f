package pacewire.report;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.report.chart.LineChart;
import pacewire.report.chart.SweepCharts;
import pacewire.report.sample.SampleResults;
import pacewire.report.text.SweepFigures;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.sweep.SweepPoint;
import pacewire.scenario.sweep.SweepResult;
import pacewire.scenario.sweep.Variation;

import static org.assertj.core.api.Assertions.assertThat;

class SweepWriterTest {
    private static final String CPU = "server.cpuUsPerMegabyte";
    private static final String KEPT = "groups.viewers.contracts.kept";
    private static final String NEVER_MEASURED = "groups.viewers.nothing";

    @TempDir
    private Path folder;

    @Test
    void aSweepLeavesItsFiguresItsPageAndAChartForEachMetric() {
        SweepWriter.write(sweep(List.of("10 us", "1 ms", "10 ms"), "linux-6"), "0.1.0", folder);

        assertThat(folder.resolve("sweep.csv"))
                .content()
                .startsWith("a.maxJitter,server.machine," + CPU + "," + CPU
                        + ".halfWidth," + KEPT + "," + KEPT + ".halfWidth," + NEVER_MEASURED + "," + NEVER_MEASURED
                        + ".halfWidth\n10 us,linux-6,");
        assertThat(folder.resolve("sweep.csv")).content().endsWith(",,\n").hasLineCount(4);
        assertThat(folder.resolve("sweep.json")).content().contains("\"a.maxJitter\" : \"10 us\"", "\"halfWidth\" : 0");
        assertThat(folder.resolve("sweep.html"))
                .content()
                .contains("for 3 values of a.maxJitter", "2 runs of each", "<svg", "contracts.kept");
        assertThat(folder.resolve("charts/server-cpuUsPerMegabyte.png")).isNotEmptyFile();
        assertThat(folder.resolve("charts/groups-viewers-nothing.png")).isNotEmptyFile();
    }

    @Test
    void valuesOfOneKindStandByTheirSizeAndWideOnesByDecades() {
        LineChart wide = SweepCharts.of(sweep(List.of("10 us", "1 ms", "10 ms"), "linux-6"), CPU);
        assertThat(wide.x()).isEqualTo(new LineChart.Axis("a.maxJitter (µs)", true));
        assertThat(xs(wide, 0)).containsExactly(10.0, 1000.0, 10_000.0);

        LineChart narrow = SweepCharts.of(sweep(List.of("5 Mbps", "20 Mbps"), "linux-6"), CPU);
        assertThat(narrow.x()).isEqualTo(new LineChart.Axis("a.maxJitter (Mbit/s)", false));

        LineChart words = SweepCharts.of(sweep(List.of("fifo", "1 ms"), "linux-6"), CPU);
        assertThat(words.x()).isEqualTo(new LineChart.Axis("a.maxJitter: 1 fifo, 2 1 ms", false));
        assertThat(xs(words, 0)).containsExactly(1.0, 2.0);
    }

    @Test
    void eachValueOfASecondKeyHasALineOfItsOwn() {
        LineChart chart = SweepCharts.of(sweep(List.of("1", "2"), "linux-6", "cloud-vm"), CPU);

        assertThat(chart.lines())
                .extracting(LineChart.Line::name)
                .containsExactly("machine linux-6", "machine cloud-vm");
        assertThat(chart.y().label()).isEqualTo(CPU + " (µs/MB)");
    }

    @Test
    void shortNamesAreLongEnoughToTellPathsApart() {
        assertThat(SweepFigures.shortNames(List.of(
                        "groups.a.refused",
                        "groups.b.refused",
                        "x.a.departureErrorUs.max",
                        "x.b.departureErrorUs.max",
                        "one")))
                .containsExactly("a.refused", "b.refused", "a.departureErrorUs.max", "b.departureErrorUs.max", "one");
    }

    private static List<Double> xs(LineChart chart, int line) {
        return chart.lines().get(line).points().stream().map(LineChart.Point::x).toList();
    }

    private static SweepResult sweep(List<String> values, String... machines) {
        RunResult run = SampleResults.videoOnDemand();
        Metrics metrics = Metrics.of(run);
        List<SweepPoint> points = values.stream()
                .flatMap(value -> List.of(machines).stream()
                        .map(machine -> new SweepPoint(List.of(value, machine), List.of(metrics, metrics))))
                .toList();
        return new SweepResult(
                run.scenario(),
                List.of(new Variation("a.maxJitter", values), new Variation("server.machine", List.of(machines))),
                List.of(CPU, KEPT, NEVER_MEASURED),
                points);
    }
}
