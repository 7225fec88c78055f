package pacewire.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

import pacewire.scenario.result.RunResult;

/** What all charts look like: size, fonts, colours, lines. */
final class ChartTheme {
    /** Size of a chart in pixels: 16 to 9. */
    static final int WIDTH = 900;

    static final int HEIGHT = 506;

    /** About how many steps an axis has: wide, and high. */
    static final int COLUMNS = 10;

    static final int ROWS = 6;

    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);

    static final Color INK = new Color(0x222222);
    static final Color SOFT_INK = new Color(0x555555);
    /** Vermilion: what a contract allows. */
    static final Color LIMIT = new Color(0xB03A00);

    /**
     * Okabe and Ito's palette, which people with every kind of colour vision can tell apart ("Color Universal Design",
     * 2008), darkest first, without yellow, which is too faint for a line on white.
     */
    static final List<Color> LINES = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0x000000));

    private static final RectangleInsets PADDING = new RectangleInsets(12, 12, 10, 18);

    private static final Color GRID = new Color(0xDDDDDD);
    private static final Color MINOR_GRID = new Color(0xF0F0F0);
    /** Tints let the grid show through. */
    private static final Color WARM_UP = new Color(0, 0, 0, 14);

    private static final Color BEYOND_LIMIT = new Color(0xD5, 0x5E, 0x00, 20);
    private static final Color TRANSPARENT = new Color(255, 255, 255, 0);
    private static final float LINE_WIDTH = 2.0f;
    private static final float[][] DASHES = {{}, {9, 4}, {2, 3}, {12, 4, 2, 4}, {5, 3}, {14, 5, 2, 3, 2, 5}};
    private static final double MARK = 4.0;

    private ChartTheme() {}

    static Color colour(int series) {
        return LINES.get(series % LINES.size());
    }

    /** The colour of a band behind a line. */
    static Color band(int series) {
        Color line = colour(series);
        return new Color(line.getRed(), line.getGreen(), line.getBlue(), 70);
    }

    /** Lines differ in their dashes too, for eyes and printers without colour. */
    static Stroke stroke(int series) {
        float[] dash = DASHES[series % DASHES.length];
        return dash.length == 0
                ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    /** Marks differ in their shape too. */
    static Shape mark(int series) {
        return switch (series % 3) {
            case 0 -> new Ellipse2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK);
            case 1 -> new Rectangle2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK);
            default -> triangle();
        };
    }

    /** A small triangle standing on its base. */
    static Shape triangle() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, -MARK - 1);
        path.lineTo(MARK + 0.5, MARK);
        path.lineTo(-MARK - 0.5, MARK);
        path.closePath();
        return path;
    }

    /** An axis over a range, with round numbers at about so many steps. */
    static NumberAxis numberAxis(String label, double from, double to, int steps) {
        NumberAxis axis = new NumberAxis(label);
        style(axis);
        axis.setRange(from, to);
        axis.setTickUnit(tickUnit((to - from) / steps));
        return axis;
    }

    /** The axis of a run's virtual time. */
    static NumberAxis timeAxis(RunResult result, AxisUnit unit) {
        return numberAxis(unit.label("virtual time"), 0, unit.of(Math.max(1, result.simulatedPs())), COLUMNS);
    }

    /** The step nearest to a wish that is 1, 2 or 5 times a power of ten, with as many decimals as it needs. */
    private static NumberTickUnit tickUnit(double wished) {
        double decade = Math.pow(10, Math.floor(Math.log10(wished)));
        double mantissa = wished / decade;
        double step = (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10) * decade;
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        String pattern = decimals == 0 ? "#,##0" : "0." + "0".repeat(decimals);
        return new NumberTickUnit(step, numberFormat(pattern));
    }

    /** An axis of decades, each labelled, from one to another. */
    static LogAxis decadeAxis(String label, double from, double to, String pattern) {
        LogAxis axis = new LogAxis(label);
        style(axis);
        axis.setSmallestValue(from / 10);
        // A hair lower, lest rounding hides the label of the lowest decade.
        axis.setRange(from * (1 - 1e-6), to);
        axis.setTickUnit(new NumberTickUnit(1, numberFormat(pattern), 9));
        axis.setNumberFormatOverride(numberFormat(pattern));
        axis.setMinorTickMarksVisible(true);
        return axis;
    }

    private static DecimalFormat numberFormat(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    private static void style(ValueAxis axis) {
        axis.setLabelFont(LABEL);
        axis.setLabelPaint(INK);
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(SOFT_INK);
        axis.setTickMarkPaint(SOFT_INK);
    }

    static XYPlot xyPlot(ValueAxis x, ValueAxis y) {
        XYPlot plot = new XYPlot(null, x, y, null);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setDomainMinorGridlinePaint(MINOR_GRID);
        plot.setDomainMinorGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        style(plot);
        return plot;
    }

    static void style(CategoryPlot plot) {
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        style((Plot) plot);
    }

    private static void style(Plot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setNoDataMessageFont(LABEL);
        plot.setNoDataMessagePaint(SOFT_INK);
    }

    /** Marks the start of a run, which the distributions leave out. */
    static void markWarmUp(XYPlot plot, double untilX) {
        if (untilX <= 0) {
            return;
        }
        IntervalMarker warmUp = new IntervalMarker(0, untilX, WARM_UP);
        warmUp.setAlpha(1);
        warmUp.setLabel("warm-up");
        warmUp.setLabelFont(SMALL);
        warmUp.setLabelPaint(SOFT_INK);
        warmUp.setLabelBackgroundColor(TRANSPARENT);
        warmUp.setLabelAnchor(RectangleAnchor.TOP_LEFT);
        warmUp.setLabelTextAnchor(TextAnchor.TOP_LEFT);
        warmUp.setLabelOffset(new RectangleInsets(4, 4, 4, 4));
        plot.addDomainMarker(warmUp, Layer.BACKGROUND);
    }

    /** A dashed line at what a contract allows. */
    static ValueMarker limit(double at, String label) {
        Stroke dashed = new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {7, 5}, 0);
        ValueMarker marker = new ValueMarker(at, LIMIT, dashed);
        marker.setLabel(label);
        marker.setLabelFont(SMALL);
        marker.setLabelPaint(LIMIT);
        marker.setLabelBackgroundColor(new Color(255, 255, 255, 200));
        marker.setLabelOffset(new RectangleInsets(4, 6, 4, 6));
        return marker;
    }

    /** A tint over what a contract does not allow. */
    static IntervalMarker beyondLimit(double from, double to) {
        IntervalMarker beyond = new IntervalMarker(from, Math.max(from, to), BEYOND_LIMIT);
        beyond.setAlpha(1);
        return beyond;
    }

    /** Marks what is left of 0 on an axis of departure errors; a contract with jitter does not allow it. */
    static IntervalMarker early(double from, boolean isBreach) {
        IntervalMarker early = new IntervalMarker(from, 0, isBreach ? BEYOND_LIMIT : WARM_UP);
        early.setAlpha(1);
        early.setLabel("early");
        early.setLabelFont(SMALL);
        early.setLabelPaint(isBreach ? LIMIT : SOFT_INK);
        early.setLabelBackgroundColor(TRANSPARENT);
        early.setLabelAnchor(RectangleAnchor.BOTTOM_LEFT);
        early.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
        early.setLabelOffset(new RectangleInsets(4, 6, 4, 6));
        return early;
    }

    /** The finished chart. */
    static JFreeChart chart(String title, String subtitle, Plot plot, boolean hasLegend) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(PADDING);
        chart.setAntiAlias(true);
        chart.setTextAntiAlias(true);
        TextTitle heading = chart.getTitle();
        heading.setPaint(INK);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        TextTitle second = new TextTitle(subtitle, SMALL);
        second.setPaint(SOFT_INK);
        second.setHorizontalAlignment(HorizontalAlignment.LEFT);
        second.setPadding(new RectangleInsets(2, 0, 8, 0));
        chart.addSubtitle(second);
        if (hasLegend) {
            chart.addLegend(legend(plot));
        }
        return chart;
    }

    /** For an axis that ends at a decade, whose label goes beyond it by half its length: that of 1,000,000 by 34 pixels. */
    static void leaveRoomForLastLabel(JFreeChart chart) {
        chart.setPadding(
                new RectangleInsets(PADDING.getTop(), PADDING.getLeft(), PADDING.getBottom(), PADDING.getRight() + 20));
    }

    private static LegendTitle legend(Plot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setItemFont(SMALL);
        legend.setItemPaint(INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setBackgroundPaint(Color.WHITE);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
        return legend;
    }
}
