/** From a run's outcome to files and terminal: summary.json, transfers.csv, run.lock.json, charts, report.html. */
@org.jspecify.annotations.NullMarked
package pacewire.report;
