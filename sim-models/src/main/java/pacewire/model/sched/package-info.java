/** Packet schedulers: one file per algorithm, one line each in PacketSchedulers. */
@org.jspecify.annotations.NullMarked
package pacewire.model.sched;
