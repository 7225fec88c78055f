package pacewire.model.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;

/**
 * The links from many hosts to one place, each of which is only there while packets are on it: nearly never, on the way from
 * clients. To be used for links that remember nothing once they are empty: those without rules, whose propagation takes time,
 * so that when the last packet arrives its serialisation is long over.
 */
final class OnDemandLinks implements PacketStage {
    private final Function<PacketSink, PacketStage> links;
    private final PacketSink destination;
    /** The links with packets on them, by the host that they come from. */
    private final Map<Integer, PacketStage> busy = new HashMap<>();

    /**
     * No links yet.
     *
     * @param links makes a link to a destination
     * @param destination where all of them lead
     */
    OnDemandLinks(Function<PacketSink, PacketStage> links, PacketSink destination) {
        this.links = links;
        this.destination = destination;
    }

    /** Takes a packet onto the link of the host that it comes from. */
    @Override
    public void accept(Packet packet, long nowPs) {
        busy.computeIfAbsent(packet.source, host -> links.apply(this::arrived)).accept(packet, nowPs);
    }

    private void arrived(Packet packet, long nowPs) {
        PacketStage link = busy.get(packet.source);
        if (link != null && link.packetsHeld() == 0) {
            busy.remove(packet.source);
        }
        destination.accept(packet, nowPs);
    }

    @Override
    public int packetsHeld() {
        return busy.values().stream().mapToInt(PacketStage::packetsHeld).sum();
    }
}
