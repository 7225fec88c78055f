package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/** A listening TCP socket: connections that are established wait here to be accepted. */
final class TcpListenSocket implements Descriptor {
    /** Not bound yet. */
    static final int NO_PORT = 0;

    private final ArrayDeque<TcpSocket> established = new ArrayDeque<>();
    final WaitQueue waiting = new WaitQueue();
    int port = NO_PORT;

    void connected(TcpSocket socket, Kernel kernel, long nowPs) {
        established.add(socket);
        waiting.wakeOne(kernel, nowPs);
    }

    @Nullable
    TcpSocket poll() {
        return established.poll();
    }

    @Override
    public void close(Kernel kernel, long nowPs) {
        if (port != NO_PORT) {
            kernel.network().stopListening(port);
        }
    }
}
