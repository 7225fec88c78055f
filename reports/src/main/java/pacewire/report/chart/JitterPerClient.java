package pacewire.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ClientResult;
import pacewire.scenario.result.RunResult.GroupResult;

/** The jitter that each client measured as RFC 3550 has it: marks for a few clients, sorted curves for many. */
final class JitterPerClient implements ResultChart {
    /** Up to so many clients each has its own place on the axis: 12 pixels each. */
    private static final int MOST_MARKS = 60;

    /** Points of a sorted curve. */
    private static final int MOST_POINTS = 300;

    private static final double HEADROOM = 1.1;

    @Override
    public String stem() {
        return "jitter-per-client";
    }

    @Override
    public String title() {
        return "RFC 3550 jitter per client";
    }

    @Override
    public String caption() {
        return "The running estimate that a client would report in RTCP: its mean and its greatest value."
                + " With many clients each curve is sorted on its own, so that the middle of the axis is the median"
                + " client and the right end the worst.";
    }

    @Override
    public boolean appliesTo(RunResult result) {
        return result.scenario().detail() == Scenario.Detail.CLIENT;
    }

    @Override
    public JFreeChart draw(RunResult result) {
        List<ClientResult> clients = result.clients().stream()
                .filter(client -> client.packetsReceived() > 1)
                .toList();
        boolean hasMarks = clients.size() <= MOST_MARKS;
        long largest = clients.stream()
                .mapToLong(ClientResult::rfc3550JitterMaxPs)
                .max()
                .orElse(0);
        AxisUnit jitter = AxisUnit.forTime(largest);
        NumberAxis x = hasMarks
                ? ChartTheme.numberAxis(
                        "client, sorted by mean jitter", 0, Math.max(1, clients.size()) + 1.0, MOST_MARKS)
                : ChartTheme.numberAxis("share of clients, sorted (%)", 0, 100, ChartTheme.COLUMNS);
        NumberAxis y = ChartTheme.numberAxis(
                jitter.label("RFC 3550 jitter"), 0, largest > 0 ? jitter.of(largest) * HEADROOM : 1, ChartTheme.ROWS);
        XYPlot plot = ChartTheme.xyPlot(x, y);
        plot.setNoDataMessage("No client received two datagrams.");
        XYSeriesCollection series = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(!hasMarks, hasMarks);
        renderer.setDrawSeriesLineAsPath(true);
        plot.setDataset(series);
        plot.setRenderer(renderer);
        if (hasMarks) {
            addMarks(result, clients, jitter, series, renderer);
            x.setTickUnit(new NumberTickUnit(clients.size() <= 20 ? 1 : 5));
            plot.setDomainGridlinesVisible(false);
        } else {
            addCurves(result, clients, jitter, series, renderer);
        }
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, !clients.isEmpty());
    }

    private static void addMarks(
            RunResult result,
            List<ClientResult> clients,
            AxisUnit jitter,
            XYSeriesCollection series,
            XYLineAndShapeRenderer renderer) {
        List<ClientResult> sorted = new ArrayList<>(clients);
        sorted.sort(Comparator.comparingLong(ClientResult::rfc3550JitterMeanPs));
        List<GroupResult> groups = ChartGroups.drawn(result);
        for (int place = 0; place < groups.size(); place++) {
            GroupResult group = groups.get(place);
            XYSeries mean = new XYSeries(name(result, group, "mean"), false, false);
            XYSeries greatest = new XYSeries(name(result, group, "greatest"), false, false);
            for (int rank = 0; rank < sorted.size(); rank++) {
                ClientResult client = sorted.get(rank);
                if (client.group().equals(group.name())) {
                    mean.add(rank + 1.0, jitter.of(client.rfc3550JitterMeanPs()), false);
                    greatest.add(rank + 1.0, jitter.of(client.rfc3550JitterMaxPs()), false);
                }
            }
            addPair(place, mean, greatest, series, renderer);
        }
    }

    private static void addCurves(
            RunResult result,
            List<ClientResult> clients,
            AxisUnit jitter,
            XYSeriesCollection series,
            XYLineAndShapeRenderer renderer) {
        List<GroupResult> groups = ChartGroups.drawn(result);
        for (int place = 0; place < groups.size(); place++) {
            GroupResult group = groups.get(place);
            List<ClientResult> members = clients.stream()
                    .filter(client -> client.group().equals(group.name()))
                    .toList();
            XYSeries mean = curve(name(result, group, "mean"), members, ClientResult::rfc3550JitterMeanPs, jitter);
            XYSeries greatest =
                    curve(name(result, group, "greatest"), members, ClientResult::rfc3550JitterMaxPs, jitter);
            addPair(place, mean, greatest, series, renderer);
        }
    }

    private static XYSeries curve(
            String name, List<ClientResult> members, ToLongFunction<ClientResult> value, AxisUnit jitter) {
        long[] sorted = members.stream().mapToLong(value).sorted().toArray();
        XYSeries curve = new XYSeries(name, false, true);
        int points = Math.min(MOST_POINTS, sorted.length);
        for (int point = 0; point < points; point++) {
            // The first and the last client always stand on the curve.
            int rank = points == 1 ? 0 : (int) ((long) point * (sorted.length - 1) / (points - 1));
            double share = sorted.length == 1 ? 0.5 : (double) rank / (sorted.length - 1);
            curve.add(100 * share, jitter.of(sorted[rank]), false);
        }
        return curve;
    }

    /** A group of which no client received two datagrams has nothing to draw, and no place in the legend. */
    private static void addPair(
            int group, XYSeries mean, XYSeries greatest, XYSeriesCollection series, XYLineAndShapeRenderer renderer) {
        if (mean.isEmpty()) {
            return;
        }
        int index = series.getSeriesCount();
        series.addSeries(mean);
        series.addSeries(greatest);
        renderer.setSeriesPaint(index, ChartTheme.colour(group));
        renderer.setSeriesPaint(index + 1, ChartTheme.colour(group));
        renderer.setSeriesStroke(index, ChartTheme.stroke(0));
        renderer.setSeriesStroke(index + 1, ChartTheme.stroke(1));
        renderer.setSeriesShape(index, ChartTheme.mark(0));
        renderer.setSeriesShape(index + 1, ChartTheme.triangle());
        renderer.setSeriesShapesFilled(index + 1, false);
    }

    private static String name(RunResult result, GroupResult group, String what) {
        return ChartGroups.areSeveral(result) ? group.name() + ": " + what : what;
    }
}
