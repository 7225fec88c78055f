package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpListener;

/** A connected TCP socket. */
final class TcpSocket extends Socket implements TcpListener, FlowOwner {
    private final Kernel kernel;
    private final TcpListenSocket listener;
    private final int flow;
    /** Threads that wait for bytes; null when none does. */
    private @Nullable WaitQueue readers;

    /** Null before a connection is accepted, and while it rests. */
    private @Nullable TcpConnection connection;
    /** The connection while it rests. */
    private byte @Nullable [] resting;
    /** Of the other end, and this end's port. */
    private int remoteHost;

    private int remotePort;
    private int localPort;
    private @Nullable Errno failure;
    /** Whether somebody was told why it failed: the next writer gets EPIPE, the next reader the end. */
    private boolean hasToldWhy;

    private boolean isPeerClosed;
    /** Null as long as no file was sent. */
    private @Nullable TcpOutput output;
    /** Segments handed to the packet scheduler that the NIC is not done with. */
    private int segmentsBelow;
    /** What the segments of super-packets count for; null as long as there were none. */
    private @Nullable SegmentFootprints footprints;

    private boolean isThrottled;

    TcpSocket(Kernel kernel, TcpListenSocket listener) {
        this.kernel = kernel;
        this.listener = listener;
        this.flow = kernel.flows().open(this);
    }

    void accept(Packet syn) {
        remoteHost = syn.source;
        remotePort = syn.sourcePort;
        localPort = syn.destinationPort;
        connection = TcpConnection.accept(kernel.network(), kernel.parts().tcp(), syn, flow, this);
    }

    void segmentArrived(Packet segment, long nowPs) {
        connection().segmentArrived(segment, nowPs);
    }

    TcpConnection connection() {
        TcpConnection current = connection;
        if (current == null) {
            current = resumed();
            connection = current;
            resting = null;
        }
        return current;
    }

    private TcpConnection resumed() {
        byte[] suspended = resting;
        if (suspended == null) {
            throw new IllegalStateException("the socket has no connection");
        }
        TcpAddresses addresses = new TcpAddresses(kernel.parts().host(), localPort, remoteHost, remotePort);
        return TcpConnection.resume(kernel.network(), kernel.parts().tcp(), addresses, flow, this, suspended);
    }

    @Override
    public void rested(TcpConnection quiet, long nowPs) {
        // Between the segments of a file it would rest, and be made anew, a thousand times a second.
        if (output == null) {
            resting = quiet.suspend();
            connection = resting == null ? quiet : null;
        }
    }

    /** Bytes to read. */
    int available() {
        return connection == null ? 0 : connection.available();
    }

    int flow() {
        return flow;
    }

    /** Host number at the other end. */
    int remoteHost() {
        return remoteHost;
    }

    int remotePort() {
        return remotePort;
    }

    int localPort() {
        return localPort;
    }

    /** Why the connection broke; null while it has not. */
    @Nullable
    Errno failure() {
        return failure;
    }

    boolean isPeerClosed() {
        return isPeerClosed;
    }

    /** Where files are written to. */
    TcpOutput output() {
        TcpOutput made = output;
        if (made == null) {
            made = new TcpOutput(kernel, this);
            output = made;
        }
        return made;
    }

    /**
     * Why nothing can be written; null: it can. The first writer is told why the connection broke, the next one of a broken
     * pipe, as Linux does ({@code sk_stream_error} takes the socket's error away).
     */
    @Nullable
    Errno takeWriteError() {
        Errno reason = failure;
        if (reason == null) {
            return null;
        }
        Errno told = hasToldWhy ? Errno.EPIPE : reason;
        hasToldWhy = true;
        return told;
    }

    /** SO_ERROR: why the connection broke, once; null when it did not, or somebody was told. */
    @Nullable
    Errno takeError() {
        Errno told = hasToldWhy ? null : failure;
        hasToldWhy = failure != null;
        return told;
    }

    /** How many segments with data go down as one super-packet now. */
    int segmentsAtOnce() {
        return output == null ? 1 : output.segmentsAtOnce();
    }

    /** Sends a segment that TCP has made, or several as one super-packet. */
    void send(Packet packet, long nowPs) {
        if (packet.segments() == null) {
            segmentsBelow++;
        } else {
            chargeTogether(packet.sequence, 1 + packet.segmentCount());
        }
        if (packet.carriesFile()) {
            output().send(packet, nowPs);
            return;
        }
        kernel.parts().controlBook().created(packet);
        for (Packet next = packet.segments(); next != null; next = next.next) {
            kernel.parts().controlBook().created(next);
        }
        kernel.transmit(packet, nowPs);
    }

