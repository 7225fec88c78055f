/** Properties, each on arrivals that stand at the edge of what it allows. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove.property;
