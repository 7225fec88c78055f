/** One scenario, run for each of several values of some of its keys. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.sweep;
