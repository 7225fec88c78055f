/** Observers of a run: trace records and the rolling digests of the wire. */
@org.jspecify.annotations.NullMarked
package pacewire.core.trace;
