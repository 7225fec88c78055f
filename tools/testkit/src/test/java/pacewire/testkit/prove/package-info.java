/** The proof kit is tried on packet schedulers that are broken on purpose. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove;
