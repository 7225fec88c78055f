/** The charts of a run: one file a chart, one line each in {@link pacewire.report.chart.Charts}. */
@org.jspecify.annotations.NullMarked
package pacewire.report.chart;
