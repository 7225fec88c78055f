/** The network interface card: descriptor ring, DMA, serialisation, interrupt moderation. */
@org.jspecify.annotations.NullMarked
package pacewire.model.nic;
