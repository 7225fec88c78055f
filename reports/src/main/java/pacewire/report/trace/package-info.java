/** Traces in the formats of trace viewers. */
@org.jspecify.annotations.NullMarked
package pacewire.report.trace;
