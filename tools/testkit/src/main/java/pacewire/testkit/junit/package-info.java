/**
 * Packet schedulers in users' own JUnit tests: {@link pacewire.testkit.junit.SchedulerContract} proves one, property by property,
 * and {@link pacewire.testkit.junit.SchedulerAssertions} looks at replays. Needs JUnit Jupiter 5 or later, which whoever writes
 * JUnit tests has; nothing else of the kit does.
 */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.junit;
