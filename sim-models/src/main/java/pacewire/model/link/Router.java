package pacewire.model.link;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;

/**
 * Hands each packet to the port of its destination host, in no time: a switch fabric that is never the bottleneck. The
 * queues stand in the links behind its ports.
 */
public final class Router implements PacketSink {
    private @Nullable PacketSink[] ports = new PacketSink[0];
    private final DropListener drops;

    public Router(DropListener drops) {
        this.drops = drops;
    }

    /** Leads packets for a host (0 or above) to a port, instead of where they went before. */
    public void connect(int host, PacketSink port) {
        if (host >= ports.length) {
            ports = Arrays.copyOf(ports, Math.max(host + 1, 2 * ports.length));
        }
        ports[host] = port;
    }

    @Override
    public void prefetch(Packet packet, int depth) {
        int host = packet.destination;
        PacketSink port = host >= 0 && host < ports.length ? ports[host] : null;
        if (port != null) {
            port.prefetch(packet, depth);
        }
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        int host = packet.destination;
        PacketSink port = host >= 0 && host < ports.length ? ports[host] : null;
        if (port == null) {
            drops.dropped(packet, DropReason.NO_RECEIVER, nowPs);
        } else {
            port.accept(packet, nowPs);
        }
    }
}
