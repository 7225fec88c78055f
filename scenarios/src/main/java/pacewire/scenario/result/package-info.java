/** The frozen outcome of a run: what reports read. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.result;
