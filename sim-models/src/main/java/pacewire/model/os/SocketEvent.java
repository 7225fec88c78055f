package pacewire.model.os;

/**
 * What the kernel reports on a socket, read with {@code recvmsg(MSG_ERRQUEUE)} as Linux reports completions and time stamps
 * ({@code Documentation/networking/msg_zerocopy.rst}).
 *
 * @param kind what happened
 * @param detail in words; empty when the kind says it all
 */
public record SocketEvent(Kind kind, String detail) {
    static final SocketEvent ADMITTED = new SocketEvent(Kind.ADMITTED, "");
    static final SocketEvent COMPLETED = new SocketEvent(Kind.COMPLETED, "");

    /** What can happen to a transfer. */
    public enum Kind {
        /** The packet scheduler will keep the metrics. */
        ADMITTED,
        /** The metrics cannot be kept; the call returned EBUSY. */
        REFUSED,
        /** A metric was not kept. */
        METRICS_BROKEN,
        /** The last datagram has left the machine. */
        COMPLETED
    }
}
