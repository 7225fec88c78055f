/** Pacewire. */
@org.jspecify.annotations.NullMarked
package pacewire.cli;
