package pacewire.model.os;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Where {@code recvmsg(MSG_ERRQUEUE)} puts an event. */
public final class EventBuffer {
    private @Nullable SocketEvent event;
    private int firstFree;
    private int lastFree;
    private boolean isZeroCopy;

    void fill(SocketEvent newEvent) {
        event = newEvent;
        isZeroCopy = false;
    }

    void fillZeroCopy(int first, int last) {
        firstFree = first;
        lastFree = last;
        isZeroCopy = true;
    }

    /** The event received last; empty before the first, and when it was of sends without a copy. */
    public Optional<SocketEvent> event() {
        return isZeroCopy ? Optional.empty() : Optional.ofNullable(event);
    }

    /** Sends without a copy whose pages the event received last says to be free; 0 when it says something else. */
    public int freedSends() {
        return isZeroCopy ? lastFree - firstFree + 1 : 0;
    }

    /** As strace shows it. */
    @Override
    public String toString() {
        return isZeroCopy
                ? "{ee_errno=0, ee_origin=SO_EE_ORIGIN_ZEROCOPY, ee_info=" + firstFree + ", ee_data=" + lastFree + "}"
                : event().map(present -> "{" + present.kind()
                                + (present.detail().isEmpty() ? "" : ": " + present.detail()) + "}")
                        .orElse("{}");
    }
}
