package pacewire.model.transport;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * One end of a TCP connection: the states of RFC 9293 for an active or a passive open, data both ways, orderly close with
 * TIME-WAIT, and reset. Loss is repaired after RFC 6298 and RFC 6582; the defences of RFC 5961 against blind resets and
 * SYNs are kept.
 *
 * <p>What differs from the RFC: of the options, the window scale of RFC 7323 alone travels (each end knows the other's maximum
 * segment size), without taking room; no urgent data, and no simultaneous open: a bare SYN that meets a SYN is dropped.
 *
 * <p>Segments leave one by one, or several as one super-packet, as the {@linkplain TcpHost#segmentsAtOnce host} takes them.
 *
 * <p>A connection holds state only while it is open; the host forgets it after {@link TcpListener#closed} or {@link
 * TcpListener#failed}, or when {@link #abort} returns. A control connection is silent for most of its life, and a server may
 * have a million of them: while nothing is under way and no timer runs, all there is to know goes into some fifty bytes
 * ({@link #suspend}), from which it is made anew when a segment comes or its owner has something to say.
 */
public final class TcpConnection {
    private final TcpHost host;
    private final TcpSettings settings;
    private final TcpAddresses addresses;
    private final TcpListener listener;
    private final int flow;
    private final TcpMachine machine;

    private TcpConnection(TcpHost host, TcpSettings settings, TcpAddresses addresses, int flow, TcpListener listener) {
        this.host = host;
        this.settings = settings;
        this.addresses = addresses;
        this.flow = flow;
        this.listener = listener;
        machine = new TcpMachine(this);
    }

    /**
     * Opens a connection: sends a SYN.
     *
     * @param flow the flow number of the segments that this end sends
     */
    public static TcpConnection connect(
            TcpHost host, TcpSettings settings, TcpAddresses addresses, int flow, TcpListener listener) {
        TcpConnection connection = new TcpConnection(host, settings, addresses, flow, listener);
        connection.machine.connect();
        return connection;
    }

    /**
     * Accepts a connection: answers a SYN with a SYN-ACK.
     *
     * @param syn a segment for which {@link TcpSegments#isConnectionRequest} holds; the caller still owns it
     * @param flow the flow number of the segments that this end sends
     */
    public static TcpConnection accept(TcpHost host, TcpSettings settings, Packet syn, int flow, TcpListener listener) {
        if (!TcpSegments.isConnectionRequest(syn)) {
            throw new IllegalArgumentException("not a SYN: " + syn);
        }
        TcpAddresses addresses = TcpSegments.answerTo(syn);
        TcpConnection connection = new TcpConnection(host, settings, addresses, flow, listener);
        connection.machine.accept(syn);
        return connection;
    }

    /**
     * Goes on with a connection that was suspended.
     *
     * @param suspended what {@link #suspend} returned; the other arguments are those with which the connection was opened or
     *     accepted
     */
    public static TcpConnection resume(
            TcpHost host,
            TcpSettings settings,
            TcpAddresses addresses,
            int flow,
            TcpListener listener,
            byte[] suspended) {
        TcpConnection connection = new TcpConnection(host, settings, addresses, flow, listener);
        connection.machine.restore(suspended);
        return connection;
    }

    public TcpState state() {
        return machine.state();
    }

    public TcpAddresses addresses() {
        return addresses;
    }

    /** Whether {@link #write} is allowed: the connection is opening or open, and was not closed from this end. */
    public boolean canWrite() {
        return machine.canWrite();
    }

    /** Bytes written that the other end has not acknowledged yet: what a socket's send buffer would hold. */
    public int unacknowledgedByteCount() {
        return machine.sender().unacknowledgedByteCount();
    }

    /**
     * Takes bytes to send, all of them.
     *
     * @throws IllegalStateException when {@link #canWrite} does not hold
     */
    public void write(byte[] bytes) {
        machine.write(bytes);
    }

    /**
     * Takes a part of a file to send: a place in it stands for its bytes, here and in the segments.
     *
     * @param file the file's number
     * @param version of the file's content, as each segment says it
     * @param bytes at least 1
     * @throws IllegalStateException when {@link #canWrite} does not hold
     */
    public void writeExtent(int file, int version, long offset, int bytes) {
        machine.writeExtent(file, version, offset, bytes);
    }

    /** Sends on what the host had no room for. */
    public void goOn() {
        machine.goOn();
    }

    /** The first sequence number that the other end has not acknowledged: SND.UNA. */
    public long firstUnacknowledged() {
        return machine.sender().unacknowledged();
    }

    /** Congestion window in bytes of payload. */
    public long congestionWindowBytes() {
        return machine.sender().congestionWindowBytes();
    }

    /** Smoothed round-trip time in picoseconds; 0 before the first measurement. */
    public long smoothedRoundTripPs() {
        return machine.sender().smoothedRoundTripPs();
    }

    /** Least round-trip time so far, in picoseconds; 0 before the first measurement. */
    public long leastRoundTripPs() {
        return machine.sender().leastRoundTripPs();
    }

    /** Bytes to read. */
    public int available() {
        return machine.available();
    }

    /** Whether all that the other end will ever send has been read. */
    public boolean isAtEnd() {
        return machine.isAtEnd();
    }

    /** Reads at most so many bytes. Returns how many; 0 when none are there. */
    public int read(byte[] target, int offset, int length) {
        return machine.read(target, offset, length);
    }

    /** Ends this end's sending when all that was written is sent; the other end may go on. Does nothing the second time. */
    public void close() {
        machine.close();
    }

    /** Ends the connection at once with a reset, where the other end knows of it; the listener is told nothing more. */
    public void abort() {
        machine.abort();
    }

    /** Ends this end without a word to the other, as when the host loses its power; the listener is told nothing more. */
    public void vanish() {
        machine.vanish();
    }

    /**
     * Takes a segment for this connection. Its content is copied; the caller still owns the packet and gives it back to its
     * pool afterwards.
     */
    public void segmentArrived(Packet segment, long nowPs) {
        machine.segmentArrived(segment, nowPs);
    }

    /**
     * Writes the connection down if nothing is under way, kept or due; the owner then lets it go, and tells {@link #resume} of
     * it again. Null, and nothing is done, when the connection is not at rest.
     */
    public byte @Nullable [] suspend() {
        return machine.isAtRest() ? machine.save() : null;
    }

    TcpHost host() {
        return host;
    }

    TcpSettings settings() {
        return settings;
    }

    TcpListener listener() {
        return listener;
    }

    int flow() {
        return flow;
    }
}
