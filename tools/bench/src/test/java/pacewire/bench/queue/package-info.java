/** The event queues that were measured and not taken, so that the comparison can be repeated. */
@org.jspecify.annotations.NullMarked
package pacewire.bench.queue;
