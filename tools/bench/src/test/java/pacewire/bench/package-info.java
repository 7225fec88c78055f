/** Tests of the workloads: what they do, never how fast. */
@org.jspecify.annotations.NullMarked
package pacewire.bench;
