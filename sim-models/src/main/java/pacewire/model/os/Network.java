package pacewire.model.os;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpFlags;
import pacewire.model.transport.TcpHost;

/** The kernel's protocol layer: finds the socket of each packet received. */
final class Network implements NetDevice.Receiver, TcpHost {
    /** Keeps the books of the control segments of a host, which belong to no client group. */
    public interface SegmentBook {
        /** A segment was made here. */
        void created(Packet segment, long nowPs);

        /** A segment reached its connection; takes it back. */
        void received(Packet segment, long nowPs);
    }

    private final Kernel kernel;
    private final Map<Integer, TcpListenSocket> listening = new HashMap<>();
    private final Map<TcpAddresses, TcpSocket> connections = new HashMap<>();

    Network(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Lets a socket listen on a port; false when another one does. */
    boolean listen(int port, TcpListenSocket socket) {
        return listening.putIfAbsent(port, socket) == null;
    }

    void stopListening(int port) {
        listening.remove(port);
    }

    void forget(TcpAddresses addresses) {
        connections.remove(addresses);
    }

    @Override
    public void received(Packet packet, long nowPs) {
        if (packet.protocol != Protocol.TCP) {
            kernel.parts().drops().dropped(packet, DropReason.NO_RECEIVER, nowPs);
            return;
        }
        TcpAddresses addresses =
                new TcpAddresses(kernel.parts().host(), packet.destinationPort, packet.source, packet.sourcePort);
        TcpSocket socket = connections.get(addresses);
        if (socket != null) {
            socket.segmentArrived(packet, nowPs);
            kernel.parts().received().received(packet, nowPs);
            return;
        }
        @Nullable TcpListenSocket listener = listening.get(packet.destinationPort);
        boolean isSyn = (packet.tcpFlags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
        if (listener == null || !isSyn) {
            kernel.parts().drops().dropped(packet, DropReason.NO_RECEIVER, nowPs);
            return;
        }
        TcpSocket accepted = new TcpSocket(kernel, listener);
        connections.put(addresses, accepted);
        accepted.accept(addresses, packet, nowPs);
        kernel.parts().received().received(packet, nowPs);
    }

    @Override
    public Simulation simulation() {
        return kernel.parts().simulation();
    }

    @Override
    public Packet newSegment(long nowPs) {
        Packet segment = kernel.parts().pool().take(nowPs);
        kernel.parts().received().created(segment, nowPs);
        return segment;
    }

    @Override
    public void send(Packet segment, long nowPs) {
        kernel.transmit(segment, nowPs);
    }
}
