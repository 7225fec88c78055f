/** One workload, several ways to send it: the runs, what each cost, and how far each grows. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.duel;
