/** What the start-up of the command line is compared with. */
@org.jspecify.annotations.NullMarked
package pacewire.bench.startup;
