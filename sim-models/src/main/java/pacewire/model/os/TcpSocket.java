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
    final WaitQueue readers = new WaitQueue();
    private @Nullable TcpConnection connection;
    private @Nullable TcpAddresses addresses;
    private @Nullable Errno failure;
    private boolean isPeerClosed;

    TcpSocket(Kernel kernel, TcpListenSocket listener) {
        this.kernel = kernel;
        this.listener = listener;
        this.flow = kernel.flows().open(this);
    }

    void accept(TcpAddresses newAddresses, Packet syn) {
        addresses = newAddresses;
        connection = TcpConnection.accept(kernel.network(), TcpSettings.LINUX, syn, flow, this);
    }

    void segmentArrived(Packet segment, long nowPs) {
        connection().segmentArrived(segment, nowPs);
    }

    TcpConnection connection() {
        TcpConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("the socket has no connection");
        }
        return current;
    }

    /** Host number at the other end. */
    int remoteHost() {
        return connection().addresses().remoteHost();
    }

    int remotePort() {
        return connection().addresses().remotePort();
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
        readers.wakeAll(kernel, nowPs);
    }

    @Override
    public void peerClosed(TcpConnection from, long nowPs) {
        isPeerClosed = true;
        readers.wakeAll(kernel, nowPs);
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
        readers.wakeAll(kernel, nowPs);
    }

    /** Resets the connection, which nobody has accepted. */
    void abort() {
        if (failure == null) {
            connection().abort();
            forget();
        }
    }

    private void forget() {
        if (addresses != null) {
            kernel.network().forget(addresses);
        }
        kernel.flows().close(flow);
    }

    @Override
    public void close(Kernel owner, long nowPs) {
        if (failure == null) {
            connection().close();
        }
    }
}
