package pacewire.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A chart of plain lines, for figures that do not come from a run: benchmarks, proofs. What a run hands out is drawn by
 * {@link ResultChart}.
 *
 * @param stem name of its file, and of its identifiers on a page
 * @param subtitle what was measured, in a few words
 * @param x axis along
 * @param y axis upwards
 * @param lines in the order of the legend
 */
public record LineChart(String stem, String title, String subtitle, Axis x, Axis y, List<Line> lines) {
    private static final int MOST_MARKS = 30;

    /** Room for the marks of the outermost points. */
    private static final double MARGIN = 1.15;

    /**
     * An axis.
     *
     * @param label with its unit
     * @param isLogarithmic whether each decade takes the same room; for values above 0 only
     */
    public record Axis(String label, boolean isLogarithmic) {}

    /**
     * A point.
     *
     * @param x along
     * @param y upwards
     */
    public record Point(double x, double y) {}

    /**
     * A line.
     *
     * @param name in the legend
     * @param points along the line; fewer than {@value #MOST_MARKS} are marked
     * @param isStepped whether it keeps its height until the next point
     */
    public record Line(String name, List<Point> points, boolean isStepped) {
        public Line(String name, List<Point> points) {
            this(name, points, false);
        }
    }

    /**
     * Draws it.
     *
     * @throws MissingFontException when this computer has no fonts
     * @throws IllegalArgumentException when a logarithmic axis has a value of 0 or less
     */
    public ChartImage image() {
        XYPlot plot = ChartTheme.xyPlot(axis(x, Point::x, ChartTheme.COLUMNS), axis(y, Point::y, ChartTheme.ROWS));
        plot.setNoDataMessage("Nothing to draw.");
        XYSeriesCollection series = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        for (int index = 0; index < lines.size(); index++) {
            Line line = lines.get(index);
            series.addSeries(seriesOf(line));
            renderer.setSeriesPaint(index, ChartTheme.colour(index));
            renderer.setSeriesStroke(index, ChartTheme.stroke(index / ChartTheme.LINES.size()));
            renderer.setSeriesShape(index, ChartTheme.mark(index));
            renderer.setSeriesShapesVisible(index, line.points().size() < MOST_MARKS);
        }
        plot.setDataset(series);
        plot.setRenderer(renderer);
        JFreeChart chart = ChartTheme.chart(title, subtitle, plot, !lines.isEmpty());
        if (x.isLogarithmic()) {
            ChartTheme.leaveRoomForLastLabel(chart);
        }
        return ChartImage.of(stem, chart);
    }

    private static XYSeries seriesOf(Line line) {
        XYSeries series = new XYSeries(line.name(), false, true);
        double last = 0;
        for (Point point : line.points()) {
            if (line.isStepped() && !series.isEmpty()) {
                series.add(point.x(), last, false);
            }
            series.add(point.x(), point.y(), false);
            last = point.y();
        }
        return series;
    }

    private ValueAxis axis(Axis axis, ToDoubleFunction<Point> coordinate, int steps) {
        List<Double> values = new ArrayList<>();
        lines.forEach(line -> line.points().forEach(point -> values.add(coordinate.applyAsDouble(point))));
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(axis.isLogarithmic() ? 1 : 0);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return axis.isLogarithmic() ? decades(axis.label(), least, most) : range(axis.label(), least, most, steps);
    }

    private static ValueAxis decades(String label, double least, double most) {
        if (least <= 0) {
            throw new IllegalArgumentException("a logarithmic axis has no place for " + least);
        }
        double from = Math.pow(10, Math.floor(Math.log10(least)));
        double to = Math.max(10 * from, Math.pow(10, Math.ceil(Math.log10(most))));
        return ChartTheme.decadeAxis(label, from / MARGIN, to * MARGIN, "#,##0.#########");
    }

    /** From 0 where that is near, so that heights can be compared. */
    private static ValueAxis range(String label, double least, double most, int steps) {
        double from = least >= 0 && least < most / 2 ? 0 : least;
        double to = most > from ? most + (most - from) / 20 : from + 1;
        return ChartTheme.numberAxis(label, from, to, steps);
    }
}
