/** What runs and replays did once, what they do now, and what is different: goldens. Knows nothing of the terminal. */
@org.jspecify.annotations.NullMarked
package pacewire.cli.check;
