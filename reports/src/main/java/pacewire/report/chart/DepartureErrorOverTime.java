package pacewire.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.SortedSet;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

import pacewire.report.text.Figures;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

/** How far from their ideal instants the datagrams departed, from slot to slot. */
final class DepartureErrorOverTime implements ResultChart {
    /** A tolerance this many times the data is named but not drawn to scale: the data would be a flat line. */
    private static final long FAR_ABOVE = 40;

    /** Room above the highest value. */
    private static final double HEADROOM = 1.12;

    @Override
    public String stem() {
        return "departure-error";
    }

    @Override
    public String title() {
        return "Departure error over time";
    }

    @Override
    public String caption() {
        return "The line is the mean of a slot's datagrams, the band reaches from the least to the greatest error;"
                + " a band that stays below the dashed line keeps the contract.";
    }

    @Override
    public boolean appliesTo(RunResult result) {
        return ChartGroups.haveSchedule(result);
    }

    @Override
    public JFreeChart draw(RunResult result) {
        List<GroupResult> groups = ChartGroups.drawn(result);
        List<TimeSlots> slots =
                groups.stream().map(group -> TimeSlots.of(group.series())).toList();
        long largest = slots.stream().mapToLong(TimeSlots::largestErrorPs).max().orElse(0);
        long top = withTolerance(largest, result);
        AxisUnit time = AxisUnit.forTime(result.simulatedPs());
        AxisUnit error = AxisUnit.forTime(top);
        XYPlot plot = ChartTheme.xyPlot(ChartTheme.timeAxis(result, time), errorAxis(error, slots, top));
        for (int group = 0; group < groups.size(); group++) {
            addGroup(plot, group, groups.get(group).name(), slots.get(group), time, error);
        }
        plot.setNoDataMessage("No datagram with an ideal instant departed.");
        ChartTheme.markWarmUp(plot, time.of(result.scenario().warmUpPs()));
        markTolerances(plot, groups, error, top);
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, ChartGroups.areSeveral(result));
    }

    private static long withTolerance(long largest, RunResult result) {
        long tolerance = ChartGroups.largestTolerancePs(result);
        boolean isFarAbove = largest > 0 && tolerance / FAR_ABOVE > largest;
        return isFarAbove ? largest : Math.max(largest, tolerance);
    }

    private static NumberAxis errorAxis(AxisUnit error, List<TimeSlots> slots, long top) {
        long least = 0;
        for (TimeSlots group : slots) {
            for (int slot = 0; slot < group.count(); slot++) {
                least = group.isEmpty(slot) ? least : Math.min(least, group.minPs()[slot]);
            }
        }
        return ChartTheme.numberAxis(
                error.label("departure error"),
                HEADROOM * error.of(least),
                top > 0 ? HEADROOM * error.of(top) : 1,
                ChartTheme.ROWS);
    }

    /** One dataset a group, one series for each stretch of slots without a gap, so that no line bridges silence. */
    private static void addGroup(XYPlot plot, int index, String name, TimeSlots slots, AxisUnit time, AxisUnit error) {
        YIntervalSeriesCollection stretches = new YIntervalSeriesCollection();
        int slot = 0;
        while (slot < slots.count()) {
            if (slots.isEmpty(slot)) {
                slot++;
                continue;
            }
            YIntervalSeries stretch = new YIntervalSeries(stretches.getSeriesCount() == 0 ? name : name + " " + slot);
            while (slot < slots.count() && !slots.isEmpty(slot)) {
                addSlot(stretch, slots, slot, time, error);
                slot++;
            }
            stretches.addSeries(stretch);
        }
        plot.setDataset(index, stretches);
        plot.setRenderer(index, renderer(index, stretches.getSeriesCount()));
    }

    /** A slot is drawn as a step, from its start to its end: nothing is known of how it went inside. */
    private static void addSlot(YIntervalSeries stretch, TimeSlots slots, int slot, AxisUnit time, AxisUnit error) {
        double mean = error.of(slots.meanPs()[slot]);
        double least = error.of(slots.minPs()[slot]);
        double greatest = error.of(slots.maxPs()[slot]);
        stretch.add(time.of(slots.startPs(slot)), mean, least, greatest);
        stretch.add(time.of(slots.startPs(slot + 1)), mean, least, greatest);
    }

    private static DeviationRenderer renderer(int group, int series) {
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(1);
        for (int index = 0; index < series; index++) {
            Color band = ChartTheme.band(group);
            renderer.setSeriesFillPaint(index, band);
            renderer.setSeriesPaint(index, ChartTheme.colour(group));
            renderer.setSeriesStroke(index, ChartTheme.stroke(group));
            renderer.setSeriesVisibleInLegend(index, index == 0);
        }
        return renderer;
    }

    private static void markTolerances(XYPlot plot, List<GroupResult> groups, AxisUnit error, long top) {
        SortedSet<Long> tolerances = ChartGroups.tolerancesPs(groups);
        if (tolerances.size() == 1 && tolerances.first() <= top) {
            plot.addRangeMarker(
                    ChartTheme.beyondLimit(error.of(tolerances.first()), HEADROOM * error.of(top)), Layer.BACKGROUND);
        }
        for (long tolerance : tolerances) {
            boolean isInside = tolerance <= top;
            String label = "contract: at most " + Figures.inPrint(Figures.exactTime(tolerance))
                    + (isInside ? "" : " (far above)");
            ValueMarker line = ChartTheme.limit(error.of(isInside ? tolerance : top * HEADROOM), label);
            line.setLabelAnchor(isInside ? RectangleAnchor.TOP_RIGHT : RectangleAnchor.BOTTOM_RIGHT);
            line.setLabelTextAnchor(isInside ? TextAnchor.BOTTOM_RIGHT : TextAnchor.TOP_RIGHT);
            plot.addRangeMarker(line, Layer.FOREGROUND);
        }
    }
}
