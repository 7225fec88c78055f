package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.event.Simulation;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpHost;
import pacewire.model.transport.TcpListener;
import pacewire.model.transport.TcpSettings;

/** The other end of connections to a {@link TinyServer}: infinitely fast, and on the same wire. */
final class TinyClient implements TcpHost, TcpListener {
    private static final int HOST = 1;
    private static final int FIRST_PORT = 40_000;

    /** What happened to the connections, in their order. */
    final List<String> log = new ArrayList<>();

    /** Parts of files that came in order: file, offset, bytes. */
    final List<String> extents = new ArrayList<>();

    private long extentBytes;
    final List<TcpConnection> connections = new ArrayList<>();
    private final TinyServer server;
    private boolean isGone;

    TinyClient(TinyServer server) {
        this.server = server;
        server.peer = this::segmentArrived;
    }

    TcpConnection connect(int port) {
        TcpAddresses addresses = new TcpAddresses(HOST, FIRST_PORT + connections.size(), TinyServer.HOST, port);
        TcpConnection connection = TcpConnection.connect(this, TcpSettings.LINUX, addresses, 0, this);
        connections.add(connection);
        return connection;
    }

    /** From now on it hears nothing, and says nothing. */
    void vanish() {
        isGone = true;
    }

    private void segmentArrived(Packet segment, long nowPs) {
        if (!isGone) {
            connections.get(segment.destinationPort - FIRST_PORT).segmentArrived(segment, nowPs);
        }
    }

    @Override
    public Simulation simulation() {
        return server.simulation;
    }

    @Override
    public Packet newSegment(long nowPs) {
        return server.pool.take(nowPs);
    }

    @Override
    public void send(Packet segment, long nowPs) {
        server.control.created(segment);
        if (isGone) {
            server.control.delivered(segment);
            server.pool.release(segment);
        } else {
            server.nic.accept(segment, nowPs);
        }
    }

    @Override
    public void connected(TcpConnection connection, long nowPs) {
        note(connection, "connected", nowPs);
    }

    @Override
    public void dataArrived(TcpConnection connection, long nowPs) {
        byte[] bytes = new byte[connection.available()];
        connection.read(bytes, 0, bytes.length);
        note(connection, "received " + bytes.length, nowPs);
    }

    @Override
    public void extentArrived(TcpConnection connection, int file, long offset, int bytes, long nowPs) {
        extents.add(file + ": " + offset + " + " + bytes);
        extentBytes += bytes;
    }

    /** Bytes of files that came. */
    long bytes() {
        return extentBytes;
    }

    @Override
    public void peerClosed(TcpConnection connection, long nowPs) {
        note(connection, "closed by server", nowPs);
        connection.close();
    }

    @Override
    public void failed(TcpConnection connection, TcpFailure reason, long nowPs) {
        note(connection, "failed: " + reason, nowPs);
    }

    private void note(TcpConnection connection, String what, long nowPs) {
        log.add(TinyServer.us(nowPs) + " " + connections.indexOf(connection) + " " + what);
    }
}
