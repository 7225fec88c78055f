/** Packet schedulers of the catalogue, broken on purpose: the proof kit must find every one of them. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.mutants;
