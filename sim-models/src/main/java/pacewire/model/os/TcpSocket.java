package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;
import pacewire.model.transport.TcpAddresses;
import pacewire.model.transport.TcpConnection;
import pacewire.model.transport.TcpFailure;
import pacewire.model.transport.TcpListener;
import pacewire.model.transport.TcpSettings;

/** A connected TCP socket. */
final class TcpSocket implements Descriptor, TcpListener, FlowOwner {
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
    private boolean isPeerClosed;
    private boolean isNonBlocking;
    private @Nullable Watchers watchers;

    TcpSocket(Kernel kernel, TcpListenSocket listener) {
        this.kernel = kernel;
        this.listener = listener;
        this.flow = kernel.flows().open(this);
    }

    void accept(Packet syn) {
        remoteHost = syn.source;
        remotePort = syn.sourcePort;
        localPort = syn.destinationPort;
        connection = TcpConnection.accept(kernel.network(), TcpSettings.LINUX, syn, flow, this);
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
        return TcpConnection.resume(kernel.network(), TcpSettings.LINUX, addresses, flow, this, suspended);
    }

    @Override
    public void rested(TcpConnection quiet, long nowPs) {
        resting = quiet.suspend();
        connection = resting == null ? quiet : null;
    }

    /** Bytes to read. */
    int available() {
        return connection == null ? 0 : connection.available();
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
        tellWatchers(nowPs);
    }

    @Override
    public void peerClosed(TcpConnection from, long nowPs) {
        isPeerClosed = true;
        wakeReaders(nowPs);
        tellWatchers(nowPs);
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
        tellWatchers(nowPs);
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

    private void tellWatchers(long nowPs) {
        if (watchers != null) {
            watchers.ready(readyEvents(), nowPs);
        }
    }

    /** As {@code tcp_poll} in Linux {@code net/ipv4/tcp.c} says it; what is written always finds room here. */
    @Override
    public int readyEvents() {
        if (failure != null) {
            return PollEvents.IN | PollEvents.OUT | PollEvents.READ_HUP | PollEvents.ERR | PollEvents.HUP;
        }
        int hangUp = isPeerClosed ? PollEvents.IN | PollEvents.READ_HUP : 0;
        return PollEvents.OUT | hangUp | (available() > 0 ? PollEvents.IN : 0);
    }

    @Override
    public Watchers watchers() {
        Watchers made = watchers;
        if (made == null) {
            made = new Watchers();
            watchers = made;
        }
        return made;
    }

    @Override
    public boolean isNonBlocking() {
        return isNonBlocking;
    }

    @Override
    public void setNonBlocking(boolean newValue) {
        isNonBlocking = newValue;
    }

    private void forget() {
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
