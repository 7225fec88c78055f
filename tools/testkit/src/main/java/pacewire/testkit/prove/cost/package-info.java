/** How much work a packet scheduler does for a packet: operations counted in its own code, without a clock. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove.cost;
