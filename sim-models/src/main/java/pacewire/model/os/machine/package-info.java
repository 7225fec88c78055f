/** Machine profiles: what a kernel's work costs, and how timers and interrupts behave, each figure with its source. */
@org.jspecify.annotations.NullMarked
package pacewire.model.os.machine;
