/** Workloads that measure what this machine does: the event queue, the whole path of a packet, the packet schedulers. */
@org.jspecify.annotations.NullMarked
package pacewire.bench;
