package pacewire.report.chart;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.SimTime;
import pacewire.report.chart.LineChart.Axis;
import pacewire.report.chart.LineChart.Line;
import pacewire.report.chart.LineChart.Point;
import pacewire.scenario.duel.Measure;
import pacewire.scenario.duel.WayResult;

/** The charts of a duel on one machine. */
public final class DuelCharts {
    private static final int POINTS = 400;

    /** What is finer is no error to speak of, and has no place on a logarithmic axis. */
    private static final double FINEST_US = 0.01;

    private DuelCharts() {}

    /**
     * Which share of the datagrams departed later than a time, a line for each way.
     *
     * @param ways of one machine; the first replication of each is drawn
     */
    public static LineChart departureErrors(String machine, List<WayResult> ways) {
        List<Line> lines = new ArrayList<>();
        for (WayResult way : ways) {
            HistogramSnapshot errors = way.samples().get(0).departureErrorPs();
            List<Point> points = errors.complementary(POINTS).stream()
                    .filter(point -> point.shareAbove() > 0)
                    .map(point -> new Point(
                            Math.max(FINEST_US, (double) point.value() / SimTime.MICROSECOND),
                            100 * point.shareAbove()))
                    .toList();
            if (!points.isEmpty()) {
                lines.add(new Line(way.way().application(), points, true));
            }
        }
        return new LineChart(
                "departure-error-" + machine,
                "Complementary distribution of departure error",
                "on " + machine,
                new Axis("departure error (µs)", true),
                new Axis("share of datagrams departing later (%)", true),
                lines);
    }

    /** The CPU time of a megabyte, a bar for each way. */
    public static BarChart cpu(String machine, List<WayResult> ways) {
        List<BarChart.Bar> bars = ways.stream()
                .map(way -> new BarChart.Bar(
                        way.way().application(),
                        way.estimate(Measure.CPU_PER_MB).mean()))
                .filter(bar -> !Double.isNaN(bar.ps()))
                .toList();
        return new BarChart("cpu-" + machine, "CPU time of a megabyte", "on " + machine, "CPU time", bars);
    }
}
