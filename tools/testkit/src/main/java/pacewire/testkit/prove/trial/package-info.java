/** Cases to try a packet scheduler on: who makes them, the line that runs them, and the trace that is left. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove.trial;
