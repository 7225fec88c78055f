package pacewire.model.packet;

/** A place on a packet's way that holds it for a time and then hands it on. */
public interface PacketStage extends PacketSink {
    /** Packets held at present, for the books. */
    int packetsHeld();
}
