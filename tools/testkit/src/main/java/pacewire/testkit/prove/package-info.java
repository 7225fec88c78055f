/** The proof kit: searches for arrivals on which a packet scheduler breaks what it claims, and says which, where and by how much. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove;
