/** The event engine: the virtual clock, events that are their own handles, and the queue that orders them by time and order of scheduling. */
@org.jspecify.annotations.NullMarked
package pacewire.core.event;
