package pacewire.model.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.transport.MessageException;
import pacewire.model.transport.MessageLines;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpHost;
import pacewire.model.transport.TcpListener;
import pacewire.model.transport.TcpSegments;
import pacewire.model.transport.TransferReply;

/** A client's connection to the server, from the first SYN to the end of TIME-WAIT: sends the request, reads the replies. */
final class ControlConnection implements TcpListener {
    private final Client client;
    private final MessageLines messages = new MessageLines();
    private final TcpConnection connection;

    /** Opens the connection. */
    ControlConnection(
            Client client, ClientEnvironment environment, PacketSink uplink, TcpAddresses addresses, int flow) {
        this.client = client;
        ClientHost host = new ClientHost(environment, uplink);
        connection = TcpConnection.connect(host, environment.tcp(), addresses, flow, this);
    }

    /** Answers a segment for which there is no connection; the caller still owns it. */
    static void refuse(ClientEnvironment environment, PacketSink uplink, Packet segment, int flow, long nowPs) {
        TcpSegments.refuse(new ClientHost(environment, uplink), segment, flow, nowPs);
    }

    void segmentArrived(Packet segment, long nowPs) {
        connection.segmentArrived(segment, nowPs);
    }

    @Override
    public void connected(TcpConnection open, long nowPs) {
        open.write(client.request().encode());
        client.requestSent(nowPs);
    }

    @Override
    public void dataArrived(TcpConnection open, long nowPs) {
        byte[] bytes = new byte[open.available()];
        open.read(bytes, 0, bytes.length);
        try {
            messages.take(bytes, 0, bytes.length);
            @Nullable List<String> lines = messages.next();
            while (lines != null && !client.phase().isOver()) {
                client.replied(TransferReply.decode(lines), nowPs);
                lines = messages.next();
            }
        } catch (MessageException malformed) {
            client.fail("the server's answer is malformed: " + malformed.getMessage(), nowPs);
        }
        if (client.phase().isOver()) {
            open.close();
        }
    }

    @Override
    public void peerClosed(TcpConnection open, long nowPs) {
        client.fail("the server closed the connection before its answer was complete", nowPs);
        open.close();
    }

    @Override
    public void closed(TcpConnection open, long nowPs) {
        client.connectionEnded();
    }

    @Override
    public void failed(TcpConnection open, TcpFailure reason, long nowPs) {
        client.fail("the connection failed: " + reason, nowPs);
        client.connectionEnded();
    }

    /** The client's machine, as TCP sees it. */
    private record ClientHost(ClientEnvironment environment, PacketSink uplink) implements TcpHost {
        @Override
        public Simulation simulation() {
            return environment.simulation();
        }

        @Override
        public Packet newSegment(long nowPs) {
            Packet segment = environment.pool().take(nowPs);
            segment.group = environment.group();
            environment.controlBook().created(segment);
            return segment;
        }

        @Override
        public void send(Packet segment, long nowPs) {
            segment.departurePs = nowPs;
            uplink.accept(segment, nowPs);
        }
    }
}
