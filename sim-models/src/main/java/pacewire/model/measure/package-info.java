/** Jitter meters, flow meters, and the books of packets. */
@org.jspecify.annotations.NullMarked
package pacewire.model.measure;
