package pacewire.model.packet;

/** Is told of every packet that ends before its destination, takes it, and gives it back to its pool. */
@FunctionalInterface
public interface DropListener {
    /** Takes a dropped packet; the caller no longer owns it. */
    void dropped(Packet packet, DropReason reason, long nowPs);
}
