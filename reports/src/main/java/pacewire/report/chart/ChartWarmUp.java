package pacewire.report.chart;

import java.io.IOException;
import java.io.OutputStream;

import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws a chart of nothing, so that fonts and the classes of all charts are loaded when the first one of a run is drawn: two
 * thirds of the time of drawing the charts of a short run goes there. On a second core it costs nothing while the
 * simulation runs on the first.
 */
public final class ChartWarmUp {
    private ChartWarmUp() {}

    /** Begins, and returns at once. What fails here fails again, and is reported, when a chart is drawn. */
    public static void start() {
        Thread thread = new Thread(ChartWarmUp::drawQuietly, "chart warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void drawQuietly() {
        try {
            draw();
        } catch (RuntimeException | LinkageError | IOException reportedLater) {
            return;
        }
    }

    static void draw() throws IOException {
        XYSeries line = new XYSeries("", false, true);
        line.add(0, 0);
        line.add(1, 1);
        XYPlot plot = ChartTheme.xyPlot(
                ChartTheme.numberAxis("", 0, 1, ChartTheme.COLUMNS), ChartTheme.decadeAxis("", 1e-3, 1, "0.#########"));
        plot.setDataset(new XYSeriesCollection(line));
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesStroke(0, ChartTheme.stroke(1));
        plot.setRenderer(renderer);
        plot.addRangeMarker(ChartTheme.limit(0.5, "0"), Layer.FOREGROUND);
        plot.addDomainMarker(ChartTheme.beyondLimit(0.5, 1), Layer.BACKGROUND);
        ChartImage image = ChartImage.of("warm-up", ChartTheme.chart("0", "0", plot, true));
        image.svg();
        image.writePng(OutputStream.nullOutputStream());
    }
}
