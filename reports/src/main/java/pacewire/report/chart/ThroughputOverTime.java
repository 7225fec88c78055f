package pacewire.report.chart;

import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

/** How many payload bits reached the clients of each group, from slot to slot. */
final class ThroughputOverTime implements ResultChart {
    private static final double HEADROOM = 1.08;

    @Override
    public String stem() {
        return "throughput";
    }

    @Override
    public String title() {
        return "Throughput over time";
    }

    @Override
    public String caption() {
        return "Payload that reached the clients of a group, all together; headers and lost datagrams are left out.";
    }

    @Override
    public JFreeChart draw(RunResult result) {
        List<GroupResult> groups = ChartGroups.drawn(result);
        List<TimeSlots> slots =
                groups.stream().map(group -> TimeSlots.of(group.series())).toList();
        double largest = slots.stream()
                .mapToDouble(TimeSlots::largestBitsPerSecond)
                .max()
                .orElse(0);
        AxisUnit time = AxisUnit.forTime(result.simulatedPs());
        AxisUnit rate = AxisUnit.forRate(largest);
        XYSeriesCollection lines = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int group = 0; group < groups.size(); group++) {
            if (slots.get(group).largestBitsPerSecond() == 0) {
                continue;
            }
            int index = lines.getSeriesCount();
            lines.addSeries(line(groups.get(group).name(), slots.get(group), time, rate));
            renderer.setSeriesPaint(index, ChartTheme.colour(group));
            renderer.setSeriesStroke(index, ChartTheme.stroke(group));
        }
        NumberAxis x = ChartTheme.timeAxis(result, time);
        NumberAxis y = ChartTheme.numberAxis(
                rate.label("payload delivered"), 0, largest > 0 ? rate.of(largest) * HEADROOM : 1, ChartTheme.ROWS);
        XYPlot plot = ChartTheme.xyPlot(x, y);
        plot.setDataset(lines);
        plot.setRenderer(renderer);
        plot.setNoDataMessage("No payload reached a client.");
        ChartTheme.markWarmUp(plot, time.of(result.scenario().warmUpPs()));
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, ChartGroups.areSeveral(result));
    }

    /** A slot's rate stands at its middle. */
    private static XYSeries line(String name, TimeSlots slots, AxisUnit time, AxisUnit rate) {
        XYSeries line = new XYSeries(name, false, true);
        for (int slot = 0; slot < slots.count(); slot++) {
            line.add(time.of(slots.startPs(slot) + slots.slotPs() / 2), rate.of(slots.bitsPerSecond(slot)), false);
        }
        return line;
    }
}
