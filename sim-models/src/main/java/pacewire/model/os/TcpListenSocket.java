package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/** A TCP socket that listens, or will: connections that are established wait here to be accepted. */
final class TcpListenSocket extends Socket {
    /** Not bound yet. */
    static final int NO_PORT = 0;

    private final ArrayDeque<TcpSocket> established = new ArrayDeque<>();
    final WaitQueue waiting = new WaitQueue();
    int port = NO_PORT;
    private boolean isListening;
    private int backlog;

    /** Begins to listen, or listens on with another backlog. */
    void listen(int newBacklog) {
        isListening = true;
        backlog = newBacklog;
    }

    boolean isListening() {
        return isListening;
    }

    /** Whether a further SYN is dropped: "greater than", as Linux {@code sk_acceptq_is_full} compares. */
    boolean isFull() {
        return established.size() > backlog;
    }

    void connected(TcpSocket socket, Kernel kernel, long nowPs) {
        established.add(socket);
        waiting.wakeOne(kernel, nowPs);
        tellWatchers(PollEvents.IN, nowPs);
    }

    @Nullable
    TcpSocket poll() {
        return established.poll();
    }

    boolean hasConnections() {
        return !established.isEmpty();
    }

    @Override
    public int readyEvents() {
        return hasConnections() ? PollEvents.IN : 0;
    }

    @Override
    public void close(Kernel kernel, long nowPs) {
        isListening = false;
        if (port != NO_PORT) {
            kernel.network().unbind(port);
        }
        for (TcpSocket socket = established.poll(); socket != null; socket = established.poll()) {
            socket.abort();
        }
        waiting.wakeAll(kernel, nowPs);
    }
}
