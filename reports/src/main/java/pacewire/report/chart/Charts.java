package pacewire.report.chart;

import java.util.List;

import pacewire.scenario.result.RunResult;

/** The charts of a report, in its order. */
public final class Charts {
    private Charts() {}

    /** All charts. */
    public static List<ResultChart> all() {
        return List.of(
                new DepartureErrorOverTime(),
                new DepartureErrorDistribution(),
                new JitterPerClient(),
                new ThroughputOverTime(),
                new DelayAccountBars(),
                new CpuOverTime());
    }

    /** The charts that say something about a run. */
    public static List<ResultChart> of(RunResult result) {
        return all().stream().filter(chart -> chart.appliesTo(result)).toList();
    }
}
