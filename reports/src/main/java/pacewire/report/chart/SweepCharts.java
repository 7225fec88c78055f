package pacewire.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.report.chart.LineChart.Axis;
import pacewire.report.chart.LineChart.Line;
import pacewire.report.chart.LineChart.Point;
import pacewire.report.text.SweepFigures;
import pacewire.scenario.sweep.SweepPoint;
import pacewire.scenario.sweep.SweepResult;
import pacewire.scenario.sweep.Variation;

/** The charts of a sweep: a metric over the first key, with a line for each combination of the others' values. */
public final class SweepCharts {
    /** Heights that differ more than this are drawn by decades. */
    private static final double WIDE = 100;

    private SweepCharts() {}

    /** The chart of a metric. */
    public static LineChart of(SweepResult result, String metric) {
        Variation along = result.variations().get(0);
        SweepAxis axis = SweepAxis.of(along);
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (SweepPoint point : result.points()) {
            double height = point.estimate(metric).mean();
            if (!Double.isNaN(height)) {
                int index = along.values().indexOf(point.values().get(0));
                lines.computeIfAbsent(nameOfLine(result, point, metric), name -> new ArrayList<>())
                        .add(new Point(axis.places().get(index), height));
            }
        }
        return new LineChart(
                metric.replace('.', '-'),
                metric,
                result.scenario().title(),
                axis.axis(),
                new Axis(SweepFigures.label(metric), isWide(lines.values())),
                lines.entrySet().stream()
                        .map(line -> new Line(line.getKey(), line.getValue()))
                        .toList());
    }

    private static String nameOfLine(SweepResult result, SweepPoint point, String metric) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < point.values().size(); i++) {
            String path = result.variations().get(i).path();
            names.add(path.substring(path.lastIndexOf('.') + 1) + " "
                    + point.values().get(i));
        }
        return names.isEmpty() ? metric : String.join(", ", names);
    }

    private static boolean isWide(Iterable<List<Point>> lines) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (List<Point> line : lines) {
            for (Point point : line) {
                least = Math.min(least, point.y());
                most = Math.max(most, point.y());
            }
        }
        return least > 0 && most > WIDE * least;
    }
}
