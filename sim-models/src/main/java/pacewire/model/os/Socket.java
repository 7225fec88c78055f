package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/** What all kinds of sockets have in common: who watches them, and whether calls on them wait. */
abstract sealed class Socket implements Descriptor permits TcpListenSocket, TcpSocket, UdpSocket {
    /** Null as long as nobody watches: most sockets of a large server are never watched. */
    private @Nullable Watchers watchers;

    private boolean isNonBlocking;

    /** Tells who watches that it is ready for something. */
    final void tellWatchers(int events, long nowPs) {
        Watchers told = watchers;
        if (told != null) {
            told.ready(events, nowPs);
        }
    }

    /** Whether anybody would be told. */
    final boolean isWatched() {
        return watchers != null;
    }

    @Override
    public final Watchers watchers() {
        Watchers made = watchers;
        if (made == null) {
            made = new Watchers();
            watchers = made;
        }
        return made;
    }

    @Override
    public final boolean isNonBlocking() {
        return isNonBlocking;
    }

    @Override
    public final void setNonBlocking(boolean newValue) {
        isNonBlocking = newValue;
    }
}
