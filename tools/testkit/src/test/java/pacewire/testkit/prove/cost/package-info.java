/** Counted operations. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove.cost;
