package pacewire.model.client;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.measure.ClientMeter;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.Protocol;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpHost;
import pacewire.model.transport.TcpSegments;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * A client: a host of its own that comes once, opens a TCP connection to the server, sends one request, meters the datagrams
 * that come, or the segments of files that are sent over the connection, reads the server's replies, and closes the connection in order. The host is infinitely fast: what arrives is
 * handled in the same instant, and the bottleneck is never here.
 *
 * <p>As the destination of its downlink it takes all packets for its host; they go back to the pool here. State of the
 * connection exists only while it is open.
 */
public final class Client implements PacketSink, TcpHost {
    /** Where datagrams are wished: the default port of RTP, RFC 3551 section 8. */
    public static final int UDP_PORT = 5004;

    /** First of the dynamic ports, RFC 6335 section 6. Each client is a host of its own, so all use the same. */
    private static final int TCP_PORT = 49_152;

    /** Where a client stands. */
    public enum Phase {
        /** It has not come yet. */
        AWAITED,
        CONNECTING,
        /** The request is sent. */
        REQUESTED,
        /** The server has said that it sends. */
        ACCEPTED,
        /** The server has said that it sent everything. */
        COMPLETED,
        REFUSED,
        FAILED;

        /** Whether nothing more is expected of the server's answer. */
        public boolean isOver() {
            return this == COMPLETED || this == REFUSED || this == FAILED;
        }
    }

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    @SuppressWarnings("UnusedVariable")
    private byte middleLine;

    private final ClientEnvironment environment;
    private final int host;
    private final int flow;
    private final PacketSink uplink;
    private final TransferRequest request;
    /** Where datagrams are wished; the request is not looked at for each. */
    private final int port;

    private final ClientMeter meter;
    private final @Nullable Playout playout;
    /** Null before the first piece of a file has come. */
    private @Nullable ReceivedContent content;

    private Phase phase = Phase.AWAITED;
    /** Null while there is no connection, and while it rests. */
    private @Nullable ControlConnection control;
    /** The connection while it rests. */
    private byte @Nullable [] resting;

    private boolean hasVanished;
    private long arrivedPs = SimTime.NEVER;
    private long requestedPs = SimTime.NEVER;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /**
     * A client that has not come yet.
     *
     * @param host its host number
     * @param flow flow number of the segments it sends
     * @param uplink where it sends them
     * @param request what it will ask for; its port is {@link #UDP_PORT}
     * @param playout null: nothing is played
     */
    public Client(
            ClientEnvironment environment,
            int host,
            int flow,
            PacketSink uplink,
            TransferRequest request,
            ClientMeter meter,
            @Nullable Playout playout) {
        this.environment = environment;
        this.host = host;
        this.flow = flow;
        this.uplink = uplink;
        this.request = request;
        this.port = request.port();
        this.meter = meter;
        this.playout = playout;
    }

    /** Lets the client come at an instant; {@link SimTime#NEVER}: it does not come. */
    public void arriveAt(long instantPs) {
        if (instantPs != SimTime.NEVER) {
            environment.simulation().schedule(new Arrival(), instantPs);
        }
    }

    /**
     * The client is gone: from now on it sends nothing, and what comes for it has no receiver. It stays in the phase in which it
     * is; one that has not come yet never comes.
     */
    public void vanish(long nowPs) {
        hasVanished = true;
        if (control != null) {
            control.vanish();
        }
        control = null;
        resting = null;
        if (playout != null) {
            playout.buffer().stop(nowPs);
        }
    }

    /**
     * Fetches what the next datagram will need into the processor's caches.
     *
     * @param depth references between this and what to fetch: 0 fetches this itself; nearer ones have been fetched before
     */
    public void prefetch(int depth) {
        if (depth == 0) {
            firstLine = 1;
            middleLine = 1;
            lastLine = null;
        } else {
            if (depth == 1 && content != null) {
                content.prefetch();
            }
            meter.prefetch(depth - 1);
        }
    }

    public int host() {
        return host;
    }

    public Phase phase() {
        return phase;
    }

    public TransferRequest request() {
        return request;
    }

    public ClientMeter meter() {
        return meter;
    }

    /** Null when nothing is played. */
    public @Nullable Playout playout() {
        return playout;
    }

    /** Different bytes that it has of a file that it asked for. */
    public long contentBytesOf(int file) {
        return content == null ? 0 : content.bytesOf(file);
    }

    /** Digest of those bytes, see {@link pacewire.model.packet.FileContent}; 0 when there are none. */
    public long contentDigestOf(int file) {
        return content == null ? 0 : content.digestOf(file);
    }

    /** When it came; {@link SimTime#NEVER} before. */
    public long arrivedPs() {
        return arrivedPs;
    }

