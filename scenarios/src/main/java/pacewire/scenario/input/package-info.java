/** Files that scenarios name: recorded videos, recorded links, web servers' logs, measured values. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.input;
