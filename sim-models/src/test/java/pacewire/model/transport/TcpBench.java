package pacewire.model.transport;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

/**
 * Two hosts, a client and a server, and a network between them that delays, loses and logs segments. A line of the log is
 * written when a segment is sent, as by tcpdump: instant, direction, flags, first and end of the sequence numbers,
 * acknowledgement, window.
 */
final class TcpBench {
    static final TcpSettings UNSCALED = TcpSettings.LINUX.withLargestReceiveBuffer(65_535);
    static final long DELAY_PS = 10 * SimTime.MILLISECOND;

    final Simulation simulation = new Simulation();
    final PacketPool pool = new PacketPool();
    final List<String> log = new ArrayList<>();
    final Host client = new Host("client", 1);
    final Host server = new Host("server", 2);
    /** By number of the segment in order of sending, from 0. */
    IntPredicate isLost = segment -> false;

    LongSupplier delayPs = () -> DELAY_PS;
    boolean isListening = true;
    /** Without window scale, unless a test says so: then the log shows windows in bytes. */
    TcpSettings settings = UNSCALED;

    private int sent;

    void connect() {
        client.connection = TcpConnection.connect(client, settings, new TcpAddresses(1, 1000, 2, 80), 7, client);
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

    void after(long ps, Runnable action) {
        at(simulation.nowPs() + ps, action);
    }

    int segmentsSent() {
        return sent;
    }

    private void transmit(Host from, Packet segment) {
        Host to = from == client ? server : client;
        boolean lost = isLost.test(sent++);
        log.add(SimTime.format(simulation.nowPs())
                + (from == client ? " > " : " < ")
                + describe(segment)
                + (lost ? " lost" : ""));
        if (lost) {
            pool.release(segment);
        } else {
            after(delayPs.getAsLong(), () -> to.take(segment));
        }
    }

    private static String describe(Packet segment) {
        int flags = segment.tcpFlags;
        String letters = (TcpFlags.has(flags, TcpFlags.SYN) ? "S" : "")
                + (TcpFlags.has(flags, TcpFlags.FIN) ? "F" : "")
                + (TcpFlags.has(flags, TcpFlags.RST) ? "R" : "")
                + (TcpFlags.has(flags, TcpFlags.PSH) ? "P" : "")
                + (TcpFlags.has(flags, TcpFlags.ACK) ? "." : "");
        return letters + " " + segment.tcpSequence + ":" + (segment.tcpSequence + segment.payloadBytes)
                + (TcpFlags.has(flags, TcpFlags.ACK) ? " ack " + segment.tcpAcknowledgement : "") + " win "
                + segment.tcpWindow
                + (segment.tcpWindowShift == 0 ? "" : " wscale " + segment.tcpWindowShift);
    }

    /** A host with at most one connection. Its log holds what the connection told it. */
    final class Host implements TcpHost, TcpListener {
        final List<String> told = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        Runnable whenConnected = () -> {};
        Runnable whenDataArrived = () -> {};
        Runnable whenPeerClosed = () -> {};
        boolean readsAtOnce = true;
        /** Whether the connection is written down and made anew whenever it comes to rest. */
        boolean isForgetful;

        int suspensions;

        /** How many segments it takes as one super-packet, and of how many each was that it took. */
        int segmentsAtOnce = 1;

        final List<Integer> superPackets = new ArrayList<>();
        /** Parts of files that came in order: their bytes, one behind the other. */
        final List<String> extents = new ArrayList<>();

        final List<Integer> extentLengths = new ArrayList<>();
        long extentBytes;

        @Nullable
        TcpConnection connection;

        private final String name;
        private final int number;

        Host(String name, int number) {
            this.name = name;
            this.number = number;
        }

        TcpConnection open() {
            if (connection == null) {
                throw new IllegalStateException("the " + name + " has no connection");
            }
            return connection;
        }

        void readAll() {
            byte[] bytes = new byte[open().available()];
            int count = open().read(bytes, 0, bytes.length);
            received.write(bytes, 0, count);
        }

        void take(Packet segment) {
            if (segment.destination != number) {
                throw new IllegalStateException(segment + " came to the " + name);
            }
            if (connection != null) {
                connection.segmentArrived(segment, simulation.nowPs());
            } else if (this == server && isListening && TcpSegments.isConnectionRequest(segment)) {
                connection = TcpConnection.accept(this, settings, segment, 8, this);
            } else {
                TcpSegments.refuse(this, segment, 9, simulation.nowPs());
            }
            pool.release(segment);
        }

        @Override
        public Simulation simulation() {
            return simulation;
        }

        @Override
        public Packet newSegment(long nowPs) {
            return pool.take(nowPs);
        }

        @Override
        public int segmentsAtOnce(int flow) {
            return segmentsAtOnce;
        }

        @Override
        public void send(Packet packet, long nowPs) {
            if (packet.payloadBytes > 0) {
                superPackets.add(1 + packet.segmentCount());
            }
            Packet next = packet.detachSegments();
            transmit(this, packet);
            while (next != null) {
                Packet segment = next;
                next = segment.next;
                transmit(this, segment);
            }
        }

        @Override
        public void extentArrived(TcpConnection established, int file, long offset, int bytes, long nowPs) {
            extents.add(file + ": " + offset + " + " + bytes);
            extentLengths.add(bytes);
            extentBytes += bytes;
        }

        @Override
        public void connected(TcpConnection established, long nowPs) {
            told.add(SimTime.format(nowPs) + " connected");
            whenConnected.run();
        }

        @Override
        public void dataArrived(TcpConnection established, long nowPs) {
            if (readsAtOnce) {
                readAll();
            }
            whenDataArrived.run();
        }

        @Override
        public void rested(TcpConnection quiet, long nowPs) {
            byte[] suspended = isForgetful ? quiet.suspend() : null;
            if (suspended != null) {
                suspensions++;
                connection = TcpConnection.resume(this, settings, quiet.addresses(), quiet.flow(), this, suspended);
            }
        }

        @Override
        public void peerClosed(TcpConnection established, long nowPs) {
            told.add(SimTime.format(nowPs) + " peer closed");
            whenPeerClosed.run();
        }

        @Override
        public void closed(TcpConnection established, long nowPs) {
            told.add(SimTime.format(nowPs) + " closed");
            connection = null;
        }

        @Override
        public void failed(TcpConnection established, TcpFailure reason, long nowPs) {
            told.add(SimTime.format(nowPs) + " failed: " + reason);
            connection = null;
        }
    }
}
