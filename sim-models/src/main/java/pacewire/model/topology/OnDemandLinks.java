package pacewire.model.topology;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;

/**
 * The links from many hosts to one place, of which there are as many as had packets on them at once: few, on the way from
 * clients. To be used for links that remember nothing once they are empty: those without rules, whose propagation takes time,
 * so that when the last packet arrives its serialisation is long over.
 */
final class OnDemandLinks implements PacketStage {
    private final Supplier<PacketStage> links;
    private final PacketSink destination;
    /** The links with packets on them, by the host that they come from. */
    private @Nullable PacketStage[] busy = new PacketStage[16];
    /** Links that are empty: whoever sends next gets one of them. */
    private final ArrayDeque<PacketStage> idle = new ArrayDeque<>();

    /**
     * No links yet.
     *
     * @param links makes a link to a destination
     * @param destination where all of them lead
     */
    OnDemandLinks(Function<PacketSink, PacketStage> links, PacketSink destination) {
        this.links = () -> links.apply(this::arrived);
        this.destination = destination;
    }

    /** Takes a packet onto the link of the host that it comes from. */
    @Override
    public void accept(Packet packet, long nowPs) {
        linkOf(packet.source).accept(packet, nowPs);
    }

    private PacketStage linkOf(int host) {
        if (host >= busy.length) {
            busy = Arrays.copyOf(busy, Math.max(2 * busy.length, host + 1));
        }
        PacketStage link = busy[host];
        if (link == null) {
            PacketStage reused = idle.poll();
            link = reused == null ? links.get() : reused;
            busy[host] = link;
        }
        return link;
    }

    private void arrived(Packet packet, long nowPs) {
        PacketStage link = busy[packet.source];
        if (link != null && link.packetsHeld() == 0) {
            busy[packet.source] = null;
            idle.push(link);
        }
        destination.accept(packet, nowPs);
    }

    @Override
    public int packetsHeld() {
        return Arrays.stream(busy)
                .filter(Objects::nonNull)
                .mapToInt(PacketStage::packetsHeld)
                .sum();
    }
}
