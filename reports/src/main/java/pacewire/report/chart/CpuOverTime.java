package pacewire.report.chart;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.CpuSeries;

/** How busy the server's cores were, from slot to slot: each core, or of many the mean and the busiest. */
final class CpuOverTime implements ResultChart {
    private static final double PERCENT = 100;
    private static final double HEADROOM = 1.05;

    @Override
    public String stem() {
        return "cpu";
    }

    @Override
    public String title() {
        return "CPU utilisation over time";
    }

    @Override
    public String caption() {
        return "Share of the time that each core worked, for threads or interrupts; of more than "
                + ChartTheme.LINES.size() + " cores the mean and the busiest of each slot.";
    }

    @Override
    public JFreeChart draw(RunResult result) {
        CpuSeries cpu = result.cpu();
        AxisUnit time = AxisUnit.forTime(result.simulatedPs());
        XYSeriesCollection lines = new XYSeriesCollection();
        int cores = cpu.busyPs().length;
        if (cores <= ChartTheme.LINES.size()) {
            for (int core = 0; core < cores; core++) {
                int number = core;
                lines.addSeries(line("core " + core, cpu, time, slot -> cpu.share(number, slot)));
            }
        } else {
            lines.addSeries(line(
                    "mean of " + cores + " cores",
                    cpu,
                    time,
                    slot -> shares(cpu, slot, cores).average().orElse(0)));
            lines.addSeries(line(
                    "the busiest",
                    cpu,
                    time,
                    slot -> shares(cpu, slot, cores).max().orElse(0)));
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int index = 0; index < lines.getSeriesCount(); index++) {
            renderer.setSeriesPaint(index, ChartTheme.colour(index));
            renderer.setSeriesStroke(index, ChartTheme.stroke(index));
        }
        XYPlot plot = ChartTheme.xyPlot(
                ChartTheme.timeAxis(result, time),
                ChartTheme.numberAxis("busy (%)", 0, PERCENT * HEADROOM, ChartTheme.ROWS));
        plot.setDataset(lines);
        plot.setRenderer(renderer);
        ChartTheme.markWarmUp(plot, time.of(result.scenario().warmUpPs()));
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, true);
    }

    private static DoubleStream shares(CpuSeries cpu, int slot, int cores) {
        return IntStream.range(0, cores).mapToDouble(core -> cpu.share(core, slot));
    }

    /** A slot's share stands at its middle. */
    private static XYSeries line(String name, CpuSeries cpu, AxisUnit time, IntToDoubleFunction share) {
        XYSeries line = new XYSeries(name, false, true);
        for (int slot = 0; slot < cpu.busyPs()[0].length; slot++) {
            double middlePs = (slot + 0.5) * cpu.slotPs();
            line.add(time.of(middlePs), PERCENT * share.applyAsDouble(slot), false);
        }
        return line;
    }
}
