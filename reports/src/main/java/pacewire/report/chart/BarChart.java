package pacewire.report.chart;

import java.util.List;

import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

import pacewire.report.text.Figures;

/**
 * Plain bars of times, for figures of several runs.
 *
 * @param stem name of its file, and of its identifiers on a page
 * @param subtitle what was measured, in a few words
 * @param axis what the bars show, without a unit
 * @param bars from the top down
 */
public record BarChart(String stem, String title, String subtitle, String axis, List<Bar> bars) {
    /** Room for the text behind a bar. */
    private static final double HEADROOM = 1.2;

    private static final double BAR_WIDTH = 0.1;

    /**
     * A bar.
     *
     * @param ps its length, at least 0
     */
    public record Bar(String name, double ps) {}

    /**
     * Draws it.
     *
     * @throws MissingFontException when this computer has no fonts
     */
    public ChartImage image() {
        double longest = bars.stream().mapToDouble(Bar::ps).max().orElse(0);
        AxisUnit unit = AxisUnit.forTime(Math.max(1, longest));
        CategoryAxis names = new CategoryAxis();
        names.setTickLabelFont(ChartTheme.SMALL);
        names.setTickLabelPaint(ChartTheme.INK);
        NumberAxis values = ChartTheme.numberAxis(
                unit.label(axis), 0, Math.max(1e-9, unit.of(longest)) * HEADROOM, ChartTheme.COLUMNS);
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(BAR_WIDTH);
        renderer.setSeriesPaint(0, ChartTheme.colour(0));
        CategoryPlot plot = new CategoryPlot(data, names, values, renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setNoDataMessage("Nothing to draw.");
        ChartTheme.style(plot);
        for (Bar bar : bars) {
            data.addValue(unit.of(bar.ps()), axis, bar.name());
            plot.addAnnotation(new BarTotal(Figures.inPrint(Figures.time(bar.ps())), bar.name(), unit.of(bar.ps())));
        }
        return ChartImage.of(stem, ChartTheme.chart(title, subtitle, plot, false));
    }
}
