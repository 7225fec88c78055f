/** JMH suites over the workloads; {@code tools/bench/jmh} runs them. */
@org.jspecify.annotations.NullMarked
package pacewire.bench.jmh;
