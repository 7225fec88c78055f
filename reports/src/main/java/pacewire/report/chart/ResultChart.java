package pacewire.report.chart;

import org.jfree.chart.JFreeChart;

import pacewire.scenario.result.RunResult;

/** One chart of a run. A new chart is one class and one line in {@link Charts}. */
public interface ResultChart {
    /** Name of its files without folder and ending, such as "throughput". */
    String stem();

    /** What it shows, in a few words. */
    String title();

    /** One sentence for the report: how to read it. */
    String caption();

    /** Whether it says anything about a run; data may still be missing, and then the chart says so. */
    default boolean appliesTo(RunResult result) {
        return true;
    }

    /** Draws it, whatever the run did: without data it shows its axes and a note. */
    JFreeChart draw(RunResult result);
}
