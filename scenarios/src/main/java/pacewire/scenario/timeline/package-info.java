/** What happened when, in a window of a run: threads, interrupts, system calls and the line of the NIC, for trace viewers. */
@org.jspecify.annotations.NullMarked
package pacewire.scenario.timeline;
