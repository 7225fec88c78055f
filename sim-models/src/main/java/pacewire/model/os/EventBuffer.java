package pacewire.model.os;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Where {@code recvmsg(MSG_ERRQUEUE)} puts an event. */
public final class EventBuffer {
    private @Nullable SocketEvent event;

    void fill(SocketEvent newEvent) {
        event = newEvent;
    }

    /** The event received last; empty before the first. */
    public Optional<SocketEvent> event() {
        return Optional.ofNullable(event);
    }
}
