/** Tests of the command line: whole commands in the test's own process, streams captured. */
@org.jspecify.annotations.NullMarked
package pacewire.cli.check;