    /** When its request was sent; {@link SimTime#NEVER} before. */
    public long requestedPs() {
        return requestedPs;
    }

    /** Whether its connection is open or has not been forgotten yet. */
    public boolean isConnected() {
        return control != null || resting != null;
    }

    /** Whether it takes a packet for its host, or drops it because nobody is there. */
    public boolean takes(Packet packet) {
        return !hasVanished && (packet.protocol == Protocol.TCP || packet.destinationPort == port);
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        if (!takes(packet)) {
            environment.drops().dropped(packet, DropReason.NO_RECEIVER, nowPs);
        } else if (packet.protocol == Protocol.TCP) {
            takeSegment(packet, nowPs);
        } else {
            takeDatagram(packet, nowPs);
        }
    }

    private void takeDatagram(Packet packet, long nowPs) {
        environment.meter().delivered(packet, nowPs, meter);
        contentReceived(packet.file, packet.fileVersion, packet.fileOffset, packet.payloadBytes);
        if (playout != null) {
            playout.received(packet.file, packet.fileOffset, packet.payloadBytes, nowPs);
        }
        environment.pool().release(packet);
    }

    /** A piece of a file that it asked for has come. */
    void contentReceived(int file, int version, long offset, int bytes) {
        ReceivedContent received = content;
        if (received == null) {
            received = new ReceivedContent(request.files());
            content = received;
        }
        received.received(file, version, offset, bytes);
    }

    private void takeSegment(Packet segment, long nowPs) {
        if (segment.carriesFile()) {
            environment.meter().delivered(segment, nowPs, meter);
            contentReceived(segment.file, segment.fileVersion, segment.fileOffset, segment.payloadBytes);
        } else {
            environment.controlBook().delivered(segment);
        }
        if (resting != null) {
            control = new ControlConnection(this, environment, addresses(), flow, resting);
            resting = null;
        }
        if (control != null) {
            control.segmentArrived(segment, nowPs);
        } else {
            TcpSegments.refuse(this, segment, flow, nowPs);
        }
        environment.pool().release(segment);
    }

    @Override
    public Simulation simulation() {
        return environment.simulation();
    }

    @Override
    public Packet newSegment(long nowPs) {
        Packet segment = environment.pool().take(nowPs);
        segment.group = environment.group();
        return segment;
    }

    @Override
    public void send(Packet segment, long nowPs) {
        environment.controlBook().created(segment);
        segment.departurePs = nowPs;
        uplink.accept(segment, nowPs);
    }

    /** A part of a file has come over the connection, and all before it: only then can it be played. */
    void extentArrived(int file, long offset, int bytes, long nowPs) {
        if (playout != null) {
            playout.received(file, offset, bytes, nowPs);
        }
    }

    void requestSent(long nowPs) {
        phase = Phase.REQUESTED;
        requestedPs = nowPs;
        environment.listener().requested(this, nowPs);
    }

    void replied(TransferReply reply, long nowPs) {
        // A server whose thread sleeps until everything is sent has no time to say first that it will.
        boolean isExpected = phase == Phase.REQUESTED
                || (phase == Phase.ACCEPTED && reply.status() == TransferReply.Status.COMPLETED);
        if (!isExpected) {
            fail("the server answered " + reply.status() + " to a request that is " + phase, nowPs);
            return;
        }
        ClientListener listener = environment.listener();
        switch (reply.status()) {
            case ACCEPTED -> {
                phase = Phase.ACCEPTED;
                listener.accepted(this, reply.bytes(), nowPs);
            }
            case COMPLETED -> {
                phase = Phase.COMPLETED;
                if (playout != null) {
                    playout.buffer().allSent(nowPs);
                }
                listener.completed(this, reply.bytes(), nowPs);
            }
            case REFUSED -> {
                phase = Phase.REFUSED;
                listener.refused(this, reply.errno(), reply.reason(), nowPs);
            }
        }
    }

    void fail(String reason, long nowPs) {
        if (!phase.isOver()) {
            phase = Phase.FAILED;
            environment.listener().failed(this, reason, nowPs);
        }
    }

    void connectionEnded() {
        control = null;
    }

    void connectionRests(byte[] suspended) {
        control = null;
        resting = suspended;
    }

    private TcpAddresses addresses() {
        return new TcpAddresses(host, TCP_PORT, environment.serverHost(), environment.serverPort());
    }

    private final class Arrival extends Event {
        @Override
        protected void fire(long nowPs) {
            if (hasVanished) {
                return;
            }
            arrivedPs = nowPs;
            phase = Phase.CONNECTING;
            control = new ControlConnection(Client.this, environment, addresses(), flow);
        }
    }
}
