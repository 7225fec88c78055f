package pacewire.model.os;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.transport.TcpHost;
import pacewire.model.transport.TcpSegments;

/** The kernel's protocol layer: finds the socket of each packet received. */
final class Network implements NetDevice.Receiver, TcpHost {
    private final Kernel kernel;
    /** First of the ports that a socket is given which has none: {@code net.ipv4.ip_local_port_range} of Linux. */
    private static final int FIRST_FREE_PORT = 32_768;

    private final Map<Integer, TcpListenSocket> bound = new HashMap<>();
    private final ConnectionTable connections = new ConnectionTable();

    /** Flow of the resets that answer segments without a connection. */
    private final int resetFlow;

    Network(Kernel kernel) {
        this.kernel = kernel;
        this.resetFlow = kernel.flows().open(kernel.profile()::tcpSendPs);
    }

    /** Gives a port to a socket that has none; false when another socket has it. */
    boolean bind(int port, TcpListenSocket socket) {
        if (bound.putIfAbsent(port, socket) != null) {
            return false;
        }
        socket.port = port;
        return true;
    }

    /** Gives a socket the lowest port that nobody has; Linux begins at a random one. */
    void bindAnywhere(TcpListenSocket socket) {
        int port = FIRST_FREE_PORT;
        while (!bind(port, socket)) {
            port++;
        }
    }

    /** The socket that has a port is closed. */
    void unbind(int port) {
        bound.remove(port);
    }

    void forget(TcpSocket socket) {
        connections.remove(socket);
    }

    /** Connections that it keeps anything of. */
    int connections() {
        return connections.size();
    }

    @Override
    public void received(Packet packet, long nowPs) {
        if (packet.protocol != Protocol.TCP) {
            kernel.parts().drops().dropped(packet, DropReason.NO_RECEIVER, nowPs);
            return;
        }
        TcpSocket socket = connections.find(packet);
        if (socket != null) {
            socket.segmentArrived(packet, nowPs);
            finish(packet);
            return;
        }
        @Nullable TcpListenSocket listener = bound.get(packet.destinationPort);
        if (listener == null || !listener.isListening() || !TcpSegments.isConnectionRequest(packet)) {
            TcpSegments.refuse(this, packet, resetFlow, nowPs);
            finish(packet);
            return;
        }
        if (listener.isFull()) {
            // Linux drops the SYN (tcp_conn_request, LINUX_MIB_LISTENOVERFLOWS); the client sends it again later.
            kernel.parts().drops().dropped(packet, DropReason.QUEUE_FULL, nowPs);
            return;
        }
        TcpSocket accepted = new TcpSocket(kernel, listener);
        accepted.accept(packet);
        connections.add(accepted);
        finish(packet);
    }

    private void finish(Packet segment) {
        kernel.parts().controlBook().delivered(segment);
        kernel.parts().pool().release(segment);
    }

    @Override
    public Simulation simulation() {
        return kernel.parts().simulation();
    }

    @Override
    public Packet newSegment(long nowPs) {
        return kernel.parts().pool().take(nowPs);
    }

    @Override
    public int segmentsAtOnce(int flow) {
        return kernel.flows().owner(flow) instanceof TcpSocket socket ? socket.segmentsAtOnce() : 1;
    }

    @Override
    public boolean hasRoom(int flow, int segments) {
        return !(kernel.flows().owner(flow) instanceof TcpSocket socket) || socket.hasRoomBelow(segments);
    }

    @Override
    public void send(Packet segment, long nowPs) {
        int group = kernel.parts().probe().groupOf(segment.destination);
        segment.group = group;
        for (Packet next = segment.segments(); next != null; next = next.next) {
            next.group = group;
        }
        if (kernel.flows().owner(segment.flow) instanceof TcpSocket socket) {
            socket.send(segment, nowPs);
        } else {
            kernel.parts().controlBook().created(segment);
            kernel.transmit(segment, nowPs);
        }
    }
}
