package pacewire.model.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.link.Link;
import pacewire.model.link.LinkRule;
import pacewire.model.link.RateSerialiser;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.MeterDetail;
import pacewire.model.measure.PacketBook;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.transport.MessageException;
import pacewire.model.transport.MessageLines;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpHost;
import pacewire.model.transport.TcpListener;
import pacewire.model.transport.TcpSegments;
import pacewire.model.transport.TcpSettings;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;
import pacewire.model.transport.TransferRequest.FilePart;

/** A client, its access link of 10 ms each way, and a server that answers as a test tells it. */
final class ClientBench implements ClientListener {
    static final int SERVER = 0;
    static final int CLIENT = 1;

    final Simulation simulation = new Simulation();
    final PacketPool pool = new PacketPool();
    final List<String> log = new ArrayList<>();
    final GroupMeter meter = new GroupMeter("viewers", 0, SimTime.SECOND, MeterDetail.CLIENT);
    final PacketBook book = new PacketBook("control");
    final Server server = new Server();
    final Client client;

    private final Link downlink;

    ClientBench(LinkRule... rules) {
        this(
                new TransferRequest(Client.UDP_PORT, List.of(new FilePart(0, 4000)), FlowMetrics.BEST_EFFORT),
                null,
                rules);
    }

    ClientBench(TransferRequest request, @Nullable Playout playout, LinkRule... rules) {
        ClientEnvironment environment = new ClientEnvironment(
                simulation, pool, TcpSettings.LINUX, SERVER, 80, 3, meter, book, this::drop, this);
        Link uplink = link(List.of(rules), server::take);
        client = new Client(environment, CLIENT, 41, uplink, request, meter.addClient(), playout);
        downlink = link(List.of(rules), client);
    }

    private Link link(List<LinkRule> rules, PacketSink destination) {
        return new Link(
                simulation,
                new FifoScheduler(1000, Long.MAX_VALUE),
                new RateSerialiser(DataRate.parse("10 Tbps")),
                10 * SimTime.MILLISECOND,
                rules,
                destination,
                this::drop);
    }

    void run() {
        simulation.runUntil(SimTime.NEVER - 1);
    }

    void at(long instantPs, Runnable action) {
        Event event = new Event() {
            @Override
            protected void fire(long nowPs) {
                action.run();
            }
        };
        simulation.schedule(event, instantPs);
    }

    /** Sends a datagram to the client. */
    void datagram(int port, int file, long offset, int bytes) {
        long nowPs = simulation.nowPs();
        Packet packet = pool.take(nowPs);
        packet.destination = CLIENT;
        packet.destinationPort = port;
        packet.file = file;
        packet.fileOffset = offset;
        packet.payloadBytes = bytes;
        packet.departurePs = nowPs;
        meter.created(packet);
        meter.departed(packet);
        downlink.accept(packet, nowPs);
    }

    private void drop(Packet packet, DropReason reason, long nowPs) {
        if (packet.protocol == Protocol.TCP) {
            book.dropped(packet, reason);
        } else {
            meter.dropped(packet, reason, nowPs);
        }
        pool.release(packet);
    }

    private void log(String what, long nowPs) {
        // The links serialise in nanoseconds: instants are told in whole milliseconds.
        log.add(nowPs / SimTime.MILLISECOND + " ms " + what);
    }

    @Override
    public void requested(Client asking, long nowPs) {
        log("requested", nowPs);
    }

    @Override
    public void accepted(Client asking, long bytes, long nowPs) {
        log("accepted " + bytes, nowPs);
    }

    @Override
    public void refused(Client asking, String errno, String reason, long nowPs) {
        log("refused " + errno + ": " + reason, nowPs);
    }

    @Override
    public void completed(Client asking, long bytesSent, long nowPs) {
        log("completed " + bytesSent, nowPs);
    }

    @Override
    public void failed(Client asking, String reason, long nowPs) {
        log("failed: " + reason, nowPs);
    }

    /** Answers requests over TCP. */
    final class Server implements TcpHost, TcpListener {
        final List<TransferRequest> requests = new ArrayList<>();
        final MessageLines messages = new MessageLines();
        BiConsumer<TransferRequest, TcpConnection> answer = (request, connection) -> {};
        boolean isListening = true;
        boolean isClosed;
        private @Nullable TcpConnection connection;

        void take(Packet segment, long nowPs) {
            book.delivered(segment);
            if (connection != null) {
                connection.segmentArrived(segment, nowPs);
            } else if (isListening && TcpSegments.isConnectionRequest(segment)) {
                connection = TcpConnection.accept(this, TcpSettings.LINUX, segment, 42, this);
            } else {
                TcpSegments.refuse(this, segment, 42, nowPs);
            }
            pool.release(segment);
        }

        void reply(TransferReply reply) {
            if (connection == null) {
                throw new IllegalStateException("nobody is connected");
            }
            connection.write(reply.encode());
        }

        @Override
        public Simulation simulation() {
            return simulation;
        }

        @Override
        public Packet newSegment(long nowPs) {
            Packet segment = pool.take(nowPs);
            book.created(segment);
            return segment;
        }

        @Override
        public void send(Packet segment, long nowPs) {
            downlink.accept(segment, nowPs);
        }

        @Override
        public void dataArrived(TcpConnection open, long nowPs) {
            byte[] bytes = new byte[open.available()];
            open.read(bytes, 0, bytes.length);
            try {
                messages.take(bytes, 0, bytes.length);
                @Nullable List<String> lines = messages.next();
                if (lines != null) {
                    TransferRequest request = TransferRequest.decode(lines);
                    requests.add(request);
                    answer.accept(request, open);
                }
            } catch (MessageException malformed) {
                throw new IllegalStateException(malformed);
            }
        }

        @Override
        public void peerClosed(TcpConnection open, long nowPs) {
            open.close();
        }

        @Override
        public void closed(TcpConnection open, long nowPs) {
            connection = null;
            isClosed = true;
        }

        @Override
        public void failed(TcpConnection open, TcpFailure reason, long nowPs) {
            connection = null;
        }
    }
}