    /** The segments of a super-packet are below until the last of them is sent, which frees their common memory. */
    private void chargeTogether(long firstSequence, int count) {
        SegmentFootprints present = footprints;
        if (present == null) {
            present = new SegmentFootprints();
            footprints = present;
        }
        for (int i = 0; i < count - 1; i++) {
            present.put(firstSequence + i, 0);
        }
        present.put(firstSequence + count - 1, count);
        segmentsBelow += count;
    }

    /** A segment is sent or was dropped. Returns how many are no longer below. */
    private long release(long sequence) {
        long released = footprints == null ? 1 : footprints.take(sequence, 1);
        segmentsBelow -= (int) released;
        return released;
    }

    /** Whether the layers below take so many segments with data. */
    boolean hasRoomBelow(int segments) {
        boolean hasRoom = output == null || output.hasRoomBelow(segmentsBelow, segments);
        isThrottled = !hasRoom;
        return hasRoom;
    }

    @Override
    public void departed(Packet segment, long nowPs) {
        if (output != null) {
            output.departed(segment);
        }
    }

    /** SO_MAX_PACING_RATE. */
    void limitRate(@Nullable DataRate rate, OsThread caller, long nowPs) {
        output().limitRate(rate, caller, segmentsBelow, nowPs);
    }

    @Override
    public void droppedByScheduler(Packet segment, DropReason reason, long nowPs) {
        release(segment.sequence);
    }

    @Override
    public boolean goesOnAfterDrop(long nowPs) {
        if (segmentsBelow == 0 && output != null) {
            output.drained(nowPs);
        }
        return isThrottled;
    }

    @Override
    public void goOn(long nowPs) {
        if (isThrottled && failure == null) {
            isThrottled = false;
            connection().goOn();
        }
    }

    @Override
    public void completed(long sequence, long nowPs) {
        if (release(sequence) == 0) {
            return;
        }
        if (segmentsBelow == 0 && output != null) {
            output.drained(nowPs);
        }
        goOn(nowPs);
    }

    @Override
    public void acknowledged(TcpConnection from, long nowPs) {
        if (output != null) {
            output.acknowledged(from, nowPs);
            if (isWatched() && output.isWritable()) {
                tellWatchers(PollEvents.OUT, nowPs);
            }
        }
    }

    @Override
    public long buildCostPs() {
        return kernel.profile().tcpSendPs();
    }

    @Override
    public void connected(TcpConnection established, long nowPs) {
        listener.connected(this, kernel, nowPs);
    }

    @Override
    public void dataArrived(TcpConnection from, long nowPs) {
        wakeReaders(nowPs);
        tellWatchers(readyEvents(), nowPs);
    }

    @Override
    public void peerClosed(TcpConnection from, long nowPs) {
        isPeerClosed = true;
        wakeReaders(nowPs);
        tellWatchers(readyEvents(), nowPs);
    }

    @Override
    public void closed(TcpConnection ended, long nowPs) {
        forget();
    }

    @Override
    public void failed(TcpConnection broken, TcpFailure reason, long nowPs) {
        failure = switch (reason) {
            case REFUSED -> Errno.ECONNREFUSED;
            case RESET -> Errno.ECONNRESET;
            case TIMED_OUT -> Errno.ETIMEDOUT;
        };
        forget();
        wakeReaders(nowPs);
        tellWatchers(readyEvents(), nowPs);
        if (output != null) {
            output.broken(nowPs);
        }
    }

    /** Resets the connection, which nobody has accepted. */
    void abort() {
        if (failure == null) {
            connection().abort();
            forget();
        }
    }

    /** Wakes a thread when there are bytes to read, the other end has closed, or the connection broke. */
    void awaitBytes(OsThread thread) {
        if (readers == null) {
            readers = new WaitQueue();
        }
        readers.add(thread);
    }

    private void wakeReaders(long nowPs) {
        WaitQueue woken = readers;
        if (woken != null) {
            readers = null;
            woken.wakeAll(kernel, nowPs);
        }
    }

    /** As {@code tcp_poll} in Linux {@code net/ipv4/tcp.c} says it; what is no file always finds room here. */
    @Override
    public int readyEvents() {
        if (failure != null) {
            return PollEvents.IN | PollEvents.OUT | PollEvents.READ_HUP | PollEvents.ERR | PollEvents.HUP;
        }
        int hangUp = isPeerClosed ? PollEvents.IN | PollEvents.READ_HUP : 0;
        int writable = output == null || output.isWritable() ? PollEvents.OUT : 0;
        return writable | hangUp | (available() > 0 ? PollEvents.IN : 0);
    }

    private void forget() {
        if (output != null) {
            output.forget(kernel.now());
        }
        kernel.network().forget(this);
        kernel.flows().close(flow);
    }

    @Override
    public void close(Kernel owner, long nowPs) {
        if (failure == null) {
            connection().close();
        }
    }
}
