package pacewire.model.topology;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;

/**
 * A link that is only there while packets are on it, which is nearly never on the way from a client. To be used for links that
 * remember nothing once they are empty: those without rules, whose propagation takes time, so that when the last packet
 * arrives its serialisation is long over.
 */
final class OnDemandLink implements PacketStage {
    private final Factory factory;
    private @Nullable PacketStage link;

    /**
     * What the links of a group have in common.
     *
     * @param links makes a link to a destination
     * @param destination where all of them lead
     */
    record Factory(Function<PacketSink, PacketStage> links, PacketSink destination) {}

    OnDemandLink(Factory factory) {
        this.factory = factory;
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        PacketStage present = link;
        if (present == null) {
            present = factory.links().apply(this::arrived);
            link = present;
        }
        present.accept(packet, nowPs);
    }

    private void arrived(Packet packet, long nowPs) {
        if (packetsHeld() == 0) {
            link = null;
        }
        factory.destination().accept(packet, nowPs);
    }

    @Override
    public int packetsHeld() {
        return link == null ? 0 : link.packetsHeld();
    }
}
