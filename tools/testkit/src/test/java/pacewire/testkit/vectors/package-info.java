/** The packet schedulers against facts that others published or that their programs gave. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.vectors;
