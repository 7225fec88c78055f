/** Named random streams: what an entity draws depends on the seed and on its own name, never on who else exists. */
@org.jspecify.annotations.NullMarked
package pacewire.core.random;
