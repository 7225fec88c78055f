package pacewire.model.packet;

/** Takes packets. */
@FunctionalInterface
public interface PacketSink {
    /** Takes a packet now; the caller no longer owns it. */
    void accept(Packet packet, long nowPs);
}
