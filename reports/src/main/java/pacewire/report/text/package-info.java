/** Figures and tables for people to read. */
@org.jspecify.annotations.NullMarked
package pacewire.report.text;
