/** A packet scheduler alone, in front of a line, on recorded or made-up arrivals. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.replay;
