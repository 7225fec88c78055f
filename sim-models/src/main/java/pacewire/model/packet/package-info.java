/** Packets, who may hold them, why they may be dropped, and how long they spent where. */
@org.jspecify.annotations.NullMarked
package pacewire.model.packet;
