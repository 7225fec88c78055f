/** Tests of what the start-up is compared with: what it does, never how fast. */
@org.jspecify.annotations.NullMarked
package pacewire.bench.startup;
