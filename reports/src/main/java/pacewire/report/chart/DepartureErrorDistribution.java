package pacewire.report.chart;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.SortedSet;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.SimTime;
import pacewire.report.text.Figures;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

/** Which share of the datagrams departed later than a time: the tail that a mean hides. */
final class DepartureErrorDistribution implements ResultChart {
    private static final int MOST_POINTS = 400;

    /** When the greatest value is this many times the median, or the tolerance that much more, a linear axis would show a wall and a void. */
    private static final long WIDE = 60;

    /** A label stands on that side of its line where there is more room. */
    private static final double MIDDLE = 0.6;

    /** A logarithmic axis begins here at the latest: what is finer is no error to speak of. */
    private static final long FINEST_PS = 10 * SimTime.NANOSECOND;

    private static final double HEADROOM = 1.06;
    private static final double LOG_HEADROOM = 1.5;

    /** The curve ends at the last datagram but one; the axis goes down to the decade below, at most to this. */
    private static final double LEAST_SHARE = 1e-9;

    @Override
    public String stem() {
        return "departure-error-distribution";
    }

    @Override
    public String title() {
        return "Complementary distribution of departure error";
    }

    @Override
    public String caption() {
        return "The curve says which share of the datagrams departed later than the time below it: where it crosses 1 %"
                + " is the 99th percentile; left of the dashed line it must have reached the bottom, or contracts broke; so they did"
                + " where a datagram departed early, left of 0.";
    }

    @Override
    public boolean appliesTo(RunResult result) {
        return ChartGroups.haveSchedule(result);
    }

    @Override
    public JFreeChart draw(RunResult result) {
        List<GroupResult> groups = ChartGroups.drawn(result);
        long largest = ChartGroups.largestTolerancePs(result);
        long least = 0;
        long most = 0;
        for (GroupResult group : groups) {
            largest = Math.max(largest, group.departureErrorPs().max());
            least = Math.min(least, group.departureErrorPs().min());
            most = Math.max(most, group.departureErrorPs().count());
        }
        AxisUnit unit = AxisUnit.forTime(Math.max(largest, -least));
        ValueAxis x = least < 0 ? signedTimeAxis(least, largest, unit) : timeAxis(groups, largest, unit);
        XYPlot plot = ChartTheme.xyPlot(x, shareAxis(most));
        plot.setDomainMinorGridlinesVisible(x instanceof LogAxis);
        addCurves(plot, groups, unit, x);
        plot.setNoDataMessage("No datagram with an ideal instant departed.");
        markTolerances(plot, groups, unit);
        if (least < 0) {
            boolean isBreach = !ChartGroups.tolerancesPs(groups).isEmpty();
            plot.addDomainMarker(ChartTheme.early(x.getLowerBound(), isBreach), Layer.BACKGROUND);
        }
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, ChartGroups.areSeveral(result));
    }

    /** Early departures have no place on a logarithmic axis, and a contract with jitter forbids them as it does late ones. */
    private static ValueAxis signedTimeAxis(long least, long largest, AxisUnit unit) {
        double room = (HEADROOM - 1) * unit.of((double) largest - least);
        return ChartTheme.numberAxis(
                unit.label("departure error"), unit.of(least) - room, unit.of(largest) + room, ChartTheme.COLUMNS);
    }

    private static ValueAxis timeAxis(List<GroupResult> groups, long largest, AxisUnit unit) {
        String label = unit.label("departure error");
        boolean isWide = groups.stream()
                .map(GroupResult::departureErrorPs)
                .filter(error -> !error.isEmpty())
                .anyMatch(error -> error.max() / WIDE > Math.max(error.percentile(50), FINEST_PS)
                        || largest / WIDE > Math.max(error.max(), FINEST_PS));
        if (!isWide) {
            return ChartTheme.numberAxis(label, 0, largest > 0 ? unit.of(largest) * HEADROOM : 1, ChartTheme.COLUMNS);
        }
        long least = groups.stream()
                .map(GroupResult::departureErrorPs)
                .filter(error -> !error.isEmpty())
                .mapToLong(error -> error.percentile(50))
                .min()
                .orElse(FINEST_PS);
        double from = decadeBelow(unit.of(Math.max(FINEST_PS, Math.min(least, largest / 10))));
        return ChartTheme.decadeAxis(label, from, unit.of(largest) * LOG_HEADROOM, "#,##0.#########");
    }

    private static ValueAxis shareAxis(long most) {
        double bottom = Math.max(LEAST_SHARE, decadeBelow(1.0 / Math.max(1_000, most)));
        return ChartTheme.decadeAxis("share of datagrams departing later", bottom, 1, "0.#########\u00a0%");
    }

    private static void addCurves(XYPlot plot, List<GroupResult> groups, AxisUnit unit, ValueAxis x) {
        XYSeriesCollection curves = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int group = 0; group < groups.size(); group++) {
            HistogramSnapshot error = groups.get(group).departureErrorPs();
            if (error.isEmpty()) {
                continue;
            }
            int index = curves.getSeriesCount();
            curves.addSeries(curve(groups.get(group).name(), error, unit, x));
            renderer.setSeriesPaint(index, ChartTheme.colour(group));
            renderer.setSeriesStroke(index, ChartTheme.stroke(group));
        }
        plot.setDataset(curves);
        plot.setRenderer(renderer);
    }

    /** Falls in steps; ends straight down at the greatest value, where no datagram is later. */
    private static XYSeries curve(String name, HistogramSnapshot error, AxisUnit unit, ValueAxis x) {
        XYSeries curve = new XYSeries(name, false, true);
        double left = x.getLowerBound();
        double share = (double) error.countAbove(Math.round(left * unit.size())) / error.count();
        curve.add(left, visible(share), false);
        for (HistogramSnapshot.Point point : error.complementary(MOST_POINTS)) {
            double value = unit.of(point.value());
            if (value > left) {
                curve.add(value, visible(share), false);
                share = point.shareAbove();
                curve.add(value, visible(share), false);
            }
        }
        return curve;
    }

    /** A logarithmic axis has no place for 0: far below its bottom does as well. */
    private static double visible(double share) {
        return share > 0 ? share : LEAST_SHARE / 100;
    }

    private static void markTolerances(XYPlot plot, List<GroupResult> groups, AxisUnit unit) {
        SortedSet<Long> tolerances = ChartGroups.tolerancesPs(groups);
        if (tolerances.size() == 1) {
            double right = plot.getDomainAxis().getUpperBound();
            plot.addDomainMarker(ChartTheme.beyondLimit(unit.of(tolerances.first()), right), Layer.BACKGROUND);
        }
        for (long tolerance : tolerances) {
            ValueMarker line = ChartTheme.limit(
                    unit.of(tolerance), "contract: at most " + Figures.inPrint(Figures.exactTime(tolerance)));
            boolean isFarRight = placeOf(unit.of(tolerance), plot.getDomainAxis()) > MIDDLE;
            line.setLabelAnchor(isFarRight ? RectangleAnchor.BOTTOM_LEFT : RectangleAnchor.BOTTOM_RIGHT);
            line.setLabelTextAnchor(isFarRight ? TextAnchor.BOTTOM_RIGHT : TextAnchor.BOTTOM_LEFT);
            plot.addDomainMarker(line, Layer.FOREGROUND);
        }
    }

    /** Where a value stands on an axis, from 0 (left) to 1 (right). */
    private static double placeOf(double value, ValueAxis axis) {
        return axis.valueToJava2D(value, new Rectangle2D.Double(0, 0, 1, 1), RectangleEdge.BOTTOM);
    }

    private static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }
}
