/** Pacewire. */
@org.jspecify.annotations.NullMarked
package pacewire.report;
